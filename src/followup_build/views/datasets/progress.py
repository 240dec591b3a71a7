"""Datasets of what happened: measurements and updates of milestones, as known by the day."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.status.kpi import expected_on
from followup_build.status.series import known_points
from followup_build.views.datasets.dataset import DEPARTMENT, PLAN, DatasetKind, Value, day, integer, number, text
from followup_build.views.subject import Subject


def _measurements(subject: Subject) -> Iterator[tuple[Value, ...]]:
    calendar, as_of = subject.portfolio.calendar, subject.snapshot.as_of
    for item in subject.items("kpi"):
        facts = subject.facts_of(item)
        if facts is None:
            continue
        plan_id, _, key = item.ref.partition("/")
        plan = subject.plan_of(item).current
        kpi, measured = plan.kpis[key], facts.kpis.get(key, {})
        for point in known_points(kpi, plan, measured, calendar, as_of):
            restated = measured[point.key].restated
            yield (
                item.ref,
                item.title,
                item.department,
                plan_id,
                point.key,
                point.end,
                point.value,
                point.to_date,
                expected_on(kpi, plan, calendar, point.end),
                kpi.unit,
                point.note,
                restated.from_ if restated else None,
                restated.because if restated else None,
            )


def _updates(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("milestone"):
        facts = subject.facts_of(item)
        if facts is None:
            continue
        plan_id, _, key = item.ref.partition("/")
        for when, update in sorted(facts.milestones.get(key, {}).items()):
            if when <= subject.snapshot.as_of:
                yield (
                    item.ref,
                    item.title,
                    item.department,
                    plan_id,
                    when,
                    update.forecast,
                    update.percent,
                    update.confidence.value if update.confidence else None,
                    update.achieved,
                    update.note,
                )


MEASUREMENTS = DatasetKind(
    "measurements",
    "Measurements",
    "A measurement that counts; those withdrawn, and those of confidential plans, are left out",
    (
        text("kpi", "The KPI that was measured"),
        text("title", "What the KPI is called"),
        DEPARTMENT,
        PLAN,
        text("period", "The period, as typed: 2026-04, 2026-Q2, 2026-W14 or a day"),
        day("at", "The last day of that period"),
        number("value", "What was measured"),
        number("to_date", "The value to date: the same, the total or the mean so far"),
        number("expected", "What the path asks for on that day"),
        text("unit", "What it is counted in"),
        text("note", "What was said about it"),
        number("restated_from", "The value before a correction"),
        text("restated_because", "Why it was corrected"),
    ),
    _measurements,
)
MILESTONE_UPDATES = DatasetKind(
    "milestone-updates",
    "Milestone updates",
    "What was reported of a milestone on a day; nothing of confidential plans",
    (
        text("milestone", "The milestone"),
        text("title", "What the milestone is called"),
        DEPARTMENT,
        PLAN,
        day("on", "Day of the report"),
        day("forecast", "Day forecast"),
        integer("percent", "Percent done"),
        text("confidence", "low, medium or high"),
        day("achieved", "Day on which it was reached"),
        text("note", "What was said about it"),
    ),
    _updates,
)
