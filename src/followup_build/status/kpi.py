"""KPIs: the value to date, what the path expects, and the status that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from followup_build.model.organisation import Organisation, Thresholds
from followup_build.model.period import FiscalCalendar
from followup_build.model.plan import Kpi, Plan
from followup_build.model.progress import Measurement
from followup_build.model.vocabulary import Combine, Direction, Frequency, Status, TargetPath
from followup_build.status.item import KpiFigures
from followup_build.status.series import Point, known_points, projected, slope_of
from followup_build.status.wording import day_text, number_text, percent_text, period_text, rounded


@dataclass(frozen=True, slots=True)
class KpiResult:
    """Status, figures and reasons of one KPI."""

    status: Status
    stale: bool
    reasons: tuple[str, ...]
    figures: KpiFigures


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
    path = _path_on(kpi, plan, calendar, day)
    return None if path is None else _decimal(path)


def _path_on(kpi: Kpi, plan: Plan, calendar: FiscalCalendar, day: date) -> Fraction | None:
    """The same as a fraction, so that a value exactly on a threshold is on it whatever the days divide into."""
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
        return Fraction(before[1])
    share = Fraction((day - before[0]).days, (after[0] - before[0]).days)
    return Fraction(before[1]) + Fraction(after[1] - before[1]) * share


def path_corners(kpi: Kpi, plan: Plan, calendar: FiscalCalendar, until: date) -> tuple[tuple[date, Decimal], ...]:
    """Where the path turns, from its start to a day: what it expects in between lies on the straight line.

    A step is two corners on one day.
    """
    targets = target_days(kpi, calendar)
    if not targets or kpi.direction is Direction.RANGE:
        return ()
    start = start_of(kpi, plan)
    corners = [start] if start is not None and start[0] < targets[0][0] else []
    for day, value in targets:
        if corners and kpi.path is TargetPath.STEP:
            corners.append((day, corners[-1][1]))
        corners.append((day, value))
    if corners[-1][0] < until:
        corners.append((until, corners[-1][1]))
    return tuple(corners)


def level_for(share: Decimal, start: Decimal, expected: Decimal) -> Decimal:
    """The value whose attainment is a share: what a threshold asks for in the KPI's own unit."""
    return start + share * (expected - start)


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
    path = _path_on(kpi, plan, calendar, latest.end)
    attainment = _share(latest.to_date, start, path)
    progress = _share(latest.to_date, start, next_target[1] if next_target else None)
    slope = slope_of(points)
    is_ahead = next_target is not None and latest.end < next_target[0]
    forecast = projected(points, slope, next_target[0]) if slope is not None and next_target and is_ahead else None
    figures = KpiFigures(
        value=latest.to_date,
        at=latest.end,
        period=latest.key,
        baseline=figures.baseline,
        target=figures.target,
        target_at=figures.target_at,
        progress=None if progress is None else _decimal(progress),
        expected=None if path is None else _decimal(path),
        attainment=None if attainment is None else _decimal(attainment),
        forecast=forecast,
        trend=None if slope is None else rounded(slope, 6),
        measured=figures.measured,
        missing_since=figures.missing_since,
    )
    status, reason = _judge(
        kpi, kpi.thresholds or organisation.thresholds, targets, latest, figures.expected, attainment
    )
    reasons = [f"{number_text(latest.to_date, kpi.unit)} {_measured_when(kpi, latest)}{reason}"]
    if forecast is not None and next_target is not None:
        reasons.append(
            f"Projection for {day_text(next_target[0])}, if the trend holds: "
            f"{number_text(forecast, kpi.unit, decimals=2)} "
            f"(target {number_text(next_target[1], kpi.unit)})."
        )
    if latest.restated:
        reasons.append("The latest value was restated.")
    return KpiResult(status, stale, (*reasons, *silent), figures)


def status_of_point(kpi: Kpi, plan: Plan, latest: Point, organisation: Organisation) -> Status:
    """The status alone, as it was when a point was the latest one."""
    calendar = organisation.calendar
    path = _path_on(kpi, plan, calendar, latest.end)
    attainment = _share(latest.to_date, start_of(kpi, plan), path)
    expected = None if path is None else _decimal(path)
    thresholds = kpi.thresholds or organisation.thresholds
    return _judge(kpi, thresholds, target_days(kpi, calendar), latest, expected, attainment)[0]


def _judge(
    kpi: Kpi,
    thresholds: Thresholds,
    targets: tuple[tuple[date, Decimal], ...],
    latest: Point,
    expected: Decimal | None,
    attainment: Fraction | None,
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
    if expected is None:
        return Status.NO_DATA, ", and there is no baseline to compare it with."
    wanted = number_text(expected, kpi.unit, decimals=2)
    if attainment is None:
        if _reaches(kpi, latest.to_date, expected):
            return Status.ON_TRACK, f"; {wanted} expected by then, so it is on track."
        return Status.OFF_TRACK, f"; {wanted} expected by then, so it is off track."
    share = _decimal(attainment)
    if attainment >= Fraction(thresholds.amber):
        status = Status.ON_TRACK if attainment >= Fraction(thresholds.green) else Status.AT_RISK
        edge, meaning = thresholds.green, "on track from"
    else:
        status, edge, meaning = Status.OFF_TRACK, thresholds.amber, "off track below"
    way = f"{percent_text(share, edge)} of the way there, {meaning} {percent_text(edge)}"
    return status, f"; {wanted} expected by then: {way}."


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


def _share(value: Decimal, start: tuple[date, Decimal] | None, level: Decimal | Fraction | None) -> Fraction | None:
    """(value - start) / (level - start); None where something is missing or there is no way to go."""
    if start is None or level is None or level == start[1]:
        return None
    return Fraction(value - start[1]) / (Fraction(level) - Fraction(start[1]))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _measured_when(kpi: Kpi, latest: Point) -> str:
    verb = {Combine.LAST: "measured", Combine.SUM: "in total", Combine.MEAN: "on average"}[kpi.combine]
    return f"{verb} {'for' if kpi.combine is Combine.LAST else 'up to'} {period_text(latest.key)}"


def _missing_since(
    kpi: Kpi, plan: Plan, points: tuple[Point, ...], calendar: FiscalCalendar, as_of: date
) -> date | None:
    """The end of the first period since the latest value (or the plan's start) that has ended without one."""
    if kpi.frequency in (None, Frequency.DATED):
        return None
    day = max(points[-1].end + timedelta(days=1), plan.period.start) if points else plan.period.start
    end = calendar.period(calendar.key_of(kpi.frequency, day)).end
    return end if end < as_of and end <= plan.period.end else None
