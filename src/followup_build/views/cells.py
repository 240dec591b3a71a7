"""The values that tables are made of: links, chips, days that moved, prose; templates only print them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Union

from followup_build.model.vocabulary import Status
from followup_build.status.item import ItemStatus
from followup_build.status.wording import ICON_BY_STATUS, day_text, status_word


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a page of the site, or to nowhere where there is none."""

    kind: ClassVar[str] = "link"
    text: str
    path: str = ""
    """Relative to the site's root."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Text that leads out of the site, to a record's source on its platform."""

    kind: ClassVar[str] = "outside"
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A status: always an icon and a word beside the colour."""

    kind: ClassVar[str] = "chip"
    tone: str
    """The status as a CSS class name has it: `on-track`."""
    icon: str
    word: str
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A value that an adjustment or an update changed: what it was first, and what it is now."""

    kind: ClassVar[str] = "moved"
    original: str
    current: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown that a person wrote; the renderer cleans it."""

    kind: ClassVar[str] = "prose"
    markdown: str


Cell = Union[str, Link, Outside, Chip, Moved, Prose, tuple["Cell", ...]]  # noqa: UP007 - it names itself


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; the anchor is what a link names to lead here."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, or the sentence that stands where it would be empty."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str = "Nothing here yet."
    name: str = ""
    """Set on tables that scripts work on: the action tracker."""


def chip(status: Status, *, is_stale: bool = False, word: str = "") -> Chip:
    """The chip of a status."""
    return Chip(status.value.replace("_", "-"), ICON_BY_STATUS[status], word or status_word(status), is_stale)


def chip_of(item: ItemStatus) -> Chip:
    """The chip of an item, marked where its data is out of date."""
    return chip(item.status, is_stale=item.stale)


def day(value: date | None) -> str:
    """A day in words, or a dash where there is none."""
    return day_text(value) if value else "–"


def moved_day(original: date, current: date) -> Cell:
    """A day, with the first one beside it where it moved."""
    return Moved(day_text(original), day_text(current)) if original != current else day_text(current)


def rows(cells: Iterable[tuple[Cell, ...]]) -> tuple[Row, ...]:
    """Rows without anchors."""
    return tuple(Row(one) for one in cells)
