"""The bowling chart: months across, KPIs down, what was planned and what came, as it was judged at each month's end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from followup_build.ledger.books import CurrentPlan
from followup_build.model.period import frequency_of
from followup_build.model.plan import Kpi, Range
from followup_build.model.vocabulary import Direction, Frequency
from followup_build.status.item import ItemStatus
from followup_build.status.kpi import expected_on, status_of_point
from followup_build.status.series import Point, known_points
from followup_build.status.wording import month_text, number_text, period_text
from followup_build.views.cells import Chip, Link, chip
from followup_build.views.subject import Subject

_LONG = (Frequency.QUARTERLY, Frequency.YEARLY)
"""Measured less often than each month."""


@dataclass(frozen=True, slots=True)
class BowlingCell:
    """What was planned by the end of a period, and what came."""

    period: str
    """`Mar` or `Q1 2026`, for where the columns' names are out of sight."""
    months: int
    """How many columns wide it is."""
    planned: str = ""
    actual: str = ""
    """Empty where there is no value."""
    chip: Chip | None = None
    """The status as it was judged then; None without a value."""
    is_open: bool = False
    """Whether the period goes on, so that no value is missed yet."""


@dataclass(frozen=True, slots=True)
class BowlingRow:
    """A KPI over the months of the year."""

    name: Link
    unit: str
    cells: tuple[BowlingCell, ...]
    """None of a confidential KPI."""


@dataclass(frozen=True, slots=True)
class Bowling:
    """The months of the fiscal year up to now."""

    caption: str
    months: tuple[str, ...]
    rows: tuple[BowlingRow, ...]
    words: tuple[Chip, ...]
    """The statuses in it, for whoever does not know an icon."""


def build_bowling(subject: Subject, items: Iterable[ItemStatus], of: str = "") -> Bowling | None:
    """The chart of some KPIs of plans that go on, and whose they are; None where there are none."""
    as_of, calendar = subject.snapshot.as_of, subject.portfolio.calendar
    year = calendar.key_of(Frequency.YEARLY, as_of)
    months = tuple(_months(calendar.period(year).start, as_of))
    rows = tuple(_row(subject, item, months) for item in items)
    if not rows:
        return None
    found = {cell.chip for row in rows for cell in row.cells if cell.chip is not None}
    caption = f"Planned and actual{f' of {of}' if of else ''}, {month_text(months[0])} to {month_text(months[-1])}"
    words = tuple(sorted(found, key=lambda one: one.word))
    return Bowling(caption, tuple(month_text(month)[:3] for month in months), rows, words)


def _months(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = _next_month(first)


def _next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def _row(subject: Subject, item: ItemStatus, months: tuple[date, ...]) -> BowlingRow:
    name = subject.names.item(item)
    if item.confidential:
        return BowlingRow(name, "", ())
    kpi = subject.plan_of(item).current.kpis[item.ref.partition("/")[2]]
    calendar = subject.portfolio.calendar
    frequency = kpi.frequency if kpi.frequency in _LONG else Frequency.MONTHLY
    spans = groupby(months, key=lambda month: calendar.key_of(frequency, month))
    cells = tuple(_cell(subject, item, key, len(tuple(span))) for key, span in spans)
    return BowlingRow(name, kpi.unit or "", cells)


def _cell(subject: Subject, item: ItemStatus, key: str, months: int) -> BowlingCell:
    calendar, as_of = subject.portfolio.calendar, subject.snapshot.as_of
    period = calendar.period(key)
    then = min(period.end, as_of)
    is_open = period.end > as_of
    books = subject.plan_on(item.ref.partition("/")[0], then)
    kpi = books.current.kpis.get(item.ref.partition("/")[2])
    words = month_text(period.end)[:3] if frequency_of(key) is Frequency.MONTHLY else period_text(key)
    within = books.current.period
    if kpi is None or item.ref in books.dropped or not within.start <= then or within.end < period.start:
        return BowlingCell(words, months, is_open=True)
    point = _latest(subject, item, books, kpi, then)
    if point is None or point.end < period.start:
        return BowlingCell(words, months, _planned(subject, books, kpi, period.end), is_open=is_open)
    status = status_of_point(kpi, books.current, point, subject.portfolio.organisation)
    return BowlingCell(
        words,
        months,
        _planned(subject, books, kpi, point.end),
        number_text(point.to_date, decimals=2),
        chip(status),
        is_open,
    )


def _latest(subject: Subject, item: ItemStatus, books: CurrentPlan, kpi: Kpi, then: date) -> Point | None:
    progress = subject.facts_of(item)
    known = progress.kpis.get(item.ref.partition("/")[2], {}) if progress else {}
    points = known_points(kpi, books.current, known, subject.portfolio.calendar, then)
    return points[-1] if points else None


def _planned(subject: Subject, books: CurrentPlan, kpi: Kpi, on: date) -> str:
    if kpi.direction is Direction.RANGE:
        return _range(kpi.range)
    expected = expected_on(kpi, books.current, subject.portfolio.calendar, on)
    return "–" if expected is None else number_text(expected, decimals=2)


def _range(limits: Range | None) -> str:
    if limits is None:
        return "–"
    if limits.low is None:
        return "–" if limits.high is None else f"≤ {number_text(limits.high)}"
    return (
        f"≥ {number_text(limits.low)}"
        if limits.high is None
        else f"{number_text(limits.low)}–{number_text(limits.high)}"
    )
