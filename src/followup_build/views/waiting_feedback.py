"""Feedback that waits for an answer before a session: how long, and what has waited a month or more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followup_build.load.records import Record
from followup_build.model.learning import Feedback
from followup_build.portfolio import ORGANISATION
from followup_build.status.reported import answer_due
from followup_build.status.scope import Scope, feedback_is_of
from followup_build.status.wording import count_text
from followup_build.views.cells import Row, Table, dated
from followup_build.views.learning import unanswered_feedback
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class WaitingFeedback:
    """Feedback without an answer that concerns a session, the oldest first."""

    records: tuple[Record[Feedback], ...]
    overdue: tuple[Record[Feedback], ...]
    """What will have waited a month or more on the session's day."""


def waiting_feedback(subject: Subject, departments: tuple[str, ...], on: date) -> WaitingFeedback:
    """The feedback without an answer that concerns one of some departments, or nobody in particular."""
    # Where the organisation as a whole takes part, every department does.
    scope = Scope(None if ORGANISATION in departments else frozenset(departments))
    records = tuple(one for one in unanswered_feedback(subject) if feedback_is_of(subject.portfolio, one.data, scope))
    return WaitingFeedback(records, tuple(one for one in records if answer_due(one.data) <= on))


def waits_text(subject: Subject, feedback: Feedback, on: date) -> str:
    """How long feedback has waited, and whether that is a month or more, or will be by a day."""
    as_of = subject.snapshot.as_of
    waited = count_text((as_of - feedback.date).days, "day")
    due = answer_due(feedback)
    if due <= as_of:
        return f"{waited}, more than a month" if due < as_of else f"{waited}, a month"
    return f"{waited}, a month or more by the session" if due <= on else waited


def feedback_table(subject: Subject, found: WaitingFeedback, on: date) -> Table:
    """What was said, when, and how long it waits."""
    rows = tuple(
        Row((subject.names.link(one.id, "feedback"), dated(one.data.date), waits_text(subject, one.data, on)))
        for one in found.records
    )
    return Table("Feedback without an answer", ("Feedback", "Date", "Waits for"), rows, "All feedback is answered.")
