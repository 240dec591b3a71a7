"""What a dataset is made of: columns that say what they mean, and rows of plain typed values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from followup_build.status.item import ItemStatus
from followup_build.views.cells import Cell, Link
from followup_build.views.subject import Subject

Value = str | Decimal | date | int | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a dataset."""

    name: str
    type: str
    """`text`, `number`, `integer`, `date` or `boolean`."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table of plain values; None is what is missing, not known yet or confidential."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class DatasetKind:
    """A dataset before it is filled: what it is called, what its rows and columns mean, and where they come from."""

    name: str
    title: str
    row: str
    """What one row is."""
    columns: tuple[Column, ...]
    rows: Callable[[Subject], Iterable[tuple[Value, ...]]]

    def build(self, subject: Subject) -> Dataset:
        """The dataset as of the day."""
        return Dataset(self.name, self.title, self.columns, tuple(self.rows(subject)))


def text(name: str, meaning: str) -> Column:
    """A column of text; also of references, and of several of them with commas between."""
    return Column(name, "text", meaning)


def number(name: str, meaning: str) -> Column:
    """A column of numbers, as exact as they were typed."""
    return Column(name, "number", meaning)


def integer(name: str, meaning: str) -> Column:
    """A column of whole numbers."""
    return Column(name, "integer", meaning)


def day(name: str, meaning: str) -> Column:
    """A column of days."""
    return Column(name, "date", meaning)


def truth(name: str, meaning: str) -> Column:
    """A column of yes and no."""
    return Column(name, "boolean", meaning)


def joined(values: Iterable[object]) -> str | None:
    """Several references or names in one cell."""
    return ", ".join(str(one) for one in values) or None


def plain(cell: Cell) -> str | None:
    """What a link says."""
    said = cell.text if isinstance(cell, Link) else cell
    return str(said) if said and said != "–" else None


REF = text("ref", "How records name it")
STATUS = text(
    "status",
    "not_started, on_track, at_risk, off_track, achieved, missed, dropped or no_data",
)
STALE = truth("stale", "Whether its data is out of date")
REASONS = text("reasons", "Why it has its status")
OWNER = text("owner", "Id of the person who answers for it")
DEPARTMENT = text("department", "Id of the department; organisation for the whole")
CONFIDENTIAL = truth("confidential", "Whether the record keeps its words to itself; their columns are then empty")
PLAN = text("plan", "Id of its plan")
ITEM = (REF, text("title", "What it is called"), DEPARTMENT, OWNER, STATUS, STALE)
SAID = (REASONS, CONFIDENTIAL)
"""The first and the last columns of whatever a plan promises."""


def head(subject: Subject, item: ItemStatus) -> tuple[Value, ...]:
    """An item's values for the first columns."""
    title = subject.names.item(item).text
    return item.ref, title, item.department, item.owner, item.status.value, item.stale


def key_of(item: ItemStatus) -> tuple[str, str]:
    """The plan of an item, and its key there."""
    plan, _, key = item.ref.partition("/")
    return plan, key
