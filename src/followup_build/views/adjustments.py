"""The adjustments ledger: what changed, why, who approved, and whether it worked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from followup_build.ledger.approval import APPLIED, AdjustmentState
from followup_build.load.records import Record
from followup_build.model.adjustment import Adjustment, Refusal
from followup_build.model.vocabulary import Status
from followup_build.status.commitments import Effect, effect_of
from followup_build.status.item import AdjustmentFigures, ItemStatus
from followup_build.views.calls import Call, call
from followup_build.views.cells import (
    LONG,
    Cell,
    Chip,
    Line,
    Prose,
    Row,
    Table,
    choice_of,
    dated,
    day,
    listed,
    state_chip,
)
from followup_build.views.charts.chart import Chart
from followup_build.views.expectation import expectation
from followup_build.views.filters import choose, worded
from followup_build.views.kept import effect_chart, effect_lead, moves_chart, promises_chart, promises_lead
from followup_build.views.moves import change_lines, changes_table, moves_table
from followup_build.views.subject import Subject
from followup_build.views.tables import adjustment_table, kind_text


@dataclass(frozen=True, slots=True)
class AdjustmentsView:
    """All adjustments: whether they work, those to decide first, and every move of the ledger."""

    lead: str
    calls: tuple[Call, ...]
    """What waits for a decision, or for a look at whether it worked."""
    effects: Chart | None
    """None where there is next to nothing to draw; so with the others."""
    promises_lead: str
    promises: Chart | None
    moved: Chart | None
    undecided: Table
    decided: Table
    moves: Table


@dataclass(frozen=True, slots=True)
class AdjustmentView:
    """One adjustment."""

    title: str
    is_hidden: bool
    chip: Chip
    consequence: str
    """What follows from its state, which the chip says."""
    facts: tuple[tuple[str, Cell], ...]
    reason: Prose
    refusal: Prose
    """Why it was rejected or withdrawn; empty where it was not."""
    changes: Table
    effect_title: str
    effect: tuple[Cell, ...]
    """What is known of its effect; nothing where it never applied."""
    actions: tuple[Cell, ...]


def build_adjustments(subject: Subject) -> AdjustmentsView:
    """The ledger as of the day."""
    items = subject.items("adjustment")
    undecided = [item for item in items if _state(item) is AdjustmentState.PROPOSED]
    decided = [item for item in items if _state(item) is not AdjustmentState.PROPOSED]
    return AdjustmentsView(
        effect_lead(subject),
        tuple(one for one in _calls(undecided, decided) if one.number),
        effect_chart(subject),
        promises_lead(subject),
        promises_chart(subject),
        moves_chart(subject),
        adjustment_table(subject, undecided, "To decide"),
        _decided_table(subject, sorted(decided, key=lambda item: item.ref, reverse=True)),
        _ledger(subject),
    )


def _ledger(subject: Subject) -> Table:
    """Every move, the latest first."""
    table = moves_table(subject, tuple(reversed(subject.ledger.entries)), names_plan=True, says_effect=True)
    name = "moves" if len(table.rows) >= LONG else ""
    return replace(table, caption="Moves", name=name, order="The latest first")


def _calls(undecided: list[ItemStatus], decided: list[ItemStatus]) -> Iterator[Call]:
    to_look_at = sum(effect_of(item) is Effect.OVERDUE for item in decided)
    yield call(len(undecided), "to decide", "to decide", Status.NOT_STARTED, anchor="undecided")
    yield call(to_look_at, "effect to look at", "effects to look at", Status.AT_RISK, anchor="decided")


def build_adjustment_pages(subject: Subject) -> Iterator[tuple[str, AdjustmentView]]:
    """A page for each adjustment, by its id."""
    for item in subject.items("adjustment"):
        yield item.ref, _adjustment(subject, item, subject.portfolio.adjustments[item.ref])


def _state(item: ItemStatus) -> AdjustmentState | None:
    return item.figures.state if isinstance(item.figures, AdjustmentFigures) else None


def _decided_table(subject: Subject, items: list[ItemStatus]) -> Table:
    """What was decided: the change, why it was wanted, by whom it was decided, and what came of it."""
    found = []
    for item in items:
        data = subject.portfolio.adjustments[item.ref].data
        hidden = item.confidential
        found.append(
            Row(
                (
                    subject.names.item(item),
                    (state_chip(item), kind_text(subject, item)),
                    "–" if hidden else change_lines(subject, data),
                    "–" if hidden else Prose(data.reason or ""),
                    tuple(_decision(subject, item, data)) or "–",
                    "–" if hidden else _outcome(data, item),
                )
            )
        )
    columns = ("Adjustment", "State", "What changes", "Why", "Decided by", "What came of it")
    names = subject.names
    return Table(
        "Decided adjustments",
        columns,
        tuple(found),
        "Nothing has been decided yet.",
        name="adjustments" if len(found) >= LONG else "",
        filters=(
            choose("department", "Department", [choice_of(item.department, names.department) for item in items]),
            choose("owner", "Owner", [choice_of(item.owner, names.person) for item in items]),
            choose("state", "State", [worded(_state(item), state_chip(item).word) for item in items]),
        ),
        order="The latest first",
    )


def _decision(subject: Subject, item: ItemStatus, data: Adjustment) -> Iterator[Cell]:
    refusal = _refusal(item, data)
    if refusal is not None:
        yield Line((subject.names.person(refusal.by), ", ", dated(refusal.on)))
        return
    yield from _approvals(subject, data)


def _approvals(subject: Subject, data: Adjustment) -> Iterator[Cell]:
    for approval in data.approvals:
        if approval.on <= subject.snapshot.as_of:
            yield Line((subject.names.person(approval.by), ", ", dated(approval.on)))


def _refusal(item: ItemStatus, data: Adjustment) -> Refusal | None:
    if _state(item) is AdjustmentState.REJECTED:
        return data.rejected
    return data.withdrawn if _state(item) is AdjustmentState.WITHDRAWN else None


def _outcome(data: Adjustment, item: ItemStatus) -> Prose:
    """In one cell of a table: the review's note, the reason of a refusal, or when the effect is looked at."""
    refusal = _refusal(item, data)
    if refusal is not None:
        return Prose(refusal.because or "")
    if _state(item) is AdjustmentState.APPROVED or data.review is None:
        return Prose(_look_ahead(data, item))
    return Prose(data.review.note or "")


def _look_ahead(data: Adjustment, item: ItemStatus) -> str:
    if data.follow_up is None:
        return "Nobody has said when its effect is looked at."
    if effect_of(item) is Effect.OVERDUE:
        return f"Its effect should have been looked at on {day(data.follow_up)}; nobody has recorded it yet."
    return f"Its effect will be looked at on {day(data.follow_up)}."


def _adjustment(subject: Subject, item: ItemStatus, record: Record[Adjustment]) -> AdjustmentView:
    names, data = subject.names, record.data
    hidden = data.confidential
    refusal = _refusal(item, data)
    actions = tuple(names.item(one) for one in subject.actions_by_origin.get(record.id, ()))
    return AdjustmentView(
        names.item(item).text,
        hidden,
        state_chip(item),
        _consequence(item),
        tuple(_facts(subject, item, data)),
        Prose("" if hidden else data.reason or ""),
        Prose("" if hidden or refusal is None else refusal.because or ""),
        Table("Changes", (), (), "Confidential.") if hidden else changes_table(subject, data),
        "Expected effect" if _state(item) is AdjustmentState.PROPOSED else "Did it work?",
        () if hidden else tuple(_effect(subject, item, data)),
        actions,
    )


def _consequence(item: ItemStatus) -> str:
    figures = item.figures
    assert isinstance(figures, AdjustmentFigures)  # noqa: S101 - the kind decides the figures
    if figures.state is AdjustmentState.PROPOSED:
        return "Nothing changes until everybody who is asked has approved it."
    if figures.state in APPLIED and figures.approved is not None:
        return f"It has applied since {day(figures.approved)}."
    return "It changes nothing."


def _facts(subject: Subject, item: ItemStatus, data: Adjustment) -> Iterator[tuple[str, Cell]]:
    names, figures = subject.names, item.figures
    assert isinstance(figures, AdjustmentFigures)  # noqa: S101 - the kind decides the figures
    if not data.confidential:
        yield "Kind", kind_text(subject, item).capitalize()
    yield "Proposed by", Line((names.person(data.proposed.by), f" on {day(data.proposed.on)}"))
    approvals = tuple(_approvals(subject, data))
    if approvals:
        yield "Approved by", listed(approvals)
    refusal = _refusal(item, data)
    if refusal is not None:
        word = f"{figures.state.value.capitalize()} by"
        yield word, Line((names.person(refusal.by), f" on {day(refusal.on)}"))
    if figures.waiting_for:
        yield "Waits for the approval of", listed(names.department(one) for one in figures.waiting_for)
    yield "Owner", names.person(data.owner)
    if figures.state is AdjustmentState.PROPOSED:
        yield "Effect to be looked at on", day(data.follow_up)
    if data.session:
        yield "Session", names.link(data.session, "session")
    if data.challenge and not data.confidential:
        yield "Challenge", names.link(data.challenge, "challenge")
    feedback = subject.feedback_by_outcome.get(item.ref)
    if feedback and not data.confidential:
        yield "Feedback", listed(names.links(feedback, "feedback"))


def _effect(subject: Subject, item: ItemStatus, data: Adjustment) -> Iterator[Cell]:
    """Did it work: what was found, or when somebody looks; and the KPI that should have moved."""
    state = _state(item)
    if state in (AdjustmentState.REJECTED, AdjustmentState.WITHDRAWN):
        return
    if state is AdjustmentState.APPROVED:
        yield Prose(_look_ahead(data, item))
    elif data.review is not None and state is not AdjustmentState.PROPOSED:
        word = state_chip(item).word.capitalize()
        yield Prose(f"**{word}**, as found on {day(data.review.on)}. {data.review.note or ''}")
        if data.review.by:
            yield Line(("Looked at by ", subject.names.person(data.review.by), "."))
    if data.expects is not None:
        yield expectation(subject, data.expects)
