"""Datasets of promises that have a status of their own: KPIs with their targets, milestones."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.status.item import ItemStatus, KpiFigures, MilestoneFigures
from followup_build.views.datasets.dataset import (
    DEPARTMENT,
    ITEM,
    PLAN,
    SAID,
    DatasetKind,
    Value,
    day,
    head,
    integer,
    joined,
    key_of,
    number,
    text,
    truth,
)
from followup_build.views.subject import Subject

_GOAL = text("goal", "The goal of its plan that it serves")


def _goal(plan: str, goal: str | None) -> str | None:
    return f"{plan}/{goal}" if goal else None


def _kpis(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("kpi"):
        plan, key = key_of(item)
        kpi = subject.plan_of(item).current.kpis[key]
        figures = item.figures if isinstance(item.figures, KpiFigures) and not item.confidential else KpiFigures()
        limits = None if item.confidential else kpi.range
        how = (kpi.unit, kpi.direction.value, kpi.frequency.value if kpi.frequency else None, kpi.combine.value)
        yield (
            *head(subject, item),
            plan,
            _goal(plan, kpi.goal),
            *((None, None, None, None) if item.confidential else how),
            figures.value,
            figures.at,
            figures.period,
            figures.baseline,
            figures.target,
            figures.target_at,
            figures.progress,
            figures.expected,
            figures.attainment,
            figures.forecast,
            figures.trend,
            None if item.confidential else figures.measured,
            figures.missing_since,
            limits.low if limits else None,
            limits.high if limits else None,
            limits.tolerance if limits else None,
            subject.names.reasons(item) or None,
            item.confidential,
        )


def _targets(subject: Subject) -> Iterator[tuple[Value, ...]]:
    calendar = subject.portfolio.calendar
    for item in subject.items("kpi"):
        if item.confidential:
            continue
        plan, key = key_of(item)
        books = subject.plan_of(item)
        first = books.original.kpis.get(key)
        before = {calendar.period(one).end: value for one, value in first.targets.items()} if first else {}
        kpi = books.current.kpis[key]
        for period, value in sorted(kpi.targets.items(), key=lambda one: calendar.period(one[0]).end):
            end = calendar.period(period).end
            yield item.ref, item.title, item.department, plan, period, end, value, before.get(end), kpi.unit


def _milestones(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("milestone"):
        plan, key = key_of(item)
        milestone = subject.plan_of(item).current.milestones[key]
        yield (
            *head(subject, item),
            plan,
            _goal(plan, milestone.goal),
            *_milestone_figures(item),
            *((None, None) if item.confidential else (milestone.major, joined(milestone.depends_on))),
            subject.names.reasons(item) or None,
            item.confidential,
        )


def _milestone_figures(item: ItemStatus) -> tuple[Value, ...]:
    figures = item.figures
    if item.confidential or not isinstance(figures, MilestoneFigures):
        return (None,) * 10
    return (
        figures.due_original,
        figures.due,
        figures.forecast,
        figures.achieved,
        figures.days_late,
        figures.days_late_original,
        figures.moves,
        figures.percent,
        figures.confidence.value if figures.confidence else None,
        figures.updated,
    )


_KPI = (text("kpi", "The KPI"), text("title", "What the KPI is called"), DEPARTMENT, PLAN)

KPIS = DatasetKind(
    "kpis",
    "KPIs",
    "A KPI as promised now, with where it stands",
    (
        *ITEM,
        PLAN,
        _GOAL,
        text("unit", "What it is counted in"),
        text("direction", "increase, decrease or range"),
        text("frequency", "weekly, monthly, quarterly, yearly or dated"),
        text("combine", "What makes the value to date: last, sum or mean"),
        number("value", "Value to date"),
        day("at", "Last day of the latest period measured"),
        text("period", "That period"),
        number("baseline", "Where it started"),
        number("target", "The next target, else the last one"),
        day("target_at", "Day of that target"),
        number("progress", "Share of the way from the baseline to the target"),
        number("expected", "What the path asks for at the latest measurement"),
        number("attainment", "Share of what was expected by then"),
        number("forecast", "Projection to the day of the target"),
        number("trend", "Change a day"),
        integer("measured", "How many measurements count"),
        day("missing_since", "End of the first period that lacks a measurement"),
        number("range_low", "Where it should stay above"),
        number("range_high", "Where it should stay below"),
        number("range_tolerance", "How far outside the range is still amber"),
        *SAID,
    ),
    _kpis,
)
TARGETS = DatasetKind(
    "targets",
    "Targets",
    "A target of a KPI, as promised now",
    (
        *_KPI,
        text("period", "The period or day of the target, as typed"),
        day("by", "The last day of that period"),
        number("target", "The target now"),
        number("target_original", "The target as first promised"),
        text("unit", "What it is counted in"),
    ),
    _targets,
)
MILESTONES = DatasetKind(
    "milestones",
    "Milestones",
    "A milestone as promised now, with where it stands",
    (
        *ITEM,
        PLAN,
        _GOAL,
        day("due_original", "Day first promised"),
        day("due", "Day promised now"),
        day("forecast", "Day forecast last"),
        day("achieved", "Day on which it was reached"),
        integer("days_late", "Days after the day promised now; negative is early"),
        integer("days_late_original", "Days after the day first promised"),
        integer("moves", "How often its day was moved"),
        integer("percent", "Percent done, as last reported"),
        text("confidence", "low, medium or high, as last reported"),
        day("updated", "Day of the last report"),
        truth("major", "Whether reaching it calls for a session"),
        text("depends_on", "Milestones that it waits for"),
        *SAID,
    ),
    _milestones,
)
