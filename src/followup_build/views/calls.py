"""Calls: numbers that lead to what they count, for the top of a page that is read in five seconds."""

from __future__ import annotations

from dataclasses import dataclass

from followup_build.model.vocabulary import Status
from followup_build.views.cells import Chip, chip


@dataclass(frozen=True, slots=True)
class Call:
    """A number that somebody should know, and where the things are that it counts."""

    number: int
    words: str
    chip: Chip
    """Its tone and its icon; the words stand for themselves."""
    path: str
    """Relative to the site's root; empty for a place on the page itself."""
    anchor: str = ""


def call(number: int, one: str, several: str, status: Status, *, path: str = "", anchor: str = "") -> Call:
    """A call with the words for its number."""
    return Call(number, one if number == 1 else several, chip(status), path, anchor)
