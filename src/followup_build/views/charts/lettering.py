"""Lettering: how much room words take in a drawing, which has no layout of its own."""

from __future__ import annotations

from functools import cache
from unicodedata import combining, east_asian_width

from followup_build.status.wording import NO_BREAK_SPACE, THIN_SPACE

LETTER = 12
"""The size of letters on charts, in pixels; `exports/svg.py` prints quiet ones a little smaller."""
_NARROW = frozenset(f"iljtfrI.,:;'|!()[] {THIN_SPACE}{NO_BREAK_SPACE}")
_BROAD = frozenset("mwMWOQGD@%&≈")
_SHARES = ((_NARROW, 0.34), (_BROAD, 0.86))
_ELLIPSIS = "…"


def width_of(text: str, size: float = LETTER) -> float:
    """About how wide words are, on the safe side: the reader's font is not known."""
    return sum(_share(letter) for letter in text) * size


def wrapped(text: str, width: float, most: int, size: float = LETTER) -> str:
    """Words on at most so many lines, with a line break between them; what has no room ends in `…`."""
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest:
        line = _first_line(rest, width, size)
        rest = rest[len(line) :].lstrip()
        if rest and len(lines) == most - 1:
            lines.append(_cut(f"{line} {rest}", width, size))
            break
        lines.append(line)
    return "\n".join(lines)


@cache
def _share(letter: str) -> float:
    """The width of a letter by its height."""
    if combining(letter):
        return 0
    if east_asian_width(letter) in ("W", "F"):
        return 1
    return next((share for letters, share in _SHARES if letter in letters), 0.68 if letter.isupper() else 0.56)


def _fitting(text: str, width: float, size: float) -> str:
    used = 0.0
    for place, letter in enumerate(text):
        used += _share(letter) * size
        if used > width:
            return text[: max(place, 1)]
    return text


def _first_line(text: str, width: float, size: float) -> str:
    """As many words as fit, or a part of one that fits on no line."""
    fitting = _fitting(text, width, size)
    if len(fitting) == len(text) or text[len(fitting)] == " ":
        return fitting.rstrip()
    return fitting.rpartition(" ")[0].rstrip() or fitting


def _cut(text: str, width: float, size: float) -> str:
    return _fitting(text, width - width_of(_ELLIPSIS, size), size).rstrip() + _ELLIPSIS
