"""Papers: reports that are sent and printed, made of parts that a mail, a sheet of paper and plain text can show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Union

from followup_build.views.cells import Cell, Chip, Prose
from followup_build.views.charts.chart import Chart, Key


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at the top, and what it counts."""

    number: str
    words: str
    tone: str = "plain"
    """The status whose colour it bears, as a CSS class name has it."""
    change: str = ""
    """Against the time before; empty where nothing is compared."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a list: its name, where it stands, what is known of it, each behind a label, and a sentence."""

    name: Cell
    chips: tuple[Chip, ...] = ()
    details: tuple[tuple[str, Cell], ...] = ()
    note: Cell = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Things under a heading, or the sentence that stands where there are none."""

    kind: ClassVar[str] = "listing"
    caption: str
    entries: tuple[Entry, ...]
    empty: str = "Nothing."
    foot: Cell = ""
    """What needs no entry of its own, in a sentence below."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many of something stand where; the numbers stand beside their colours."""

    name: Cell
    chips: tuple[Chip, ...]
    """Where the whole stands."""
    segments: tuple[tuple[Chip, int], ...]
    note: str = ""
    """What stands behind the numbers."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars of one length, each shared out among statuses."""

    kind: ClassVar[str] = "bars"
    caption: str
    bars: tuple[Bar, ...]
    empty: str = "Nothing."
    foot: Cell = ""
    """As of a listing."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences, each a point of its own."""

    kind: ClassVar[str] = "lines"
    caption: str
    lines: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs that a person wrote."""

    kind: ClassVar[str] = "words"
    prose: Prose


@dataclass(frozen=True, slots=True)
class Picture:
    """Something with its chart; where none can be drawn, the sentence says it all."""

    name: Cell
    chips: tuple[Chip, ...]
    sentence: str
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures under a heading."""

    kind: ClassVar[str] = "pictures"
    caption: str
    pictures: tuple[Picture, ...]
    foot: Cell = ""
    """As of a listing."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A small table of numbers; the first column names its rows."""

    kind: ClassVar[str] = "grid"
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Legend:
    """What the marks of the pictures below mean."""

    kind: ClassVar[str] = "legend"
    keys: tuple[Key, ...]


Block = Union[Listing, Bars, Lines, Words, Pictures, Grid, Legend]  # noqa: UP007 - as the cells have it


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a paper under its own heading."""

    anchor: str
    title: str
    summary: str
    """What it holds, in a sentence; empty where the blocks say it."""
    blocks: tuple[Block, ...]
    is_new_page: bool = False
    """Whether it begins a page where it is printed."""
    is_brief: bool = False
    """Whether it stands close together, so that it fits on a first page."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A report to send or to print."""

    kicker: str
    """What it is and whose: `SayPro Royalties, progress report`."""
    title: str
    subtitle: str
    as_of: str
    """The day whose state it shows, in words."""
    facts: tuple[tuple[str, Cell], ...]
    notes: tuple[str, ...]
    """What a reader has to know first: records with errors, a period that has not ended."""
    figures: tuple[Figure, ...]
    parts: tuple[Part, ...]
    site: str
    """The site's address with a slash at its end, so that names lead there; empty where there is none."""
    path: str
    """Of the page that tells more, relative to the site."""


def no_errors_note(errors: int) -> Iterable[str]:
    """What a reader has to know of records that have errors."""
    if errors:
        many = "1 error" if errors == 1 else f"{errors} errors"
        yield f"The records have {many}, and what cannot be read is left out; followup check lists them."
