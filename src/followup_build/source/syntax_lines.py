"""Lines that are no entry: their colon is missing, or a space, or they begin a list in another program's way."""

from __future__ import annotations

import re

from followup_build.diagnostics.finding import Finding
from followup_build.source.syntax_passage import Passage

_TIGHT = re.compile(r"\s*(?:- )?(?P<key>[A-Za-z0-9_][\w.-]*):(?P<value>[^\s/].*)$")
"""A key, a colon and its value without a space between; an address such as https://… is none."""
_ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_INDENT = re.compile(f" *(?P<odd>[{_ODD}])")
_ODD_AFTER_COLON = re.compile(f"\\s*(?:- )?(?P<key>[^\\s:]+):(?P<odd>[{_ODD}])(?P<value>.*)$")
_ODD_LEADING = re.compile(f"[{_ODD}]")
_BULLET = re.compile(r" *(?P<sign>[*•‣◦·–—+]) +(?P<text>\S.*)$| *(?P<hyphen>-)(?P<tight>[^\s-].*)$")
_CUT = 40
_LONGEST_HINT = 60


def shown(text: str) -> str:
    """What was typed, in quotes and cut to a length that fits into a message."""
    return f"'{text}'" if len(text) <= _CUT else f"'{text[: _CUT - 1]}…'"


def named_space(character: str) -> str:
    """A space that no key types on purpose, by its name."""
    name = "no-break space" if character in "\u00a0\u202f" else "wide space"
    return f"a {name} (U+{ord(character):04X})"


def odd_space(text: str) -> str | None:
    """The space with which a text begins and that YAML takes for a letter."""
    match = _ODD_LEADING.match(text)
    return match[0] if match else None


def missing_space(key: str, value: str, typed: str) -> tuple[str, str]:
    """Message and hint for a colon that no ordinary space follows."""
    odd = odd_space(value)
    mended = value.strip()
    hint = f"write {key}: {mended}" if mended not in ("", "}", "]") else f"write {key}: and its value"
    if len(hint) > _LONGEST_HINT:
        hint = "write one space after the colon"
    if odd:
        return f"{named_space(odd)} stands after the colon of {key}", f"{hint}, with an ordinary space"
    return f"a space is missing after the colon in {shown(typed)}", hint


def odd_space_finding(passage: Passage, line: int) -> Finding | None:
    """The finding about such a space on a line or on the one above it, which made the parser give up here."""
    for number in (line, passage.above(line)):
        text = passage.line_text(number)
        after = _ODD_AFTER_COLON.match(text)
        if after is not None:
            message, hint = missing_space(after["key"], after["odd"] + after["value"], "")
            return passage.found("missing-space-after-colon", number, passage.indent(number), message, hint)
        match = _ODD_INDENT.match(text)
        if match is None:
            continue
        first = number
        while before := _ODD_INDENT.match(passage.line_text(first - 1)):
            first, match = first - 1, before
        message = f"{named_space(match['odd'])} stands in this line's indentation"
        return passage.found(
            "bad-indentation", first, match.start("odd"), message, "indent the line with ordinary spaces"
        )
    return None


def bullet_finding(passage: Passage, line: int) -> Finding | None:
    """The finding about a line that begins like an item of a list elsewhere."""
    match = _BULLET.match(passage.line_text(line))
    if match is None:
        return None
    text = (match["text"] or match["tight"]).rstrip()
    sign = match["sign"] or "-"
    message = (
        "a space is missing after the hyphen"
        if match["hyphen"]
        else f"an item of a list begins with a hyphen, not with {sign}"
    )
    hint = f"write - {text}" if len(text) <= _LONGEST_HINT else "start the line with - and a space"
    return passage.found("yaml-syntax", line, passage.indent(line), message, hint)


def is_tight(line: str) -> bool:
    """Whether a line is a key and a value without a space after the colon."""
    return _TIGHT.match(line) is not None


def no_colon_finding(passage: Passage, line: int) -> Finding:
    """The finding about a line that is no entry: its colon is missing, or the space after it."""
    text, indent = passage.line_text(line), passage.indent(line)
    odd = odd_space_finding(passage, line)
    if odd is not None:
        return odd
    bullet = bullet_finding(passage, line)
    if bullet is not None:
        return bullet
    tight = _TIGHT.match(text)
    if tight:
        message, hint = missing_space(tight["key"], tight["value"], text.strip())
        return passage.found("missing-space-after-colon", line, indent, message, hint)
    return passage.found("yaml-syntax", line, indent, "this line has no colon", "write KEY: VALUE")
