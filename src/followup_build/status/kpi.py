"""KPIs: the value to date, what the path expects, and the status that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from followup_build.model.organisation import Organisation, Thresholds
from followup_build.model.period import FiscalCalendar
from followup_build.model.plan import Kpi, Plan
from followup_build.model.progress import Measurement
from followup_build.model.vocabulary import Combine, Direction, Frequency, Status, TargetPath
from followup_build.status.item import KpiFigures
from followup_build.status.wording import day_text, month_text, number_text, percent_text

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


@dataclass(frozen=True, slots=True)
class KpiResult:
    """Status, figures and reasons of one KPI."""

    status: Status
    stale: bool
    reasons: tuple[str, ...]
    figures: KpiFigures


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


def target_days(kpi: Kpi, calendar: FiscalCalendar) -> tuple[tuple[date, Decimal], ...]:
    """The targets by the day on which they are due, earliest first."""
    return tuple(sorted((calendar.period(key).end, value) for key, value in kpi.targets.items()))


def start_of(kpi: Kpi, plan: Plan) -> tuple[date, Decimal] | None:
    """Where the path starts: the baseline, or zero on the day before the plan for what is added up."""
    if kpi.combine is Combine.SUM:
        return plan.period.start - timedelta(days=1), Decimal(0)
    return (kpi.baseline.date, kpi.baseline.value) if kpi.baseline else None


def expected_on(kpi: Kpi, plan: Plan, calendar: FiscalCalendar, day: date) -> Decimal | None:
    """What the path from the baseline through the targets asks for on a day; None where there is no path."""
    targets = target_days(kpi, calendar)
    if not targets or kpi.direction is Direction.RANGE:
        return None
    start = start_of(kpi, plan)
    passed = [target for target in targets if target[0] <= day]
    before = passed[-1] if passed else start
    after = next((target for target in targets if target[0] > day), None)
    if before is None:
        return None
    if after is None or kpi.path is TargetPath.STEP or day <= before[0]:
        return before[1]
    share = Decimal((day - before[0]).days) / Decimal((after[0] - before[0]).days)
    return before[1] + (after[1] - before[1]) * share


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


def evaluate_kpi(
    kpi: Kpi, plan: Plan, measurements: Mapping[str, Measurement], organisation: Organisation, as_of: date
) -> KpiResult:
    """The status of a KPI as of a date, by its current promise."""
    calendar = organisation.calendar
    points = known_points(kpi, plan, measurements, calendar, as_of)
    targets = target_days(kpi, calendar)
    missing = _missing_since(kpi, plan, points, calendar, as_of)
    stale = missing is not None and (as_of - missing).days > organisation.stale_after.measurements
    next_target = next((target for target in targets if target[0] >= as_of), targets[-1] if targets else None)
    start = start_of(kpi, plan)
    figures = KpiFigures(
        baseline=start[1] if start else None,
        target=next_target[1] if next_target else None,
        target_at=next_target[0] if next_target else None,
        measured=len(points),
        missing_since=missing if stale else None,
    )
    silent = (f"No value since {day_text(points[-1].end) if points else 'the plan started'}.",) if stale else ()
    if not points:
        return KpiResult(Status.NO_DATA, stale, ("Nothing has been measured yet.", *silent), figures)
    latest = points[-1]
    expected = expected_on(kpi, plan, calendar, latest.end)
    attainment = _share(latest.to_date, start, expected)
    forecast = _forecast(points, next_target[0]) if next_target and latest.end < next_target[0] else None
    figures = KpiFigures(
        value=latest.to_date,
        at=latest.end,
        period=latest.key,
        baseline=figures.baseline,
        target=figures.target,
        target_at=figures.target_at,
        progress=_share(latest.to_date, start, figures.target),
        expected=expected,
        attainment=attainment,
        forecast=forecast,
        measured=figures.measured,
        missing_since=figures.missing_since,
    )
    status, reason = _judge(kpi, kpi.thresholds or organisation.thresholds, targets, latest, figures)
    reasons = [f"{number_text(latest.to_date, kpi.unit)} {_measured_when(kpi, latest)}{reason}"]
    if forecast is not None and next_target is not None:
        reasons.append(
            f"Projection for {day_text(next_target[0])}, if the trend holds: "
            f"{number_text(round(forecast, 2), kpi.unit)} "
            f"(target {number_text(next_target[1], kpi.unit)})."
        )
    if latest.restated:
        reasons.append("The latest value was restated.")
    return KpiResult(status, stale, (*reasons, *silent), figures)


def _judge(
    kpi: Kpi, thresholds: Thresholds, targets: tuple[tuple[date, Decimal], ...], latest: Point, figures: KpiFigures
) -> tuple[Status, str]:
    """The status and the rest of the deciding sentence; a share exactly on a threshold has reached it."""
    if kpi.direction is Direction.RANGE:
        return _judge_range(kpi, latest.to_date)
    if not targets:
        return Status.NO_DATA, ", and there is no target to compare it with."
    if latest.end >= targets[-1][0]:
        text = number_text(targets[-1][1], kpi.unit)
        if _reaches(kpi, latest.to_date, targets[-1][1]):
            return Status.ACHIEVED, f": the last target, {text}, is reached."
        return Status.MISSED, f": the last target, {text}, is missed."
    if figures.expected is None:
        return Status.NO_DATA, ", and there is no baseline to compare it with."
    expected = number_text(round(figures.expected, 2), kpi.unit)
    if figures.attainment is None:
        if _reaches(kpi, latest.to_date, figures.expected):
            return Status.ON_TRACK, f"; {expected} expected by then, so it is on track."
        return Status.OFF_TRACK, f"; {expected} expected by then, so it is off track."
    way = f"; {expected} expected by then: {percent_text(figures.attainment)} of the way"
    if figures.attainment >= thresholds.green:
        return Status.ON_TRACK, f"{way}, green starts at {percent_text(thresholds.green)}."
    if figures.attainment >= thresholds.amber:
        return Status.AT_RISK, f"{way}, green starts at {percent_text(thresholds.green)}."
    return Status.OFF_TRACK, f"{way}, amber starts at {percent_text(thresholds.amber)}."


def _judge_range(kpi: Kpi, value: Decimal) -> tuple[Status, str]:
    limits = kpi.range
    if limits is None or (limits.low is None and limits.high is None):
        return Status.NO_DATA, ", and there is no range to compare it with."
    ends = []
    if limits.low is not None:
        ends.append(f"at least {number_text(limits.low, kpi.unit)}")
    if limits.high is not None:
        ends.append(f"at most {number_text(limits.high, kpi.unit)}")
    wanted = " and ".join(ends)
    beyond = max(
        limits.low - value if limits.low is not None else Decimal(0),
        value - limits.high if limits.high is not None else Decimal(0),
        Decimal(0),
    )
    if beyond == 0:
        return Status.ON_TRACK, f", inside the range ({wanted})."
    if beyond <= limits.tolerance:
        return (
            Status.AT_RISK,
            f", outside the range ({wanted}) but within the tolerance of {number_text(limits.tolerance)}.",
        )
    return Status.OFF_TRACK, f", outside the range ({wanted})."


def _reaches(kpi: Kpi, value: Decimal, level: Decimal) -> bool:
    return value <= level if kpi.direction is Direction.DECREASE else value >= level


def _share(value: Decimal, start: tuple[date, Decimal] | None, level: Decimal | None) -> Decimal | None:
    """(value - start) / (level - start); None where something is missing or there is no way to go."""
    if start is None or level is None or level == start[1]:
        return None
    return (value - start[1]) / (level - start[1])


def _measured_when(kpi: Kpi, latest: Point) -> str:
    verb = {Combine.LAST: "measured", Combine.SUM: "in total", Combine.MEAN: "on average"}[kpi.combine]
    if kpi.frequency is Frequency.MONTHLY:
        when = month_text(latest.end)
    elif kpi.frequency is Frequency.DATED:
        when = day_text(latest.end)
    else:
        when = latest.key
    return f"{verb} {'for' if kpi.combine is Combine.LAST else 'up to'} {when}"


def _missing_since(
    kpi: Kpi, plan: Plan, points: tuple[Point, ...], calendar: FiscalCalendar, as_of: date
) -> date | None:
    """The end of the first period since the latest value (or the plan's start) that has ended without one."""
    if kpi.frequency is Frequency.DATED:
        return None
    day = max(points[-1].end + timedelta(days=1), plan.period.start) if points else plan.period.start
    end = calendar.period(calendar.key_of(kpi.frequency, day)).end
    return end if end < as_of and end <= plan.period.end else None


def _forecast(points: tuple[Point, ...], day: date) -> Decimal | None:
    """The value on a day by least squares over the values to date, from three points on."""
    if len(points) < ENOUGH_FOR_A_TREND:
        return None
    first = points[0].end
    xs = [Decimal((point.end - first).days) for point in points]
    ys = [point.to_date for point in points]
    mean_x, mean_y = _mean(xs), _mean(ys)
    spread = sum(((x - mean_x) ** 2 for x in xs), Decimal(0))
    if spread == 0:
        return None
    slope = sum(((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)), Decimal(0)) / spread
    return round(mean_y + slope * (Decimal((day - first).days) - mean_x), 4)


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)
