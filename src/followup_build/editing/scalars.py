"""How a text is written so that the loader reads it back as it was: plain where that is safe, else in quotes."""

from __future__ import annotations

import re

from followup_build.editing.fault import RefusedError
from followup_build.source.characters import first_hidden

_FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`<=.]"
_PLAIN = re.compile(rf"(?:{_FIRST}|-(?=[0-9]))(?:[^\n:#]|:(?=[^\s])|(?<=[^\s])#)*\Z")
"""No first character that means something to YAML, no colon before a space, no `#` behind one."""
_NOT_IN_BRACKETS = re.compile(r"[,?\[\]{}]")
_NULLS = frozenset(("~", "null"))
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n"}
_MARKER = re.compile(r"^[ \t]*(?:<{7}|>{7}|\|{7})", re.MULTILINE)


def write_scalar(text: str, *, in_flow: bool = False, quote: str = "") -> str:
    """The text as a scalar on one line.

    Args:
        text: what the loader has to read.
        in_flow: whether it stands inside brackets or braces.
        quote: the quotes that it had before, which are kept if they can be; nothing for as few as possible.

    Raises:
        RefusedError: it holds a character that no record may hold.
    """
    hidden = first_hidden(text)
    if hidden is not None:
        raise RefusedError(f"the invisible character U+{ord(hidden):04X} cannot stand in a record; retype the text")
    if not quote and _is_plain(text, in_flow):
        return text
    if "\n" not in text and (quote == "'" or (quote != '"' and ('"' in text or "\\" in text))):
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def _is_plain(text: str, in_flow: bool) -> bool:
    return (
        text not in _NULLS
        and _PLAIN.match(text) is not None
        and not text[-1].isspace()
        and not (in_flow and _NOT_IN_BRACKETS.search(text))
    )


def write_block_text(text: str, indent: int) -> list[str] | None:
    """Text of several lines as `|-` or `|` and lines of their own; None where quotes are the safer form."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    is_safe = (
        len(lines) > 1
        and lines[0].strip()
        and lines[-1].strip()
        and not lines[0].startswith(" ")
        and first_hidden(text) is None
        and not _MARKER.search(text)
        and all(not line or line.strip() for line in lines)
    )
    if not is_safe:
        return None
    return ["|" if text.endswith("\n") else "|-", *(" " * indent + line if line else "" for line in lines)]
