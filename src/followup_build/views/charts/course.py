"""The course of a KPI: everything that a picture of it shows, as days and values; nothing is drawn yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from followup_build.ledger.entry import Entry
from followup_build.model.period import FiscalCalendar
from followup_build.model.plan import Kpi, Range
from followup_build.model.vocabulary import Combine, Direction, Frequency
from followup_build.status.item import ItemStatus, KpiFigures
from followup_build.status.kpi import level_for, path_corners, start_of, target_days
from followup_build.status.series import Limits, Point, find_limits, known_points
from followup_build.views.subject import Subject
from followup_build.views.values import field_text

Corners = tuple[tuple[date, Decimal], ...]
"""The turning points of a line."""


@dataclass(frozen=True, slots=True)
class Move:
    """The changes of one adjustment, under one number on the chart and in the table of moves."""

    number: int
    on: date
    entries: tuple[Entry, ...]
    what: str
    """What changed; empty where the adjustment is confidential."""


@dataclass(frozen=True, slots=True)
class Course:
    """What a KPI did, what it should do, and what changed that."""

    kpi: Kpi
    as_of: date
    first: date
    last: date
    """The days at the ends of the picture."""
    runs: tuple[tuple[Point, ...], ...]
    """The values in order; a new run begins after periods without a value."""
    start: tuple[date, Decimal] | None
    targets: Corners
    path: Corners
    green: Corners
    """The least that is on track: above it, or below it where the KPI should fall."""
    amber: Corners
    """The least that is at risk."""
    original: Corners
    """The path as first promised; empty where it is the same."""
    original_targets: Corners
    range: Range | None
    original_range: Range | None
    """None where it is the same."""
    limits: Limits | None
    projection: tuple[date, Decimal] | None
    moves: tuple[Move, ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """All values that count."""
        return tuple(point for run in self.runs for point in run)


def build_course(subject: Subject, item: ItemStatus) -> Course | None:
    """The course of a KPI by the day; None where nothing was measured, or nothing is to be told."""
    progress = subject.facts_of(item)
    key = item.ref.partition("/")[2]
    books, calendar, as_of = subject.plan_of(item), subject.portfolio.calendar, subject.snapshot.as_of
    plan, kpi = books.current, books.current.kpis[key]
    points = known_points(kpi, plan, progress.kpis.get(key, {}), calendar, as_of) if progress else ()
    if not points or not isinstance(item.figures, KpiFigures):
        return None
    start, targets = start_of(kpi, plan), target_days(kpi, calendar)
    if kpi.direction is Direction.RANGE:
        start, targets = None, ()
    last = max(plan.period.end, points[-1].end, *(day for day, _ in targets))
    path = path_corners(kpi, plan, calendar, last)
    begun = start is not None and bool(path) and path[0] == start
    thresholds = kpi.thresholds or subject.portfolio.organisation.thresholds
    first_kpi = books.original.kpis.get(key)
    original = path_corners(first_kpi, books.original, calendar, last) if first_kpi else ()
    first_range = first_kpi.range if first_kpi and first_kpi.direction is Direction.RANGE else None
    firsts = (plan.period.start, points[0].end, *(corners[0][0] for corners in (path, original) if corners))
    projection = None
    if item.figures.forecast is not None and item.figures.target_at is not None:
        projection = item.figures.target_at, item.figures.forecast
    return Course(
        kpi,
        as_of,
        min(firsts),
        last,
        _runs(points, kpi.frequency, calendar),
        start if begun else None,
        targets,
        path,
        _edge(path, thresholds.green, targets[-1], last) if begun else (),
        _edge(path, thresholds.amber, targets[-1], last) if begun else (),
        original if original != path else (),
        target_days(first_kpi, calendar) if first_kpi else (),
        kpi.range if kpi.direction is Direction.RANGE else None,
        first_range if first_range != kpi.range else None,
        find_limits(points),
        projection,
        number_moves(subject, item.ref),
    )


def number_moves(subject: Subject, ref: str) -> tuple[Move, ...]:
    """The adjustments that changed a promise, numbered in their order."""
    groups = groupby(subject.ledger.entries_of(ref), key=lambda entry: entry.adjustment)
    found = []
    for number, (adjustment, group) in enumerate(groups, start=1):
        entries = tuple(group)
        what = ", ".join(field_text(entry.field, subject.portfolio.calendar) for entry in entries)
        hidden = subject.portfolio.adjustments[adjustment].data.confidential
        found.append(Move(number, entries[0].on, entries, "" if hidden else what))
    return tuple(found)


def _runs(
    points: tuple[Point, ...], frequency: Frequency | None, calendar: FiscalCalendar
) -> tuple[tuple[Point, ...], ...]:
    if frequency in (None, Frequency.DATED):
        return (points,)
    runs: list[list[Point]] = [[points[0]]]
    for point in points[1:]:
        follows = calendar.key_of(frequency, runs[-1][-1].end + timedelta(days=1)) == point.key
        if follows:
            runs[-1].append(point)
        else:
            runs.append([point])
    return tuple(tuple(run) for run in runs)


def _edge(path: Corners, share: Decimal, target: tuple[date, Decimal], last: date) -> Corners:
    """What a threshold asks for along the path; from the last target's day on only its level counts."""
    start = path[0][1]
    way = [(day, level_for(share, start, value)) for day, value in path if day <= target[0]]
    return (*way, target, (last, target[1]))


def is_added_up(kpi: Kpi) -> bool:
    """Whether the value to date is another one than the measurement."""
    return kpi.combine is not Combine.LAST
