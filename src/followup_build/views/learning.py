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
from followup_build.status.wording import count_text
from followup_build.views.cells import Cell, Chip, Line, Link, Prose, Row, Table, chip, chip_of, dated, day
from followup_build.views.charts.chart import Chart
from followup_build.views.lessons import (
    adoption_table,
    practices_lead,
    training_chart,
    training_lead,
)
from followup_build.views.names import HIDDEN, path_of
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
    feedback: tuple[Cell, ...]
    """What led to it, among other things."""
    body: Prose


@dataclass(frozen=True, slots=True)
class TrainingView:
    """Training needs, and the actions that answer them."""

    lead: str
    needs: Chart | None
    """None where there is next to nothing to draw; so with feedback."""
    table: Table


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
                () if hidden else names.links(subject.feedback_by_outcome.get(record.id, ()), "feedback"),
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


def took_text(feedback: Feedback, response: Response) -> str:
    """How long an answer took."""
    days = (response.on - feedback.date).days
    return f"after {count_text(days, 'day')}" if days > 0 else "on the same day"
