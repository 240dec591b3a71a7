"""Feedback: how to give it, what waits for an answer and for how long, what was answered, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup_build.load.records import Record
from followup_build.model.learning import Feedback, Response
from followup_build.model.vocabulary import Status
from followup_build.status.reported import answer_due
from followup_build.status.wording import count_text
from followup_build.views.cells import Cell, Chip, Line, Prose, chip, day
from followup_build.views.challenges import answer_chip, find_answer
from followup_build.views.charts.chart import Chart
from followup_build.views.giving import Ways, ways_of
from followup_build.views.learning import is_known_practice, known_feedback, known_response, took_text
from followup_build.views.lessons import feedback_chart, feedback_lead
from followup_build.views.names import HIDDEN
from followup_build.views.record_history import RecordHistory, build_history
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class FeedbackPart:
    """One piece of feedback and its answer."""

    anchor: str
    title: str
    when: str
    by: Cell
    session: Cell
    body: Prose
    response: Prose
    responder: Cell
    answered: str
    """The day of the answer."""
    took: str
    """How long the answer took, `after four days`, or how long there has been none, `four days`."""
    late: Chip | None
    """What marks feedback that has had no answer for a month."""
    led_to: tuple[Cell, ...]
    path: str
    """Of its file in the repository."""
    history: RecordHistory | None


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """All feedback: what waits for an answer first."""

    ways: Ways | None
    """How to give it; None where neither a platform nor another way is known."""
    lead: str
    answers: Chart | None
    unanswered: tuple[FeedbackPart, ...]
    """What has waited longest first."""
    answered: tuple[FeedbackPart, ...]


def build_feedback(subject: Subject) -> FeedbackView:
    """All feedback given by the day."""
    parts = [(known_response(subject, record.data), record) for record in known_feedback(subject)]
    return FeedbackView(
        ways_of(subject.portfolio.organisation),
        feedback_lead(subject),
        feedback_chart(subject),
        tuple(_feedback(subject, record, None) for response, record in reversed(parts) if response is None),
        tuple(_feedback(subject, record, response) for response, record in parts if response is not None),
    )


def _feedback(subject: Subject, record: Record[Feedback], response: Response | None) -> FeedbackPart:
    names, data, as_of = subject.names, record.data, subject.snapshot.as_of
    hidden = data.confidential
    waits = (as_of - data.date).days
    is_late = response is None and answer_due(data) <= as_of
    return FeedbackPart(
        record.id,
        HIDDEN if hidden else data.title,
        day(data.date),
        names.person(data.from_) if data.from_ and not hidden else "anonymous",
        names.link(data.session, "session"),
        Prose("" if hidden else record.body),
        Prose("" if hidden or response is None else response.note),
        names.person(response.by) if response else "",
        day(response.on) if response else "",
        took_text(data, response) if response else count_text(waits, "day") if waits else "",
        chip(Status.AT_RISK, word="no answer for a month") if is_late else None,
        () if hidden else tuple(_led_to(subject, data)),
        record.path,
        build_history(subject, record, is_anonymous=data.from_ is None),
    )


def _led_to(subject: Subject, feedback: Feedback) -> Iterator[Cell]:
    """What feedback brought about by the day, and where that stands."""
    for ref in feedback.led_to:
        item = find_answer(subject, ref)
        if item is not None:
            yield Line((subject.names.item(item), " ", answer_chip(item)))
        elif is_known_practice(subject, ref):
            practice = subject.portfolio.practices[ref].data
            adopted = sum(when <= subject.snapshot.as_of for when in practice.adopted.values())
            by = f"adopted by {count_text(adopted, 'department')}" if adopted else "adopted by nobody else yet"
            yield Line((subject.names.link(ref, "practice"), f", a practice {by}"))
