"""Goals: what the plans are for, and which wider goals they support."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from followup_build.portfolio import ORGANISATION
from followup_build.status.item import ItemStatus
from followup_build.views.cells import Aside, Cell, Chip, Line, Row, Table, day, listed
from followup_build.views.standing import by_standing, standing_chip, standing_counts, where_it_went
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class WiderGoal:
    """A goal of the whole organisation, or another one that goals of other plans support."""

    title: str
    chip: Chip
    facts: tuple[Cell, ...]
    """Its plan, its owner, its perspective, and how its own KPIs and milestones stand."""
    supported_by: Table


@dataclass(frozen=True, slots=True)
class GoalsView:
    """All goals: the wider ones, each with those that support it; those that support none; drafts; the past."""

    wider: tuple[WiderGoal, ...]
    others: Table
    drafts: Table
    over: Table


def build_goals(subject: Subject) -> GoalsView:
    """All goals."""
    current, drafts, over = by_standing(subject, subject.items("goal"))
    supporters: dict[str, list[ItemStatus]] = defaultdict(list)
    for item in current:
        for ref in _supports(subject, item):
            supporters[ref].append(item)
    wider = [item for item in current if item.department == ORGANISATION or item.ref in supporters]
    shown = {item.ref for item in wider} | {item.ref for ref in supporters for item in supporters[ref]}
    return GoalsView(
        tuple(_wider(subject, item, supporters[item.ref]) for item in wider),
        _short_table(subject, (item for item in current if item.ref not in shown), "Goals that support no wider goal"),
        goal_table(subject, drafts, "Goals of drafts"),
        goal_table(subject, over, "Goals of ended plans"),
    )


def _supports(subject: Subject, item: ItemStatus) -> tuple[str, ...]:
    """What a goal supports, of goals that count; what a confidential one supports is not told."""
    if item.confidential:
        return ()
    refs = subject.plan_of(item).current.goals[item.ref.partition("/")[2]].supports
    found = ((ref, subject.snapshot.find("goal", ref)) for ref in refs)
    return tuple(
        ref for ref, one in found if one is not None and not subject.is_over(one) and not subject.is_draft(one)
    )


def _wider(subject: Subject, item: ItemStatus, supporters: Iterable[ItemStatus]) -> WiderGoal:
    names = subject.names
    facts: list[Cell] = [
        Line(
            (
                "Plan: ",
                replace(
                    names.item(item), text=names.item(subject.snapshot.items["plan", item.ref.partition("/")[0]]).text
                ),
            )
        ),
        Line(("Owner: ", names.person(item.owner))),
    ]
    perspective = subject.plan_of(item).current.goals[item.ref.partition("/")[2]].perspective
    if perspective and not item.confidential:
        facts.append(f"Perspective: {perspective}")
    counts = _counts(subject, item)
    if counts:
        facts.append(f"Its own KPIs and milestones: {counts}")
    title = names.item(item).text
    return WiderGoal(
        title,
        standing_chip(subject, item),
        tuple(facts),
        _short_table(subject, supporters, f"Goals that support “{title}”", "No goal of another plan supports it."),
    )


def _counts(subject: Subject, item: ItemStatus) -> str:
    return ", ".join(f"{number} {one.word}" for one, number in standing_counts(subject, item))


def _short_table(subject: Subject, items: Iterable[ItemStatus], caption: str, empty: str = "None.") -> Table:
    """Goals with what became of their KPIs and milestones so far."""
    names, found = subject.names, []
    for item in items:
        perspective = subject.plan_of(item).current.goals[item.ref.partition("/")[2]].perspective
        notes = (dropped_cell(subject, item.ref), Aside("Perspective", (perspective,)) if perspective else "")
        told = () if item.confidential else tuple(note for note in notes if note)
        found.append(
            Row(
                (
                    (names.item(item), *told),
                    names.department(item.department),
                    standing_chip(subject, item),
                    names.person(item.owner),
                    _counts(subject, item) or "–",
                )
            )
        )
    return Table(caption, ("Goal", "Department", "Status", "Owner", "KPIs and milestones"), tuple(found), empty)


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
