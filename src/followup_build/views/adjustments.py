"""The adjustments ledger: what changed, why, who approved, and whether it worked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup_build.ledger.approval import AdjustmentState
from followup_build.load.records import Record
from followup_build.model.adjustment import Addition, Adjustment, Alteration, Drop, TargetMove, Transfer
from followup_build.portfolio import added_ref
from followup_build.status.item import AdjustmentFigures, ItemStatus
from followup_build.status.wording import number_text
from followup_build.views.cells import Cell, Chip, Prose, Row, Table, chip_of, day
from followup_build.views.plans import moves_table, shown
from followup_build.views.subject import Subject, adjustment_table


@dataclass(frozen=True, slots=True)
class AdjustmentsView:
    """All adjustments: those to decide first, and every move of the ledger."""

    undecided: Table
    decided: Table
    moves: Table


@dataclass(frozen=True, slots=True)
class AdjustmentView:
    """One adjustment."""

    title: str
    is_hidden: bool
    chip: Chip
    state: str
    reasons: str
    owner: Cell
    proposed: tuple[Cell, str]
    approvals: tuple[tuple[Cell, str], ...]
    waiting_for: tuple[Cell, ...]
    follow_up: str
    session: Cell
    challenge: Cell
    reason: Prose
    changes: Table
    expects: str
    review: Prose
    actions: tuple[Cell, ...]


def build_adjustments(subject: Subject) -> AdjustmentsView:
    """The ledger as of the day."""
    items = subject.items("adjustment")
    undecided = [item for item in items if _state(item) is AdjustmentState.PROPOSED]
    decided = sorted(
        (item for item in items if _state(item) is not AdjustmentState.PROPOSED),
        key=lambda item: item.ref,
        reverse=True,
    )
    return AdjustmentsView(
        adjustment_table(subject, undecided, "To decide"),
        adjustment_table(subject, decided, "Decided"),
        moves_table(subject, tuple(reversed(subject.ledger.entries))),
    )


def _state(item: ItemStatus) -> AdjustmentState | None:
    return item.figures.state if isinstance(item.figures, AdjustmentFigures) else None


def build_adjustment_pages(subject: Subject) -> Iterator[tuple[str, AdjustmentView]]:
    """A page for each adjustment, by its id."""
    for item in subject.items("adjustment"):
        yield item.ref, _adjustment(subject, item, subject.portfolio.adjustments[item.ref])


def _adjustment(subject: Subject, item: ItemStatus, record: Record[Adjustment]) -> AdjustmentView:
    names, data = subject.names, record.data
    hidden = data.confidential
    figures = item.figures
    assert isinstance(figures, AdjustmentFigures)  # noqa: S101 - the kind decides the figures
    actions = tuple(
        names.link(one.id, "action") for one in subject.portfolio.actions.values() if one.data.adjustment == record.id
    )
    review = data.review if data.review and data.review.on <= subject.snapshot.as_of else None
    return AdjustmentView(
        names.item(item).text,
        hidden,
        chip_of(item),
        figures.state.value,
        names.reasons(item),
        names.person(data.owner),
        (names.person(data.proposed.by), day(data.proposed.on)),
        tuple(
            (names.person(approval.by), day(approval.on))
            for approval in data.approvals
            if approval.on <= subject.snapshot.as_of
        ),
        tuple(names.department(department) for department in figures.waiting_for),
        day(data.follow_up),
        names.link(data.session, "session"),
        "–" if hidden else names.link(data.challenge, "challenge"),
        Prose("" if hidden else data.reason or ""),
        Table("Changes", (), (), "Confidential.") if hidden else changes_table(subject, data),
        "" if hidden or not data.expects else _expects(subject, data),
        Prose(
            ""
            if hidden or review is None
            else f"**{review.outcome.value.capitalize()}** on {day(review.on)}. {review.note or ''}"
        ),
        actions,
    )


def _expects(subject: Subject, data: Adjustment) -> str:
    expected = data.expects
    if expected is None:
        return ""
    plan_id, _, key = expected.kpi.partition("/")
    books = subject.ledger.plans.get(plan_id)
    kpi = books.current.kpis.get(key) if books else None
    value = number_text(expected.value, kpi.unit if kpi else None)
    return f"{kpi.title if kpi else expected.kpi}: {value} by {day(expected.by)}"


def changes_table(subject: Subject, data: Adjustment) -> Table:
    """What an adjustment changes, in words."""
    return Table("Changes", ("Promise", "What", "From", "To"), tuple(Row(cells) for cells in _changes(subject, data)))


def _changes(subject: Subject, data: Adjustment) -> Iterator[tuple[Cell, ...]]:
    names = subject.names
    for change in data.changes:
        if isinstance(change, Transfer):
            parts = change.transfer
            yield (
                names.link(parts.from_, "resource"),
                f"transfer of {number_text(parts.amount)}",
                names.link(parts.from_, "resource"),
                names.link(parts.to, "resource"),
            )
        elif isinstance(change, Addition):
            kind, ref = added_ref(change)
            yield names.link(ref, kind), f"a new {kind}", "–", change.add.title
        elif isinstance(change, Drop):
            yield names.link(change.drop), "dropped", Prose(change.because), "–"
        elif isinstance(change, Alteration):
            for name, move in change.moves():
                yield names.link(change.ref, change.kind), name.replace("_", " "), shown(move.from_), shown(move.to)
            target = getattr(change, "target", None)
            if isinstance(target, TargetMove):
                yield names.link(change.ref, change.kind), f"target {target.at}", shown(target.from_), shown(target.to)
