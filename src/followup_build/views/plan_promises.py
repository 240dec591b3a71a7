"""What a plan promised first and promises now, every move between, and what came of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from followup_build.ledger.approval import AdjustmentState
from followup_build.status.item import AdjustmentFigures
from followup_build.status.wording import number_text
from followup_build.views.cells import Cell, Line, Moved, Prose, Row, Table, dated, day, state_chip
from followup_build.views.goals import dropped_cell
from followup_build.views.moves import entries_of_plan, moves_table
from followup_build.views.subject import Subject
from followup_build.views.values import field_text


def promises(subject: Subject, plan_id: str) -> tuple[Table, Table]:
    """Dates and targets, original and current side by side: those that changed, and those that did not."""
    changed: list[Row] = []
    unchanged: list[Row] = []
    for cells in (*_dates(subject, plan_id), *_targets(subject, plan_id)):
        (changed if cells[2] != cells[3] else unchanged).append(Row(cells))
    columns = ("Promise", "What", "First promised", "Now", "Moves")
    none = "Everything stands as it was first promised." if unchanged else "Nothing with a date or a target."
    return (
        Table("First promised and promised now", columns, tuple(changed), none),
        Table("Promises that stand as they were first made", columns, tuple(unchanged)),
    )


def _dates(subject: Subject, plan_id: str) -> Iterator[tuple[Cell, ...]]:
    books = subject.ledger.plans[plan_id]
    for key, milestone in books.current.milestones.items():
        first = books.original.milestones.get(key)
        ref = f"{plan_id}/{key}"
        yield (
            subject.names.link(ref, "milestone"),
            "Due",
            dated(first.due) if first else "added later",
            "dropped" if ref in books.dropped else dated(milestone.due),
            _move_count(subject, ref),
        )


def _targets(subject: Subject, plan_id: str) -> Iterator[tuple[Cell, ...]]:
    books = subject.ledger.plans[plan_id]
    for key, kpi in books.current.kpis.items():
        original = books.original.kpis.get(key)
        ref = f"{plan_id}/{key}"
        for at in sorted({*kpi.targets, *(original.targets if original else ())}):
            before = original.targets.get(at) if original else None
            now = kpi.targets.get(at)
            current = number_text(now, kpi.unit) if now is not None else "removed"
            yield (
                subject.names.link(ref, "kpi"),
                field_text(f"target {at}", subject.portfolio.calendar),
                number_text(before, kpi.unit) if before is not None else "added later",
                "dropped" if ref in books.dropped else current,
                _move_count(subject, ref),
            )


def plan_moves(subject: Subject, plan_id: str) -> Table:
    """The ledger's lines about a plan, each with what came of its adjustment."""
    entries = entries_of_plan(subject, plan_id)
    table = moves_table(subject, entries)
    told: set[str] = set()
    found = []
    for entry, row in zip(entries, table.rows, strict=True):
        effect = _effect(subject, entry.adjustment, is_told=entry.adjustment in told)
        told.add(entry.adjustment)
        last = row.cells[-1]
        found.append(Row((*row.cells[:-1], (*last, effect) if isinstance(last, tuple) else (last, effect))))
    return replace(table, rows=tuple(found))


def _effect(subject: Subject, adjustment: str, *, is_told: bool) -> Cell:
    """How an adjustment worked, as its review found it, or when somebody looks; in full at its first line alone."""
    item = subject.snapshot.items["adjustment", adjustment]
    data = subject.portfolio.adjustments[adjustment].data
    figures = item.figures
    state = state_chip(item)
    if is_told or item.confidential or not isinstance(figures, AdjustmentFigures):
        return state
    if figures.state is not AdjustmentState.APPROVED and data.review is not None:
        return Line((state, f" on {day(data.review.on)}: ", Prose(data.review.note or "")))
    if data.follow_up is None:
        return state
    is_past = data.follow_up < subject.snapshot.as_of
    look = "should have been looked at on" if is_past else "will be looked at on"
    return Line((state, f" Its effect {look} {day(data.follow_up)}."))


def _move_count(subject: Subject, ref: str) -> str:
    count = len(subject.ledger.entries_of(ref))
    return str(count) if count else "–"


def resources_table(subject: Subject, plan_id: str) -> Table:
    """What a plan may use, original and current."""
    books = subject.ledger.plans[plan_id]
    found = []
    for key, resource in books.current.resources.items():
        first = books.original.resources.get(key)
        now = number_text(resource.amount, resource.unit)
        before = number_text(first.amount, first.unit) if first else now
        amount: Cell = Moved(before, now) if before != now else now
        gone = dropped_cell(subject, f"{plan_id}/{key}")
        found.append(Row((resource.title, (amount, gone) if gone else amount), key))
    return Table("Resources", ("Resource", "Amount"), tuple(found), "No resources.")
