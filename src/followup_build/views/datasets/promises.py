"""Datasets of what was promised: plans, goals, KPIs with targets, milestones, resources."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.ledger.approval import plan_approved_on
from followup_build.status.item import ItemStatus, KpiFigures, MilestoneFigures
from followup_build.views.datasets.dataset import (
    CONFIDENTIAL,
    DEPARTMENT,
    OWNER,
    REASONS,
    REF,
    STALE,
    STATUS,
    DatasetKind,
    Value,
    day,
    integer,
    joined,
    number,
    text,
    truth,
)
from followup_build.views.names import hidden_title
from followup_build.views.subject import Subject

_PLAN = text("plan", "Id of its plan")
_GOAL = text("goal", "The goal of its plan that it serves")


def _head(subject: Subject, item: ItemStatus) -> tuple[Value, ...]:
    """What every item has, in the order of its first columns."""
    title = subject.names.item(item).text
    return item.ref, title, item.department, item.owner, item.status.value, item.stale


def _key(item: ItemStatus) -> tuple[str, str]:
    plan, _, key = item.ref.partition("/")
    return plan, key


def _goal(plan: str, goal: str | None) -> str | None:
    return f"{plan}/{goal}" if goal else None


def _departments(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("department"):
        yield item.ref, item.title, item.owner, item.status.value, item.stale, subject.names.reasons(item) or None


def _plans(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("plan"):
        plan = subject.plan_of(item).current
        successor = subject.successors.get(item.ref)
        yield (
            *_head(subject, item),
            subject.snapshot.standing[item.ref].value.replace(" ", "_"),
            plan.period.start,
            plan.period.end,
            plan_approved_on(subject.portfolio, plan, subject.snapshot.as_of),
            plan.supersedes,
            successor.id if successor else None,
            None if item.confidential else plan.summary,
            subject.names.reasons(item) or None,
            item.confidential,
        )


def _goals(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("goal"):
        plan, key = _key(item)
        goal = subject.plan_of(item).current.goals[key]
        told = (None, None, None)
        yield (
            *_head(subject, item),
            plan,
            *(told if item.confidential else (goal.perspective, joined(goal.supports), goal.summary)),
            subject.names.reasons(item) or None,
            item.confidential,
        )


def _kpis(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("kpi"):
        plan, key = _key(item)
        kpi = subject.plan_of(item).current.kpis[key]
        figures = item.figures if isinstance(item.figures, KpiFigures) and not item.confidential else KpiFigures()
        limits = None if item.confidential else kpi.range
        how = (kpi.unit, kpi.direction.value, kpi.frequency.value if kpi.frequency else None, kpi.combine.value)
        yield (
            *_head(subject, item),
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
        plan, key = _key(item)
        books = subject.plan_of(item)
        first = books.original.kpis.get(key)
        before = {calendar.period(one).end: value for one, value in first.targets.items()} if first else {}
        kpi = books.current.kpis[key]
        for period, value in sorted(kpi.targets.items(), key=lambda one: calendar.period(one[0]).end):
            end = calendar.period(period).end
            yield item.ref, item.title, item.department, plan, period, end, value, before.get(end), kpi.unit


def _milestones(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("milestone"):
        plan, key = _key(item)
        milestone = subject.plan_of(item).current.milestones[key]
        yield (
            *_head(subject, item),
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


def _resources(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for plan_id in sorted(subject.ledger.plans):
        books = subject.ledger.plans[plan_id]
        hidden = books.current.confidential
        for key, resource in books.current.resources.items():
            ref, first = f"{plan_id}/{key}", books.original.resources.get(key)
            amounts = (first.amount if first else None, resource.amount, resource.unit)
            yield (
                ref,
                hidden_title("resource") if hidden else resource.title,
                books.current.department,
                plan_id,
                *((None, None, None) if hidden else amounts),
                ref in books.dropped,
                hidden,
            )


_ITEM = (REF, text("title", "What it is called"), DEPARTMENT, OWNER, STATUS, STALE)
_SAID = (REASONS, CONFIDENTIAL)
_KPI = (text("kpi", "The KPI"), text("title", "What the KPI is called"), DEPARTMENT, _PLAN)

DEPARTMENTS = DatasetKind(
    "departments",
    "Departments",
    "A department, with the worst status of what it promised",
    (REF, text("title", "Its name"), text("head", "Id of the person who heads it"), STATUS, STALE, REASONS),
    _departments,
)
PLANS = DatasetKind(
    "plans",
    "Plans",
    "A plan as promised now",
    (
        *_ITEM,
        text("standing", "draft, ahead, in_force, superseded or ended"),
        day("start", "First day"),
        day("end", "Last day"),
        day("approved", "Day on which it was first approved"),
        text("supersedes", "The plan that it follows"),
        text("superseded_by", "The plan that has taken over"),
        text("summary", "What it is for"),
        *_SAID,
    ),
    _plans,
)
GOALS = DatasetKind(
    "goals",
    "Goals",
    "A goal of a plan",
    (
        *_ITEM,
        _PLAN,
        text("perspective", "The organisation's own tag"),
        text("supports", "Goals of wider plans that it supports"),
        text("summary", "What it is about"),
        *_SAID,
    ),
    _goals,
)
KPIS = DatasetKind(
    "kpis",
    "KPIs",
    "A KPI as promised now, with where it stands",
    (
        *_ITEM,
        _PLAN,
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
        *_SAID,
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
        *_ITEM,
        _PLAN,
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
        *_SAID,
    ),
    _milestones,
)
RESOURCES = DatasetKind(
    "resources",
    "Resources",
    "Means of a plan",
    (
        REF,
        text("title", "What it is called"),
        DEPARTMENT,
        _PLAN,
        number("amount_original", "Amount first promised"),
        number("amount", "Amount now"),
        text("unit", "What it is counted in"),
        truth("dropped", "Whether it was taken back"),
        CONFIDENTIAL,
    ),
    _resources,
)
