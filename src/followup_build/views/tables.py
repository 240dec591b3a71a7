"""The tables that several pages share."""

from __future__ import annotations

from collections.abc import Iterable

from followup_build.ledger.kind import kinds_of
from followup_build.status.item import (
    ActionFigures,
    AdjustmentFigures,
    ItemStatus,
    KpiFigures,
    MilestoneFigures,
)
from followup_build.status.wording import number_text
from followup_build.views.cells import (
    DRAFT,
    ENDED,
    Cell,
    Chip,
    Line,
    Row,
    Table,
    chip_of,
    moved_day,
    short_day,
    state_chip,
)
from followup_build.views.standing import standing_chip, standing_counts, standing_reason
from followup_build.views.subject import Subject
from followup_build.views.values import range_text


def kpi_table(subject: Subject, items: Iterable[ItemStatus], caption: str = "KPIs") -> Table:
    """KPIs with value, target and status."""
    names, found = subject.names, []
    items = tuple(items)
    with_plan = has_several_plans(items)
    for item in items:
        figures = item.figures
        plan_id, _, key = item.ref.partition("/")
        kpi = subject.ledger.plans[plan_id].current.kpis[key]
        if not isinstance(figures, KpiFigures):
            continue
        value = number_text(figures.value, kpi.unit) if figures.value is not None else "–"
        target = (
            f"{number_text(figures.target, kpi.unit)} by {short_day(figures.target_at)}"
            if figures.target is not None
            else "–"
        )
        if kpi.range is not None:
            target = range_text(kpi.range.low, kpi.range.high, kpi.unit)
        if item.confidential:
            value = target = "–"
        found.append(
            Row(
                (
                    names.item(item),
                    *((names.link(plan_id, "plan"),) if with_plan else ()),
                    standing_chip(subject, item),
                    value,
                    target,
                    names.person(item.owner),
                    standing_reason(subject, item),
                )
            )
        )
    columns = ("KPI", *(("Plan",) if with_plan else ()), "Status", "Value", "Target", "Owner", "Why")
    return Table(caption, columns, tuple(found), "No KPIs.", numeric=("Value",))


def has_several_plans(items: tuple[ItemStatus, ...]) -> bool:
    """Whether a table needs a column for the plan, since two items of different plans may bear one name."""
    return len({item.ref.partition("/")[0] for item in items}) > 1


def milestone_table(subject: Subject, items: Iterable[ItemStatus], caption: str = "Milestones") -> Table:
    """Milestones with what was promised first and now, the forecast, and the day on which they were reached."""
    names, found = subject.names, []
    items = tuple(items)
    with_plan = has_several_plans(items)
    for item in items:
        figures = item.figures
        if not isinstance(figures, MilestoneFigures):
            continue
        plan_id, _, key = item.ref.partition("/")
        is_major = subject.ledger.plans[plan_id].current.milestones[key].major and not item.confidential
        days = (
            figures.due_original,
            figures.due,
            figures.forecast if figures.achieved is None else None,
            figures.achieved,
        )
        found.append(
            Row(
                (
                    (names.item(item), "major milestone") if is_major else names.item(item),
                    *((names.link(plan_id, "plan"),) if with_plan else ()),
                    standing_chip(subject, item),
                    *("–" if item.confidential else short_day(one) for one in days),
                    names.person(item.owner),
                    standing_reason(subject, item),
                )
            )
        )
    columns = (
        "Milestone",
        *(("Plan",) if with_plan else ()),
        "Status",
        "First promised",
        "Now",
        "Forecast",
        "Reached",
        "Owner",
        "Why",
    )
    return Table(caption, columns, tuple(found), "No milestones.")


def action_table(subject: Subject, items: Iterable[ItemStatus], caption: str = "Actions") -> Table:
    """Actions with dates, state and owner."""
    names, found = subject.names, []
    for item in items:
        figures = item.figures
        if not isinstance(figures, ActionFigures):
            continue
        due = moved_day(figures.due_original, figures.due)
        found.append(
            Row(
                (
                    names.item(item),
                    chip_of(item),
                    due,
                    names.person(item.owner),
                    names.department(item.department),
                    names.reasons(item),
                )
            )
        )
    return Table(caption, ("Action", "Status", "Due", "Owner", "Department", "Why"), tuple(found), "No actions.")


def adjustment_table(subject: Subject, items: Iterable[ItemStatus], caption: str = "Adjustments") -> Table:
    """Adjustments with their state and kind."""
    names, found = subject.names, []
    for item in items:
        if not isinstance(item.figures, AdjustmentFigures):
            continue
        found.append(
            Row(
                (
                    names.item(item),
                    state_chip(item),
                    kind_text(subject, item),
                    names.department(item.department),
                    names.person(item.owner),
                    names.reasons(item),
                )
            )
        )
    columns = ("Adjustment", "State", "Kind", "Department", "Owner", "Why")
    return Table(caption, columns, tuple(found), "No adjustments.")


def kind_text(subject: Subject, item: ItemStatus) -> str:
    """What of a plan an adjustment touches: `timeline`, or several."""
    if item.confidential:
        return "–"
    return ", ".join(kind.value for kind in kinds_of(subject.portfolio, subject.portfolio.adjustments[item.ref].data))


def plan_table(
    subject: Subject, items: Iterable[ItemStatus], caption: str = "Plans", *, names_department: bool = True
) -> Table:
    """Plans with their period, their goals and what became of the promises so far."""
    names, found = subject.names, []
    for item in items:
        plan = subject.ledger.plans[item.ref].current
        successor = subject.successors.get(item.ref)
        counts = ", ".join(f"{number} {one.word}" for one, number in standing_counts(subject, item))
        goals = () if plan.confidential else names.links(tuple(f"{item.ref}/{key}" for key in plan.goals), "goal")
        standing: Cell = plan_chip(subject, item)
        if successor is not None:
            standing = standing, Line(("followed by ", names.link(successor.id, "plan")))
        cells: tuple[Cell, ...] = (
            names.item(item),
            *((names.department(plan.department),) if names_department else ()),
            standing,
            f"{short_day(plan.period.start)} to {short_day(plan.period.end)}",
            names.person(item.owner),
            goals or "–",
            counts or "–",
        )
        found.append(Row(cells))
    columns = (
        "Plan",
        *(("Department",) if names_department else ()),
        "Status",
        "Period",
        "Owner",
        "Goals",
        "KPIs and milestones",
    )
    return Table(caption, columns, tuple(found), "No plans.")


def plan_chip(subject: Subject, item: ItemStatus) -> Chip:
    """The chip of a plan: its status while it counts, else that it is a draft or has ended."""
    if subject.is_draft(item):
        return DRAFT
    return ENDED if subject.is_over(item) else chip_of(item)
