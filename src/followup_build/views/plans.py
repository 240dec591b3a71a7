"""Plans: what was promised first, what is promised now, and every move between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from followup_build.ledger.entry import Entry, value_text
from followup_build.model.plan import Goal, Kpi, Milestone, Plan
from followup_build.status.item import ItemStatus, RollupFigures
from followup_build.status.wording import number_text
from followup_build.views.cells import Cell, Chip, Moved, Prose, Row, Table, chip_of, day
from followup_build.views.departments import plan_table
from followup_build.views.home import Count, counts_of
from followup_build.views.subject import Subject, kpi_table, milestone_table


@dataclass(frozen=True, slots=True)
class PlansView:
    """All plans by department."""

    table: Table


@dataclass(frozen=True, slots=True)
class GoalPart:
    """A goal of a plan, with what measures it."""

    anchor: str
    title: str
    chip: Chip
    owner: Cell
    summary: Prose
    supports: tuple[Cell, ...]
    kpis: Table
    milestones: Table


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan, original and current side by side."""

    title: str
    is_hidden: bool
    chip: Chip
    reasons: str
    department: Cell
    owner: Cell
    period: str
    approvals: tuple[tuple[Cell, str], ...]
    supersedes: Cell
    summary: Prose
    counts: tuple[Count, ...]
    goals: tuple[GoalPart, ...]
    others: GoalPart | None
    """KPIs and milestones that name no goal."""
    promises: Table
    resources: Table
    moves: Table


@dataclass(frozen=True, slots=True)
class GoalsView:
    """All goals, with what they support."""

    table: Table


def build_plans(subject: Subject) -> PlansView:
    """All plans."""
    return PlansView(plan_table(subject, subject.items("plan")))


def build_goals(subject: Subject) -> GoalsView:
    """All goals of plans that are not confidential."""
    found = []
    for item in subject.items("goal"):
        plan_id, _, key = item.ref.partition("/")
        goal = subject.ledger.plans[plan_id].current.goals[key]
        supports = () if item.confidential else subject.names.links(goal.supports, "goal")
        found.append(
            Row(
                (
                    subject.names.item(item),
                    chip_of(item),
                    subject.names.department(item.department),
                    subject.names.person(item.owner),
                    supports,
                    "" if item.confidential else goal.perspective or "",
                )
            )
        )
    return GoalsView(
        Table(
            "Goals", ("Goal", "Status", "Department", "Owner", "Supports", "Perspective"), tuple(found), "No goals yet."
        )
    )


def build_plan_pages(subject: Subject) -> Iterator[tuple[str, PlanView]]:
    """A page for each plan, by its id."""
    for item in subject.items("plan"):
        yield item.ref, _plan(subject, item)


def _plan(subject: Subject, item: ItemStatus) -> PlanView:
    names = subject.names
    books = subject.ledger.plans[item.ref]
    plan = books.current
    hidden = plan.confidential
    counts = counts_of(item.figures.counts) if isinstance(item.figures, RollupFigures) else ()
    return PlanView(
        names.item(item).text,
        hidden,
        chip_of(item),
        names.reasons(item),
        names.department(plan.department),
        names.person(plan.owner),
        f"{day(plan.period.start)} to {day(plan.period.end)}",
        tuple((names.person(approval.by), day(approval.on)) for approval in plan.approvals),
        names.link(plan.supersedes, "plan"),
        Prose("" if hidden else plan.summary or ""),
        counts,
        () if hidden else tuple(_goal(subject, item.ref, key, goal) for key, goal in plan.goals.items()),
        None if hidden else _without_goal(subject, item.ref, plan),
        _empty("Promises") if hidden else _promises(subject, item.ref),
        _empty("Resources") if hidden else _resources(subject, item.ref),
        _empty("Moves") if hidden else moves_table(subject, entries_of_plan(subject, item.ref)),
    )


def _empty(caption: str) -> Table:
    return Table(caption, (), (), "Confidential.")


def _below(subject: Subject, plan_id: str, kind: str, goal: str | None, plan: Plan) -> list[ItemStatus]:
    members: dict[str, Kpi] | dict[str, Milestone] = plan.kpis if kind == "kpi" else plan.milestones
    keys = [key for key, member in members.items() if (member.goal if member.goal in plan.goals else None) == goal]
    return [subject.snapshot.items[kind, f"{plan_id}/{key}"] for key in keys]


def _goal(subject: Subject, plan_id: str, key: str, goal: Goal) -> GoalPart:
    plan = subject.ledger.plans[plan_id].current
    item = subject.snapshot.items["goal", f"{plan_id}/{key}"]
    return GoalPart(
        key,
        goal.title,
        chip_of(item),
        subject.names.person(goal.owner),
        Prose(goal.summary or ""),
        subject.names.links(goal.supports, "goal"),
        kpi_table(subject, _below(subject, plan_id, "kpi", key, plan), f"KPIs of {goal.title}"),
        _anchored(
            milestone_table(subject, _below(subject, plan_id, "milestone", key, plan), f"Milestones of {goal.title}"),
            _below(subject, plan_id, "milestone", key, plan),
        ),
    )


def _without_goal(subject: Subject, plan_id: str, plan: Plan) -> GoalPart | None:
    kpis = _below(subject, plan_id, "kpi", None, plan)
    milestones = _below(subject, plan_id, "milestone", None, plan)
    if not kpis and not milestones:
        return None
    item = subject.snapshot.items["plan", plan_id]
    return GoalPart(
        "without-goal",
        "Without a goal",
        chip_of(item),
        "",
        Prose(""),
        (),
        kpi_table(subject, kpis, "KPIs without a goal"),
        _anchored(milestone_table(subject, milestones, "Milestones without a goal"), milestones),
    )


def _anchored(table: Table, items: list[ItemStatus]) -> Table:
    rows = tuple(Row(row.cells, item.ref.partition("/")[2]) for row, item in zip(table.rows, items, strict=True))
    return Table(table.caption, table.columns, rows, table.empty)


def _promises(subject: Subject, plan_id: str) -> Table:
    """Dates and targets, original and current side by side."""
    books = subject.ledger.plans[plan_id]
    found: list[Row] = []
    for key, milestone in books.current.milestones.items():
        first = books.original.milestones.get(key)
        ref = f"{plan_id}/{key}"
        current = "dropped" if ref in books.dropped else day(milestone.due)
        found.append(
            Row(
                (
                    subject.names.link(ref, "milestone"),
                    "due",
                    day(first.due) if first else "added later",
                    current,
                    _move_count(subject, ref),
                )
            )
        )
    for key, kpi in books.current.kpis.items():
        original = books.original.kpis.get(key)
        ref = f"{plan_id}/{key}"
        for at in sorted({*kpi.targets, *(original.targets if original else ())}):
            before = original.targets.get(at) if original else None
            now = kpi.targets.get(at)
            found.append(
                Row(
                    (
                        subject.names.link(ref, "kpi"),
                        f"target {at}",
                        number_text(before, kpi.unit) if before is not None else "added later",
                        "dropped"
                        if ref in books.dropped
                        else number_text(now, kpi.unit)
                        if now is not None
                        else "removed",
                        _move_count(subject, ref),
                    )
                )
            )
    return Table(
        "First promised and promised now",
        ("Promise", "What", "First promised", "Now", "Moves"),
        tuple(found),
        "Nothing with a date or a target.",
    )


def _move_count(subject: Subject, ref: str) -> str:
    count = len(subject.ledger.entries_of(ref))
    return str(count) if count else "–"


def _resources(subject: Subject, plan_id: str) -> Table:
    books = subject.ledger.plans[plan_id]
    found = []
    for key, resource in books.current.resources.items():
        first = books.original.resources.get(key)
        now = number_text(resource.amount, resource.unit)
        before = number_text(first.amount, first.unit) if first else now
        found.append(Row((resource.title, Moved(before, now) if before != now else now), key))
    return Table("Resources", ("Resource", "Amount"), tuple(found), "No resources.")


def entries_of_plan(subject: Subject, plan_id: str) -> tuple[Entry, ...]:
    """What happened to a plan and everything in it, in order."""
    return tuple(entry for entry in subject.ledger.entries if entry.ref.partition("/")[0] == plan_id)


def moves_table(subject: Subject, entries: tuple[Entry, ...]) -> Table:
    """The ledger's lines: what changed, from what to what, why, and by whose approval."""
    names, found = subject.names, []
    for entry in entries:
        record = subject.portfolio.adjustments[entry.adjustment].data
        approvers = tuple(names.person(approval.by) for approval in record.approvals)
        hidden = record.confidential
        found.append(
            Row(
                (
                    day(entry.on),
                    names.link(entry.ref),
                    entry.field,
                    "–" if hidden else shown(entry.before),
                    "–" if hidden else shown(entry.after),
                    "Confidential" if hidden else Prose(entry.because),
                    (names.link(entry.adjustment, "adjustment"), "approved by", *approvers),
                )
            )
        )
    return Table(
        "Every move", ("Date", "Promise", "What", "From", "To", "Why", "Adjustment"), tuple(found), "Nothing has moved."
    )


def shown(value: Any) -> str:
    """A promise's value for people: days in words, numbers in groups, whole promises by their title."""
    if value is None:
        return "–"
    if hasattr(value, "title") and not isinstance(value, str):
        return str(value.title)
    if hasattr(value, "isoformat"):
        return day(value)
    if hasattr(value, "is_finite"):
        return number_text(value)
    return value_text(value)
