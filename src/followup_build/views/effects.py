"""Adjustments before a session: proposals to decide, and approved ones whose effect is to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followup_build.ledger.approval import AdjustmentState, departments_touched, refs_touched
from followup_build.model.adjustment import Adjustment
from followup_build.status.item import AdjustmentFigures, ItemStatus
from followup_build.views.cells import Cell, Line, Prose, Row, Table, chip_of
from followup_build.views.expectation import expectation
from followup_build.views.moves import change_lines
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class Waiting:
    """Adjustments that wait for a session, what has waited longest first."""

    undecided: tuple[ItemStatus, ...]
    to_review: tuple[ItemStatus, ...]


def waiting_adjustments(subject: Subject, departments: tuple[str, ...], on: date) -> Waiting:
    """What touches a department that takes part: proposals, and effects whose day comes by the session's."""
    undecided, to_review = [], []
    for item in subject.items("adjustment"):
        figures = item.figures
        if not isinstance(figures, AdjustmentFigures):
            continue
        is_undecided = figures.state is AdjustmentState.PROPOSED
        is_due = figures.state is AdjustmentState.APPROVED and figures.follow_up and figures.follow_up <= on
        if not is_undecided and not is_due:
            continue
        data = subject.portfolio.adjustments[item.ref].data
        if not {item.department, *departments_touched(subject.portfolio, data)} & set(departments):
            continue
        if is_undecided:
            undecided.append((data.proposed.on, item.ref, item))
        elif figures.follow_up:
            to_review.append((figures.follow_up, item.ref, item))
    return Waiting(
        *(tuple(item for *_, item in sorted(one, key=lambda one: one[:2])) for one in (undecided, to_review))
    )


def to_decide(subject: Subject, items: tuple[ItemStatus, ...]) -> Table:
    """Proposals with what each would change and why, which is what a session decides on."""
    names = subject.names
    rows = []
    for item in items:
        data = subject.portfolio.adjustments[item.ref].data
        rows.append(
            Row(
                (
                    names.item(item),
                    "–" if item.confidential else change_lines(subject, data),
                    "–" if item.confidential or _touches_hidden(subject, data) else Prose(data.reason or ""),
                    names.department(item.department),
                    names.person(item.owner),
                    names.reasons(item),
                )
            )
        )
    columns = ("Adjustment", "What it changes", "Reason", "Department", "Owner", "Where it stands")
    return Table("To decide", columns, tuple(rows), "No adjustment waits for a decision.")


def to_review(subject: Subject, items: tuple[ItemStatus, ...]) -> Table:
    """Approved adjustments with what each changed and what it was meant to bring, to say whether it worked."""
    names = subject.names
    rows = tuple(
        Row(
            (
                names.item(item),
                "–" if item.confidential else change_lines(subject, subject.portfolio.adjustments[item.ref].data),
                "–" if item.confidential else _results(subject, item),
                names.department(item.department),
                names.person(item.owner),
                names.reasons(item),
            )
        )
        for item in items
    )
    columns = ("Adjustment", "What it changed", "How that stands", "Department", "Owner", "Why")
    return Table("Effects to review", columns, rows, "No effect is to be looked at.")


def _touches_hidden(subject: Subject, data: Adjustment) -> bool:
    """Whether it changes a confidential promise, of which its reason would tell."""
    return any(subject.names.hides(ref) for ref in refs_touched(data))


def _results(subject: Subject, item: ItemStatus) -> tuple[Cell, ...]:
    """Where the promises stand that an adjustment changed, and the effect that it hoped for."""
    names, snapshot = subject.names, subject.snapshot
    data = subject.portfolio.adjustments[item.ref].data
    found: list[Cell] = []
    for ref in dict.fromkeys(refs_touched(data)):
        one = snapshot.find("milestone", ref) or snapshot.find("kpi", ref)
        if one is not None:
            found.append(Line((names.item(one), " ", chip_of(one))))
    if data.expects is not None:
        found.append(expectation(subject, data.expects))
    return tuple(found) or ("–",)
