"""Text as a terminal shows it: steering characters spelled out, columns counted, cut and coloured."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from itertools import accumulate

# Controls, line separators, what turns the order of text around, and halves of characters. Nothing else: joiners of
# emoji, combining marks and no-break spaces are how people write.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BREAKS = re.compile(r"[ \t\r\n]+")
_NO_WIDTH = frozenset(("Mn", "Me", "Cf"))


class Colour(StrEnum):
    """The parameter of the escape sequence that starts a colour."""

    RED = "31"
    GREEN = "32"
    YELLOW = "33"


def shown_text(text: str, *, keep: str = "") -> str:
    """Text in which a record cannot steer a terminal: each control or bidi character as its code in hexadecimal."""
    return _STEERING.sub(lambda match: match[0] if match[0] in keep else f"\\u{ord(match[0]):04x}", text)


def line_text(text: str) -> str:
    """Text on one line, its line breaks as spaces, in which a record cannot steer a terminal."""
    return shown_text(_BREAKS.sub(" ", text).strip(" "))


def width_of(text: str) -> int:
    """How many columns a text takes: two for wide characters, none for marks that combine with the one before."""
    return len(text) if text.isascii() else sum(_width(character) for character in text)


def cut(text: str, width: int) -> str:
    """The text if it fits into so many columns, else its start and an ellipsis."""
    if width_of(text) <= width:
        return text
    ends = accumulate(_width(character) for character in text)
    fitting = sum(end <= width - 1 for end in ends)
    return f"{text[:fitting].rstrip()}…" if width > 0 else ""


def padded(text: str, width: int) -> str:
    """The text with spaces after it up to so many columns."""
    return text + " " * (width - width_of(text))


def coloured(text: str, colour: Colour | None) -> str:
    """The text in a colour."""
    return f"\x1b[{colour}m{text}\x1b[0m" if colour else text


def _width(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
