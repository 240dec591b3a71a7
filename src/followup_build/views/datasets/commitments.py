"""Datasets of commitments and changes: actions and their log, adjustments, the moves of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.ledger.approval import AdjustmentState
from followup_build.ledger.entry import value_text
from followup_build.model.plan import Goal, Kpi, Milestone, Resource
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus
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
    plain,
    text,
)
from followup_build.views.subject import Subject
from followup_build.views.tables import kind_text

_REVIEWED = (AdjustmentState.EFFECTIVE, AdjustmentState.PARTLY, AdjustmentState.INEFFECTIVE)


def _actions(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("action"):
        data, figures, hidden = subject.portfolio.actions[item.ref].data, item.figures, item.confidential
        if not isinstance(figures, ActionFigures):
            continue
        adjustment = data.adjustment if subject.snapshot.find("adjustment", data.adjustment or "") else None
        words = (adjustment, joined(data.for_), data.kind.value if data.kind else None, data.summary)
        yield (
            item.ref,
            subject.names.item(item).text,
            item.department,
            item.owner,
            item.status.value,
            item.stale,
            figures.state.value,
            figures.due_original,
            figures.due,
            figures.follow_up,
            figures.days_overdue,
            figures.moves,
            figures.updated,
            figures.closed,
            figures.days_late,
            data.session,
            *((None, None, None, None) if hidden else words),
            subject.names.reasons(item) or None,
            hidden,
        )


def _updates(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("action"):
        if item.confidential:
            continue
        for when, update in sorted(subject.portfolio.actions[item.ref].data.updates.items()):
            if when <= subject.snapshot.as_of:
                yield (
                    item.ref,
                    item.title,
                    item.department,
                    when,
                    update.state.value if update.state else None,
                    update.due,
                    update.follow_up,
                    update.owner,
                    update.percent,
                    update.note,
                    update.evidence,
                )


def _adjustments(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("adjustment"):
        data, figures = subject.portfolio.adjustments[item.ref].data, item.figures
        if not isinstance(figures, AdjustmentFigures):
            continue
        yield (
            item.ref,
            subject.names.item(item).text,
            item.department,
            item.owner,
            item.status.value,
            figures.state.value,
            data.proposed.by,
            data.proposed.on,
            figures.approved,
            joined(figures.waiting_for),
            figures.follow_up,
            data.session,
            *((None,) * 8 if item.confidential else _adjustment_words(subject, item, figures)),
            subject.names.reasons(item) or None,
            item.confidential,
        )


def _adjustment_words(subject: Subject, item: ItemStatus, figures: AdjustmentFigures) -> tuple[Value, ...]:
    data = subject.portfolio.adjustments[item.ref].data
    review = data.review if figures.state in _REVIEWED else None
    # What is expected of a confidential KPI is as confidential as its values.
    expects = data.expects if data.expects and not subject.names.hides(data.expects.kpi) else None
    return (
        kind_text(subject, item),
        data.reason,
        data.challenge,
        expects.kpi if expects else None,
        expects.by if expects else None,
        expects.value if expects else None,
        review.on if review else None,
        review.note if review else None,
    )


def _moves(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for entry in subject.ledger.entries:
        hidden = subject.names.hides(entry.ref) or subject.portfolio.adjustments[entry.adjustment].data.confidential
        words = (entry.field, _said(entry.before), _said(entry.after), entry.because or None)
        yield (
            entry.on,
            entry.ref,
            plain(subject.names.link(entry.ref)),
            subject.portfolio.department_of(entry.ref),
            entry.adjustment,
            *((None, None, None, None) if hidden else words),
            hidden,
        )


def _said(value: object) -> str | None:
    """A promise's value as people type it; of a whole promise, its title."""
    if value is None or value == ():
        return None
    if isinstance(value, Goal | Milestone | Kpi | Resource):
        return value.title
    return value_text(value).lower() if isinstance(value, bool) else value_text(value)


ACTIONS = DatasetKind(
    "actions",
    "Actions",
    "An action, with where it stands",
    (
        REF,
        text("title", "What will be done"),
        DEPARTMENT,
        OWNER,
        STATUS,
        STALE,
        text("state", "open, in_progress, blocked, done, verified, ineffective or dropped"),
        day("due_original", "Day first agreed"),
        day("due", "Day agreed now"),
        day("follow_up", "Day on which somebody checks that it worked"),
        integer("days_overdue", "Days after the day agreed now, while it is open"),
        integer("moves", "How often its day was moved"),
        day("updated", "Day of the last news"),
        day("closed", "Day on which it was done or dropped"),
        integer("days_late", "Of an action that is done: days after its day; negative is early"),
        text("session", "The session where it was agreed"),
        text("adjustment", "The adjustment that it serves"),
        text("for", "Items, challenges or training needs that it answers"),
        text("kind", "corrective, preventive, improvement or training"),
        text("summary", "What it is about"),
        REASONS,
        CONFIDENTIAL,
    ),
    _actions,
)
ACTION_UPDATES = DatasetKind(
    "action-updates",
    "Action updates",
    "What was said of an action on a day; nothing of confidential ones",
    (
        text("action", "The action"),
        text("title", "What the action is called"),
        DEPARTMENT,
        day("on", "Day of the news"),
        text("state", "The state from that day on, where it changed"),
        day("due", "The new day, where it was moved"),
        day("follow_up", "The new day of the check, where it was moved"),
        text("owner", "The new owner, where it changed"),
        integer("percent", "Percent done"),
        text("note", "What was said"),
        text("evidence", "What shows it"),
    ),
    _updates,
)
ADJUSTMENTS = DatasetKind(
    "adjustments",
    "Adjustments",
    "A proposed change to promises, with what became of it",
    (
        REF,
        text("title", "What it is called"),
        text("department", "Id of the department that proposed it"),
        OWNER,
        STATUS,
        text("state", "proposed, approved, effective, partly, ineffective, rejected or withdrawn"),
        text("proposed_by", "Id of the person who proposed it"),
        day("proposed_on", "Day of the proposal"),
        day("approved", "Day of the last approval that was needed"),
        text("waiting_for", "Departments whose approval is missing"),
        day("follow_up", "Day on which its effect is looked at"),
        text("session", "The session where it was proposed"),
        text("kinds", "What it touches: timeline, strategy, resources, targets"),
        text("reason", "Why it was wanted"),
        text("challenge", "The challenge that it answers"),
        text("expected_kpi", "The KPI that should move"),
        day("expected_by", "By when"),
        number("expected_value", "To which value"),
        day("reviewed", "Day on which its effect was looked at"),
        text("review", "What was found"),
        REASONS,
        CONFIDENTIAL,
    ),
    _adjustments,
)
MOVES = DatasetKind(
    "moves",
    "Moves",
    "What one approved adjustment did to one field of one promise, in the order in which they applied",
    (
        day("on", "Day from which it applies"),
        text("promise", "The promise that was changed"),
        text("title", "What the promise is called now"),
        text("department", "Id of the department that promised it"),
        text("adjustment", "The adjustment"),
        text("field", "What of the promise was changed; added and dropped stand for the whole"),
        text("before", "The value before"),
        text("after", "The value after"),
        text("because", "Why"),
        CONFIDENTIAL,
    ),
    _moves,
)
