"""What the organisation learns: practices and who adopted them, training needs, feedback and its answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup_build.views.cells import Cell, Chip, Prose, Row, Table, chip_of, day
from followup_build.views.names import HIDDEN
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class PracticesView:
    """All practices."""

    table: Table


@dataclass(frozen=True, slots=True)
class PracticeView:
    """One practice."""

    title: str
    department: Cell
    since: str
    session: Cell
    adopted: tuple[tuple[Cell, str], ...]
    body: Prose


@dataclass(frozen=True, slots=True)
class TrainingView:
    """Training needs, and the actions that answer them."""

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
    led_to: tuple[tuple[Cell, Chip | None], ...]


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """All feedback: what waits for an answer first."""

    unanswered: tuple[FeedbackPart, ...]
    answered: tuple[FeedbackPart, ...]


def build_practices(subject: Subject) -> PracticesView:
    """All practices and who adopted them."""
    names = subject.names
    rows = tuple(
        Row(
            (
                names.link(record.id, "practice"),
                names.department(record.data.from_),
                day(record.data.since),
                tuple(names.department(department) for department in record.data.adopted),
            )
        )
        for record in subject.portfolio.practices.values()
    )
    return PracticesView(
        Table("Practices", ("Practice", "From", "Since", "Adopted by"), rows, "No practice has been shared yet.")
    )


def build_practice_pages(subject: Subject) -> Iterator[tuple[str, PracticeView]]:
    """A page for each practice, by its id."""
    names = subject.names
    for record in subject.portfolio.practices.values():
        hidden = record.data.confidential
        yield (
            record.id,
            PracticeView(
                HIDDEN if hidden else record.data.title,
                names.department(record.data.from_),
                day(record.data.since),
                names.link(record.data.session, "session"),
                tuple((names.department(department), day(when)) for department, when in record.data.adopted.items()),
                Prose("" if hidden else record.body),
            ),
        )


def build_training(subject: Subject) -> TrainingView:
    """Every training need reported by the day, with what answers it."""
    names = subject.names
    answers: dict[str, list[str]] = {}
    for action in subject.portfolio.actions.values():
        for ref in action.data.for_:
            answers.setdefault(ref, []).append(action.id)
    found = []
    for report in subject.portfolio.reports.values():
        session_id, _, department = report.id.partition("/")
        session = subject.portfolio.sessions.get(session_id)
        if session is None or session.data.date > subject.snapshot.as_of:
            continue
        hidden = report.data.confidential or session.data.confidential
        for key, need in report.data.training_needs.items():
            items = [
                item for one in answers.get(f"{report.id}/{key}", ()) if (item := subject.snapshot.find("action", one))
            ]
            answered: tuple[Cell, ...] = tuple((names.item(item), chip_of(item)) for item in items)
            wanted = tuple(names.department(one) for one in need.for_) or (names.department(department),)
            found.append(
                (
                    session.data.date,
                    Row(
                        (
                            HIDDEN if hidden else need.skill,
                            wanted,
                            "" if hidden else Prose(need.why or ""),
                            names.link(session_id, "session"),
                            answered or ("nothing yet",),
                        )
                    ),
                )
            )
    found.sort(key=lambda one: one[0], reverse=True)
    return TrainingView(
        Table(
            "Training needs",
            ("Skill", "For", "Why", "Raised in", "Answered by"),
            tuple(row for _, row in found),
            "No training need has been raised yet.",
        )
    )


def build_feedback(subject: Subject) -> FeedbackView:
    """All feedback given by the day."""
    as_of = subject.snapshot.as_of
    records = [record for record in subject.portfolio.feedback.values() if record.data.date <= as_of]
    records.sort(key=lambda record: (record.data.date, record.id), reverse=True)
    parts = []
    for record in records:
        data = record.data
        response = data.response if data.response and data.response.on <= as_of else None
        hidden = data.confidential
        led_to = []
        for ref in data.led_to:
            item = subject.snapshot.find("action", ref) or subject.snapshot.find("adjustment", ref)
            led_to.append(
                (subject.names.link(ref, "practice", "action", "adjustment"), chip_of(item) if item else None)
            )
        part = FeedbackPart(
            record.id,
            HIDDEN if hidden else data.title,
            day(data.date),
            subject.names.person(data.from_) if data.from_ and not hidden else "anonymous",
            subject.names.link(data.session, "session"),
            Prose("" if hidden else record.body),
            Prose("" if hidden or response is None else response.note),
            subject.names.person(response.by) if response else "",
            tuple(led_to),
        )
        parts.append((response is None, part))
    return FeedbackView(
        tuple(part for is_open, part in parts if is_open), tuple(part for is_open, part in parts if not is_open)
    )
