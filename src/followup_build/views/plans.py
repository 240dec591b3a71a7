"""Plans: what was promised first, what is promised now, and every move between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from followup_build.model.plan import Kpi, Milestone, Plan
from followup_build.status.item import ItemStatus
from followup_build.status.wording import NO_BREAK_SPACE
from followup_build.views.cells import (
    Cell,
    Chip,
    Line,
    Link,
    Moved,
    Prose,
    Row,
    Table,
    chip_of,
    day,
    short_day,
)
from followup_build.views.charts.chart import Chart
from followup_build.views.goals import dropped_cell
from followup_build.views.home import Count
from followup_build.views.mentions import Mentions, find_mentions
from followup_build.views.milestone_charts import Group, figures_of, plan_slips, plan_timelines
from followup_build.views.milestones import MilestonePart, milestone_part
from followup_build.views.names import path_of
from followup_build.views.plan_promises import plan_moves, promises, resources_table
from followup_build.views.standing import by_standing, standing_chip, standing_counts, standing_reason
from followup_build.views.subject import Subject
from followup_build.views.tables import kpi_table, plan_chip, plan_table


@dataclass(frozen=True, slots=True)
class PlansView:
    """All plans by department: those that count, and those of the past at the end."""

    current: Table
    over: Table


@dataclass(frozen=True, slots=True)
class GoalPart:
    """A goal of a plan, with what measures it."""

    anchor: str
    title: str
    chip: Chip
    dropped: Cell
    """That it was dropped, when and by which adjustment; empty where it was not."""
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
    why: Cell
    department: Cell
    owner: Cell
    period: str
    approvals: tuple[tuple[Cell, str], ...]
    supersedes: Cell
    superseded_by: Cell
    summary: Prose
    counts: tuple[Count, ...]
    timelines: tuple[Chart, ...]
    slips: tuple[Chart, ...]
    """How the forecasts of its milestones moved from report to report."""
    goals: tuple[GoalPart, ...]
    others: GoalPart | None
    """KPIs and milestones that name no goal."""
    milestones: tuple[MilestonePart, ...]
    changed: Table
    """What is promised now beside what was promised first, where they differ."""
    unchanged: Table
    resources: Table
    moves: Table


def build_plans(subject: Subject) -> PlansView:
    """All plans."""
    current, drafts, over = by_standing(subject, subject.items("plan"))
    return PlansView(
        plan_table(subject, (*current, *drafts), "Plans and drafts"), plan_table(subject, over, "Ended plans")
    )


def build_plan_pages(subject: Subject) -> Iterator[tuple[str, PlanView]]:
    """A page for each plan, by its id."""
    mentions = find_mentions(subject)
    for item in subject.items("plan"):
        yield item.ref, _plan(subject, item, mentions)


def _plan(subject: Subject, item: ItemStatus, mentions: Mentions) -> PlanView:
    names = subject.names
    books = subject.ledger.plans[item.ref]
    plan = books.current
    hidden = plan.confidential
    counts = tuple(Count(one, number) for one, number in standing_counts(subject, item))
    successor = subject.successors.get(item.ref)
    why: Cell = names.reasons(item)
    if subject.is_draft(item) and not hidden:
        # What decided the colour comes first, and a draft shows none.
        why = item.reasons[-1]
    elif successor is not None:
        why = Line((names.link(successor.id, "plan"), " took over from it."))
    changed, unchanged = (_empty("Promises"), _empty("Promises")) if hidden else promises(subject, item.ref)
    groups = tuple(_milestone_groups(subject, item.ref, plan))
    return PlanView(
        names.item(item).text,
        hidden,
        plan_chip(subject, item),
        why,
        names.department(plan.department),
        names.person(plan.owner),
        f"{day(plan.period.start)} to {day(plan.period.end)}",
        tuple(
            (names.person(approval.by), day(approval.on))
            for approval in plan.approvals
            if approval.on <= subject.snapshot.as_of
        ),
        names.link(plan.supersedes, "plan"),
        names.link(successor.id if successor else None, "plan"),
        Prose("" if hidden else plan.summary or ""),
        counts,
        () if hidden else plan_timelines(subject, item.ref, plan.title, groups),
        () if hidden else plan_slips(subject, item.ref, plan.title, groups),
        () if hidden else tuple(_goal(subject, item.ref, key) for key in plan.goals),
        None if hidden else _without_goal(subject, item.ref, plan),
        ()
        if hidden
        else tuple(
            milestone_part(subject, subject.snapshot.items["milestone", f"{item.ref}/{key}"], mentions)
            for key in plan.milestones
        ),
        changed,
        unchanged,
        _empty("Resources") if hidden else resources_table(subject, item.ref),
        _empty("Moves") if hidden else plan_moves(subject, item.ref),
    )


def _empty(caption: str) -> Table:
    return Table(caption, (), (), "Confidential.")


def _below(subject: Subject, plan_id: str, kind: str, goal: str | None, plan: Plan) -> list[ItemStatus]:
    members: dict[str, Kpi] | dict[str, Milestone] = plan.kpis if kind == "kpi" else plan.milestones
    keys = [key for key, member in members.items() if (member.goal if member.goal in plan.goals else None) == goal]
    return [subject.snapshot.items[kind, f"{plan_id}/{key}"] for key in keys]


def _milestone_groups(subject: Subject, plan_id: str, plan: Plan) -> Iterator[Group]:
    for key, goal in plan.goals.items():
        yield f"Milestones of {goal.title}", tuple(_below(subject, plan_id, "milestone", key, plan))
    yield "Milestones without a goal", tuple(_below(subject, plan_id, "milestone", None, plan))


def _goal(subject: Subject, plan_id: str, key: str) -> GoalPart:
    plan = subject.ledger.plans[plan_id].current
    goal = plan.goals[key]
    item = subject.snapshot.items["goal", f"{plan_id}/{key}"]
    return GoalPart(
        key,
        goal.title,
        standing_chip(subject, item),
        dropped_cell(subject, item.ref),
        subject.names.person(goal.owner),
        Prose(goal.summary or ""),
        subject.names.links(goal.supports, "goal"),
        kpi_table(subject, _below(subject, plan_id, "kpi", key, plan), f"KPIs of {goal.title}"),
        _milestone_table(subject, _below(subject, plan_id, "milestone", key, plan), f"Milestones of {goal.title}"),
    )


def _without_goal(subject: Subject, plan_id: str, plan: Plan) -> GoalPart | None:
    kpis = _below(subject, plan_id, "kpi", None, plan)
    milestones = _below(subject, plan_id, "milestone", None, plan)
    if not kpis and not milestones:
        return None
    item = subject.snapshot.items["plan", plan_id]
    return GoalPart(
        "without_goal",
        "Without a goal",
        chip_of(item),
        "",
        "",
        Prose(""),
        (),
        kpi_table(subject, kpis, "KPIs without a goal"),
        _milestone_table(subject, milestones, "Milestones without a goal"),
    )


def _milestone_table(subject: Subject, items: list[ItemStatus], caption: str) -> Table:
    """Milestones in few columns, since the timeline and the cards of the page tell the rest."""
    found = []
    for item in items:
        figures, is_told = figures_of(item), subject.facts_of(item) is not None
        expected: Cell = _unbroken(figures.forecast) if is_told else "–"
        if figures.achieved is not None and is_told:
            expected = f"reached {_unbroken(figures.achieved)}"
        due: Cell = _unbroken(figures.due)
        if figures.due != figures.due_original:
            due = Moved(_unbroken(figures.due_original), _unbroken(figures.due))
        milestone = subject.plan_of(item).current.milestones[item.ref.partition("/")[2]]
        link = Link(milestone.title, path_of("milestone", item.ref))
        found.append(
            Row(
                (
                    (link, "major milestone") if milestone.major else link,
                    standing_chip(subject, item),
                    due,
                    expected,
                    subject.names.person(item.owner),
                    standing_reason(subject, item),
                )
            )
        )
    columns = ("Milestone", "Status", "Due", "Forecast", "Owner", "Why")
    return Table(caption, columns, tuple(found), "No milestones.")


def _unbroken(value: date | None) -> str:
    """A day on one line of a narrow column."""
    return short_day(value).replace(" ", NO_BREAK_SPACE)
