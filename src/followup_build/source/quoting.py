"""What to type so that YAML takes a text as it stands: the line with its value in quotes."""

from __future__ import annotations

import re

_LONGEST_SHOWN = 40
_LONGEST_HINT = 100
_ENTRY = re.compile(r"[ ]*(?P<lead>(?:- +)*(?:(?P<key>[^\s:#'\"\[{&*!|>%@`][^:]*?):(?= ) *)?)(?P<value>[^ ].*)?$")
_QUOTES = ("'", '"')


def cut(text: str) -> str:
    """A text as it appears in a message: on one line, in quotes and cut to 40 characters."""
    flat = " ".join(text.split())
    return f"'{flat}'" if len(flat) <= _LONGEST_SHOWN else f"'{flat[: _LONGEST_SHOWN - 1]}…'"


def quoted(text: str) -> str:
    """A text in the quotes that leave it as it is."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def entry_of(line: str) -> tuple[str, str, int]:
    """A line's dashes and key, its value, and where the value starts; the value is the whole line if there is no key."""
    match = _ENTRY.match(line)
    if match is None or match["value"] is None:
        return "", line.strip(), len(line) - len(line.lstrip())
    return match["lead"], match["value"].rstrip(), match.start("value")


def quote_value(line: str) -> str:
    """The hint that gives a line with its value in quotes."""
    lead, value, _ = entry_of(line)
    return written(lead, unquoted(value))


def unquoted(value: str) -> str:
    """What a person meant to put between quotes that went wrong: `'it's'`, but not `"Go" is late`."""
    quote = value[:1]
    inner = value[1:-1]
    if quote not in _QUOTES or len(value) == 1 or value[-1] != quote:
        return value
    first = inner.find(quote)
    is_around = first == -1 or inner.count(quote) % 2 == 1 or inner[max(first - 1, 0)] == " "
    return inner if is_around else value


def written(lead: str, text: str) -> str:
    """The hint to write a text in quotes behind its key."""
    hint = f"write: {lead}{quoted(text)}"
    return hint if len(hint) <= _LONGEST_HINT else f'put the whole text in double quotes: {lead}"…"'
