"""A KPI's measurements as a series: the points that count, their trend, and what is signal and what is noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from followup_build.model.period import FiscalCalendar
from followup_build.model.plan import Kpi, Plan
from followup_build.model.progress import Measurement
from followup_build.model.vocabulary import Combine
from followup_build.status.wording import rounded

ENOUGH_FOR_A_TREND = 3
ENOUGH_FOR_LIMITS = 12
_XMR = Decimal("2.66")
"""Mean moving range to natural process limits; Wheeler, Understanding Variation."""


@dataclass(frozen=True, slots=True)
class Point:
    """A measurement that counts, with what it adds up to."""

    key: str
    end: date
    """The last day of its period."""
    value: Decimal
    to_date: Decimal
    """The value to date, as the KPI combines its measurements."""
    note: str | None = None
    restated: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Natural process limits of a series: points outside are signals, the others noise."""

    mean: Decimal
    low: Decimal
    high: Decimal
    signals: tuple[str, ...]
    """Keys of the points outside."""


def known_points(
    kpi: Kpi, plan: Plan, measurements: Mapping[str, Measurement], calendar: FiscalCalendar, as_of: date
) -> tuple[Point, ...]:
    """The measurements known as of a date, oldest first.

    Withdrawn ones do not count, nor those from before the plan where they are added up.
    """
    found = []
    for key, measurement in measurements.items():
        if measurement.value is None or measurement.withdrawn is not None:
            continue
        end = calendar.period(key).end
        if end <= as_of and (kpi.combine is Combine.LAST or end >= plan.period.start):
            found.append((end, key, measurement, measurement.value))
    found.sort(key=lambda one: one[:2])
    points = []
    total = Decimal(0)
    for number, (end, key, measurement, value) in enumerate(found, start=1):
        total += value
        to_date = {Combine.LAST: value, Combine.SUM: total, Combine.MEAN: total / number}[kpi.combine]
        points.append(Point(key, end, value, to_date, measurement.note, measurement.restated is not None))
    return tuple(points)


def find_limits(points: tuple[Point, ...]) -> Limits | None:
    """Natural process limits of the single values, from twelve points on."""
    if len(points) < ENOUGH_FOR_LIMITS:
        return None
    values = [point.value for point in points]
    mean = _mean(values)
    moving = [abs(later - earlier) for earlier, later in pairwise(values)]
    reach = _XMR * _mean(moving)
    low, high = mean - reach, mean + reach
    return Limits(mean, low, high, tuple(point.key for point in points if not low <= point.value <= high))


def slope_of(points: tuple[Point, ...]) -> Decimal | None:
    """The change a day by least squares over the values to date, from three points on."""
    if len(points) < ENOUGH_FOR_A_TREND:
        return None
    first = points[0].end
    xs = [Decimal((point.end - first).days) for point in points]
    ys = [point.to_date for point in points]
    mean_x, mean_y = _mean(xs), _mean(ys)
    spread = sum(((x - mean_x) ** 2 for x in xs), Decimal(0))
    if spread == 0:
        return None
    return sum(((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)), Decimal(0)) / spread


def projected(points: tuple[Point, ...], slope: Decimal, day: date) -> Decimal:
    """The value on a day if the trend holds: the line of that slope through the middle of the points."""
    first = points[0].end
    mean_x = _mean([Decimal((point.end - first).days) for point in points])
    mean_y = _mean([point.to_date for point in points])
    return rounded(mean_y + slope * (Decimal((day - first).days) - mean_x), 4)


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)
