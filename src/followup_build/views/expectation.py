"""The effect that an adjustment hopes for, beside what its KPI has reached so far."""

from __future__ import annotations

from decimal import Decimal

from followup_build.model.adjustment import Expectation
from followup_build.model.plan import Kpi
from followup_build.model.vocabulary import Direction
from followup_build.status.series import known_points
from followup_build.status.wording import number_text, period_text
from followup_build.views.cells import Cell, Line, day
from followup_build.views.subject import Subject


def expectation(subject: Subject, expected: Expectation) -> Cell:
    """What was hoped for and what came: at 88.5 % by 30 September 2026; it stood at 89.1 % then, reached."""
    link = subject.names.link(expected.kpi, "kpi")
    item = subject.snapshot.find("kpi", expected.kpi)
    if item is None or item.confidential or subject.names.hides(expected.kpi):
        return Line(("Expected of ", link, f" by {day(expected.by)}."))
    plan_id, _, key = expected.kpi.partition("/")
    plan = subject.ledger.plans[plan_id].current
    kpi = plan.kpis[key]
    hoped = Line(("Expected: ", link, f" at {number_text(expected.value, kpi.unit)} by {day(expected.by)}. "))
    progress = subject.facts_of(item)
    as_of = subject.snapshot.as_of
    # What came later than the day that was named is no effect by that day.
    points = known_points(
        kpi,
        plan,
        progress.kpis.get(key, {}) if progress else {},
        subject.portfolio.calendar,
        min(as_of, expected.by),
    )
    if not points:
        return Line((hoped, "Nothing has been measured yet."))
    latest = points[-1]
    stood = f"{number_text(round(latest.to_date, 2), kpi.unit)} ({period_text(latest.key)})"
    is_past = expected.by <= as_of
    verdict = _verdict(kpi, latest.to_date, expected.value, is_past=is_past)
    return Line((hoped, f"It stood at {stood} then{verdict}." if is_past else f"So far it stands at {stood}{verdict}."))


def _verdict(kpi: Kpi, value: Decimal, wanted: Decimal, *, is_past: bool) -> str:
    if kpi.direction is Direction.RANGE:
        # Neither side of a range is the better one, so the figures speak for themselves.
        return ""
    is_reached = value <= wanted if kpi.direction is Direction.DECREASE else value >= wanted
    return ", reached" if is_reached else ", not reached" if is_past else ", not there yet"
