"""Goals: what the plans are for, and which wider goals they support."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from followup_build.status.item import ItemStatus
from followup_build.views.cells import Cell, Line, Row, Table, day, listed
from followup_build.views.standing import by_standing, standing_chip, where_it_went
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class GoalsView:
    """All goals by department: those that count, those of drafts, and those of the past."""

    current: Table
    drafts: Table
    over: Table


def build_goals(subject: Subject) -> GoalsView:
    """All goals."""
    current, drafts, over = by_standing(subject, subject.items("goal"))
    return GoalsView(
        goal_table(subject, current, "Goals"),
        goal_table(subject, drafts, "Goals of drafts"),
        goal_table(subject, over, "Goals of ended plans"),
    )


def goal_table(subject: Subject, items: Iterable[ItemStatus], caption: str, *, names_department: bool = True) -> Table:
    """Goals with their plan and what they support; those of confidential plans by their kind alone."""
    names, found = subject.names, []
    for item in items:
        plan_id, _, key = item.ref.partition("/")
        goal = subject.ledger.plans[plan_id].current.goals[key]
        supports: Cell = "–"
        if goal.supports and not item.confidential:
            supports = listed(names.links(goal.supports, "goal"))
        notes = [note for note in (dropped_cell(subject, item.ref), where_it_went(subject, item)) if note]
        cells: tuple[Cell, ...] = (
            (names.item(item), *(() if item.confidential else notes)),
            *((names.department(item.department),) if names_department else ()),
            names.link(plan_id, "plan"),
            standing_chip(subject, item),
            names.person(item.owner),
            supports,
            "–" if item.confidential else goal.perspective or "–",
        )
        found.append(Row(cells))
    columns = (
        "Goal",
        *(("Department",) if names_department else ()),
        "Plan",
        "Status",
        "Owner",
        "Supports",
        "Perspective",
    )
    return Table(caption, columns, tuple(found), "No goals yet.")


def dropped_cell(subject: Subject, ref: str) -> Cell:
    """That a promise was dropped, when and by which adjustment; empty where it was not."""
    entry = subject.ledger.plans[ref.partition("/")[0]].dropped.get(ref)
    if entry is None:
        return ""
    return Line((f"Dropped on {day(entry.on)}: ", subject.names.link(entry.adjustment, "adjustment")))
