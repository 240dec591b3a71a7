"""What the organisation learns: practices and who adopted them, training needs, feedback and its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from followup_build.load.records import Record
from followup_build.model.learning import Feedback, Practice, Response
from followup_build.model.vocabulary import Status
from followup_build.status import reported
from followup_build.status.item import ItemStatus
from followup_build.status.lessons import NeedState, actions_for, need_state
from followup_build.status.rollup import worst
from followup_build.views.cells import Cell, Chip, Line, Link, Prose, Row, Table, chip, chip_of, dated, day
from followup_build.views.challenges import answer_chip, find_answer
from followup_build.views.charts.chart import Chart
from followup_build.views.lessons import (
    adoption_table,
    feedback_chart,
    feedback_lead,
    practices_lead,
    training_chart,
    training_lead,
)
from followup_build.views.names import HIDDEN, path_of
from followup_build.views.record_history import RecordHistory, build_history
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class PracticesView:
    """All practices, and who took them over."""

    lead: str
    adoption: Table | None
    """A column for each department, where there is room for them."""
    table: Table


@dataclass(frozen=True, slots=True)
class PracticeView:
    """One practice."""

    title: str
    is_hidden: bool
    department: Cell
    since: str
    session: Cell
    adopted: tuple[tuple[Cell, str], ...]
    body: Prose


@dataclass(frozen=True, slots=True)
class TrainingView:
    """Training needs, and the actions that answer them."""

    lead: str
    needs: Chart | None
    """None where there is next to nothing to draw; so with feedback."""
    table: Table


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
    led_to: tuple[Cell, ...]
    path: str
    """Of its file in the repository."""
    history: RecordHistory | None


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """All feedback: what waits for an answer first."""

    lead: str
    answers: Chart | None
    unanswered: tuple[FeedbackPart, ...]
    answered: tuple[FeedbackPart, ...]


def known_practices(subject: Subject) -> tuple[Record[Practice], ...]:
    """The practices shared by the day."""
    return reported.known_practices(subject.portfolio, subject.snapshot.as_of)


def is_known_practice(subject: Subject, ref: str) -> bool:
    """Whether a practice was shared by the day."""
    record = subject.portfolio.practices.get(ref)
    return record is not None and record.data.since <= subject.snapshot.as_of


def is_known_feedback(subject: Subject, ref: str) -> bool:
    """Whether feedback was given by the day."""
    record = subject.portfolio.feedback.get(ref)
    return record is not None and record.data.date <= subject.snapshot.as_of


def known_feedback(subject: Subject) -> tuple[Record[Feedback], ...]:
    """The feedback given by the day, the latest first."""
    return reported.known_feedback(subject.portfolio, subject.snapshot.as_of)


def known_response(subject: Subject, feedback: Feedback) -> Response | None:
    """The answer to feedback, if it was given by the day."""
    return reported.known_response(feedback, subject.snapshot.as_of)


def unanswered_feedback(subject: Subject) -> tuple[Record[Feedback], ...]:
    """The feedback that waits for an answer on the day, the oldest first."""
    return tuple(record for record in reversed(known_feedback(subject)) if known_response(subject, record.data) is None)


def _adopted(subject: Subject, practice: Practice) -> tuple[tuple[Cell, str], ...]:
    """The departments that took a practice over by the day, in the order of the days."""
    adopted = sorted(practice.adopted.items(), key=lambda one: (one[1], one[0]))
    return tuple(
        (subject.names.department(department), day(when))
        for department, when in adopted
        if when <= subject.snapshot.as_of
    )


def build_practices(subject: Subject) -> PracticesView:
    """All practices and who adopted them."""
    names = subject.names
    rows = tuple(
        Row(
            (
                names.link(record.id, "practice"),
                names.department(record.data.from_),
                dated(record.data.since),
                tuple(department for department, _ in _adopted(subject, record.data)) or "nobody else yet",
            )
        )
        for record in known_practices(subject)
    )
    return PracticesView(
        practices_lead(subject),
        adoption_table(subject),
        Table("Practices", ("Practice", "From", "Since", "Adopted by"), rows, "No practice has been shared yet."),
    )


def build_practice_pages(subject: Subject) -> Iterator[tuple[str, PracticeView]]:
    """A page for each practice, by its id."""
    names = subject.names
    for record in known_practices(subject):
        hidden = record.data.confidential
        yield (
            record.id,
            PracticeView(
                HIDDEN if hidden else record.data.title,
                hidden,
                names.department(record.data.from_),
                day(record.data.since),
                names.link(record.data.session, "session"),
                _adopted(subject, record.data),
                Prose("" if hidden else record.body),
            ),
        )


def build_training(subject: Subject) -> TrainingView:
    """Every training need reported by the day, what answers it, and whether it is met."""
    names, answers = subject.names, answers_by_ref(subject)
    found = []
    for when, report, hidden in reported.known_reports(subject.portfolio, subject.snapshot.as_of):
        session_id, _, department = report.id.partition("/")
        for key, need in report.data.training_needs.items():
            ref = f"{report.id}/{key}"
            items = answers.get(ref, [])
            wanted = tuple(names.department(one) for one in need.for_) or (names.department(department),)
            cells: tuple[Cell, ...] = (
                HIDDEN if hidden else Link(need.skill, path_of("training-need", ref)),
                training_standing(items),
                wanted,
                "" if hidden else Prose(need.why or ""),
                names.link(session_id, "session"),
                tuple(Line((names.item(item), " ", chip_of(item))) for item in items) or "nothing yet",
            )
            found.append((when, Row(cells)))
    found.sort(key=lambda one: one[0], reverse=True)
    return TrainingView(
        training_lead(subject),
        training_chart(subject),
        Table(
            "Training needs",
            ("Skill", "State", "For", "Why", "Raised in", "Answered by"),
            tuple(row for _, row in found),
            "No training need has been raised yet.",
        ),
    )


def answers_by_ref(subject: Subject) -> Mapping[str, list[ItemStatus]]:
    """The actions that answer each challenge, training need or promise, by its ref."""
    items = subject.snapshot.items
    found = actions_for(subject.portfolio, subject.snapshot)
    return {ref: [items["action", action] for action in actions] for ref, actions in found.items()}


def training_standing(answers: list[ItemStatus]) -> Chip:
    """A need's state; one under way has the colour of the action that worries most."""
    statuses = {item.status for item in answers} - {Status.DROPPED}
    state = need_state(statuses)
    if state is NeedState.MET:
        return chip(Status.ACHIEVED, word=state.value)
    return chip(worst(statuses) if statuses else Status.AT_RISK, word=state.value)


def build_feedback(subject: Subject) -> FeedbackView:
    """All feedback given by the day."""
    parts = [(known_response(subject, record.data), record) for record in known_feedback(subject)]
    return FeedbackView(
        feedback_lead(subject),
        feedback_chart(subject),
        tuple(_feedback(subject, record, None) for response, record in parts if response is None),
        tuple(_feedback(subject, record, response) for response, record in parts if response is not None),
    )


def _feedback(subject: Subject, record: Record[Feedback], response: Response | None) -> FeedbackPart:
    names, data = subject.names, record.data
    hidden = data.confidential
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
        () if hidden else tuple(_led_to(subject, data)),
        record.path,
        build_history(subject, record, is_anonymous=data.from_ is None),
    )


def _led_to(subject: Subject, feedback: Feedback) -> Iterator[Cell]:
    """What feedback brought about by the day."""
    for ref in feedback.led_to:
        item = find_answer(subject, ref)
        if item is not None:
            yield Line((subject.names.item(item), " ", answer_chip(item)))
        elif is_known_practice(subject, ref):
            yield subject.names.link(ref, "practice")
