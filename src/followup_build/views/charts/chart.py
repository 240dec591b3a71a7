"""A chart: marks in a box, the words that say the same, and the table behind it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from followup_build.views.cells import Table

WIDE, NARROW = 720, 340
"""The widths in which a chart is drawn: for a desk, and for a phone, where its letters would be too small."""


class Role(Enum):
    """What a mark stands for; its colour and its strokes follow from it, on the site, in mail and on paper."""

    VALUE = "value"
    """What was measured."""
    SINGLE = "single"
    """A measurement behind a value to date."""
    SIGNAL = "signal"
    """A measured value that is no noise."""
    EXPECTED = "expected"
    """The path from the baseline through the targets."""
    TARGET = "target"
    BASELINE = "baseline"
    LIMIT = "limit"
    """Between two of them values are noise."""
    FORECAST = "forecast"
    ORIGINAL = "original"
    """What was promised first."""
    CURRENT = "current"
    """What is promised now."""
    MOVED = "moved"
    """An adjustment that changed the promise."""
    DEPENDENCY = "dependency"
    TODAY = "today"
    PERIOD = "period"
    """Ground: the time that a plan covers."""
    GRID = "grid"
    AXIS = "axis"
    LABEL = "label"
    """Words on a chart."""
    QUIET = "quiet"
    """Words on a chart that matter less: those of axes."""
    INSIDE = "inside"
    """Words on a filled mark."""
    ON_TRACK = "on-track"
    AT_RISK = "at-risk"
    OFF_TRACK = "off-track"
    ACHIEVED = "achieved"
    MISSED = "missed"
    NOT_STARTED = "not-started"
    NO_DATA = "no-data"
    DROPPED = "dropped"
    GOOD = "good"
    """Ground on which a value is on track."""
    FAIR = "fair"
    POOR = "poor"
    SERIES_1 = "series-1"
    """The parts of a stack, each with its own colour and pattern of words in the key."""
    SERIES_2 = "series-2"
    SERIES_3 = "series-3"
    SERIES_4 = "series-4"
    SERIES_5 = "series-5"
    SERIES_6 = "series-6"
    SERIES_7 = "series-7"
    SERIES_8 = "series-8"


class Shape(Enum):
    """The shape of a dot, so that no two kinds differ by colour alone."""

    CIRCLE = "circle"
    RING = "ring"
    DIAMOND = "diamond"
    LOZENGE = "lozenge"
    """A diamond with room for another dot inside it."""
    SQUARE = "square"
    TRIANGLE = "triangle"
    CROSS = "cross"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points, in pixels from the upper left corner."""

    kind: ClassVar[str] = "path"
    role: Role
    points: tuple[tuple[float, float], ...]
    hint: str = ""
    """What a mouse over it shows; here and in every mark."""


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    kind: ClassVar[str] = "area"
    role: Role
    points: tuple[tuple[float, float], ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle."""

    kind: ClassVar[str] = "bar"
    role: Role
    x: float
    y: float
    width: float
    height: float
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A small shape around a point."""

    kind: ClassVar[str] = "dot"
    role: Role
    x: float
    y: float
    shape: Shape = Shape.CIRCLE
    size: float = 4
    """Half its width, in pixels."""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A word or a few; a chart has no room for sentences."""

    kind: ClassVar[str] = "text"
    role: Role
    x: float
    y: float
    """Of the line on which the letters stand."""
    text: str
    """A line break in it starts a new line below."""
    anchor: str = "start"
    """Which end of the text stands at x: `start`, `middle` or `end`."""
    path: str = ""
    """The page to which it leads, relative to the site's root; empty where it leads nowhere."""
    hint: str = ""


Mark = Path | Area | Bar | Dot | Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart drawn for one width; marks are printed in their order, so later ones lie on top."""

    width: int
    height: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: a mark as the chart has it, and its word."""

    role: Role
    word: str
    shape: Shape | None = None
    """None for a line or, where `is_filled`, for ground."""
    is_filled: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in words and in marks; nothing is told by the marks alone."""

    anchor: str
    """Unique on its page."""
    title: str
    description: str
    """The same in sentences, for whoever does not see it."""
    drawings: tuple[Drawing, ...]
    """For a desk first, then for a phone; a small chart has one for both."""
    keys: tuple[Key, ...] = ()
    table: Table | None = None
    """What is drawn, as a table; None where the page shows it already."""
    note: str = ""
    """How to read it, in a sentence under its title; empty where it reads itself."""
