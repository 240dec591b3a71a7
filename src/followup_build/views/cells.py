"""The values that tables are made of: links, chips, days that moved, prose; templates only print them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Union

from followup_build.ledger.approval import AdjustmentState
from followup_build.model.vocabulary import Status
from followup_build.status.item import AdjustmentFigures, ItemStatus
from followup_build.status.wording import ICON_BY_STATUS, day_text, month_text, status_word
from followup_build.views.filters import NOTHING, Choice, Filter


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
class Day:
    """A day of a table: short, on one line, and sorted as a day."""

    kind: ClassVar[str] = "day"
    text: str
    """`30 Nov 2026`."""
    iso: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A value that an adjustment or an update changed: what it was first, and what it is now."""

    kind: ClassVar[str] = "moved"
    original: str | Day
    current: str | Day


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown that a person wrote; the renderer cleans it."""

    kind: ClassVar[str] = "prose"
    markdown: str


@dataclass(frozen=True, slots=True)
class Line:
    """Values that read as one line; each part brings its own spaces and commas."""

    kind: ClassVar[str] = "line"
    parts: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands in small type under the main thing of a cell, behind a label: `For: …`."""

    kind: ClassVar[str] = "aside"
    label: str
    cells: tuple[Cell, ...]


Cell = Union[str, Link, Outside, Chip, Day, Moved, Prose, Line, Aside, tuple["Cell", ...]]  # noqa: UP007 - it names itself


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
    """Set on long tables, which a script lets readers sort, search and filter; also the name of their CSV file."""
    numeric: tuple[str, ...] = ()
    """Columns of numbers, which stand at the right and on one line."""
    filters: tuple[Filter, ...] = ()
    order: str = "As listed"
    """In which order the rows stand."""


LONG = 10
"""From so many rows on a table is worth controls."""
DRAFT = Chip("draft", "✎", "draft")
CARRIED = Chip("carried", "→", "carried on")
ENDED = Chip("ended", "–", "ended")
"""Chips that stand in place of a status where it would mislead: nobody works by it yet, or any more."""


def chip(status: Status, *, is_stale: bool = False, word: str = "") -> Chip:
    """The chip of a status."""
    return Chip(status.value.replace("_", "-"), ICON_BY_STATUS[status], word or status_word(status), is_stale)


def chip_of(item: ItemStatus) -> Chip:
    """The chip of an item, marked where its data is out of date."""
    return chip(item.status, is_stale=item.stale)


_STATES = {AdjustmentState.PARTLY: "partly effective"}


def state_chip(item: ItemStatus) -> Chip:
    """The chip of an adjustment, which says its state: proposed, approved, effective or another."""
    if not isinstance(item.figures, AdjustmentFigures):
        return chip_of(item)
    state = item.figures.state
    return chip(item.status, word=_STATES.get(state, state.value))


def day(value: date | None) -> str:
    """A day in words, or a dash where there is none."""
    return day_text(value) if value else "–"


def short_day(value: date | None) -> str:
    """The same with a short month, for tables with several days in a row: `30 Nov 2026`."""
    return f"{value.day} {month_text(value)[:3]} {value.year}" if value else "–"


def dated(value: date) -> Day:
    """A short day that sorts as one."""
    return Day(short_day(value), value.isoformat())


def moved_day(original: date, current: date) -> Cell:
    """A day, with the first one beside it where it moved."""
    return Moved(dated(original), dated(current)) if original != current else dated(current)


def text_of(cell: Cell) -> str:
    """What a name says, without where it leads."""
    return cell.text if isinstance(cell, Link) else str(cell)


def choice_of(ref: str | None, named: Callable[[str], Cell]) -> Choice:
    """What a reference is as the choice of a filter: its id, and what the site calls it."""
    if not ref:
        return NOTHING
    cell = named(ref)
    return ref, text_of(cell)


def without(table: Table, *columns: str) -> Table:
    """A table without columns that its page has said already."""
    kept = [number for number, column in enumerate(table.columns) if column not in columns]
    rows = tuple(replace(row, cells=tuple(row.cells[number] for number in kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[number] for number in kept), rows=rows)


def rows(cells: Iterable[tuple[Cell, ...]]) -> tuple[Row, ...]:
    """Rows without anchors."""
    return tuple(Row(one) for one in cells)


def listed(cells: Iterable[Cell], between: str = ", ") -> Line:
    """Several values on one line."""
    parts: list[Cell] = []
    for one in cells:
        parts.extend((between, one) if parts else (one,))
    return Line(tuple(parts))
