"""People: what is whose to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from followup_build.model.learning import Feedback
from followup_build.model.organisation import Person
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import ItemStatus, SessionFigures
from followup_build.views.cells import Cell, Chip, Prose, Row, Table, chip_of, day, without
from followup_build.views.duties import Duties, build_duties
from followup_build.views.learning import known_feedback, known_response
from followup_build.views.subject import Subject
from followup_build.views.tables import action_table, adjustment_table, kpi_table, milestone_table


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Everybody."""

    table: Table


@dataclass(frozen=True, slots=True)
class PersonPart:
    """One kind of thing that a person has to do."""

    anchor: str
    title: str
    table: Table


@dataclass(frozen=True, slots=True)
class PersonView:
    """What one person answers for."""

    name: str
    department: Cell
    role: str
    left: str
    parts: tuple[PersonPart, ...]
    """The most urgent kind first, without those that are empty."""


def build_people(subject: Subject) -> PeopleView:
    """Everybody, with how much waits; those who left come last."""
    duties, nothing = build_duties(subject), Duties()
    people = sorted(subject.portfolio.people.items(), key=lambda one: has_left(subject, one[1]))
    rows = []
    for person_id, person in people:
        mine = duties.get(person_id, nothing)
        role: Cell = "" if person.confidential else person.role or ""
        if has_left(subject, person):
            role = (Chip("dropped", "–", f"left on {day(person.left)}"), role)
        rows.append(
            Row(
                (
                    subject.names.person(person_id),
                    subject.names.department(person.department or ORGANISATION),
                    role,
                    *(_count(number) for number in (len(mine.actions), mine.overdue, mine.red, len(mine.to_decide))),
                )
            )
        )
    columns = ("Name", "Department", "Role", "Open actions", "Overdue", "Off track", "To decide")
    return PeopleView(Table("People", columns, tuple(rows), "Nobody is on file yet."))


def has_left(subject: Subject, person: Person) -> bool:
    """Whether somebody had left by the day."""
    return person.left is not None and person.left <= subject.snapshot.as_of


def _count(number: int) -> str:
    """Nothing stands out less than a nought."""
    return str(number) if number else ""


def build_person_pages(subject: Subject) -> Iterator[tuple[str, PersonView]]:
    """A page for each person, by id: what is theirs to do now."""
    duties, nothing = build_duties(subject), Duties()
    said: dict[str, list[tuple[str, Feedback]]] = {}
    for record in known_feedback(subject):
        if record.data.from_ and not record.data.confidential:
            said.setdefault(record.data.from_, []).append((record.id, record.data))
    for person_id, person in subject.portfolio.people.items():
        parts = (*_parts(subject, duties.get(person_id, nothing)), _feedback(subject, said.get(person_id, ())))
        yield (
            person_id,
            PersonView(
                person.name or person_id,
                subject.names.department(person.department or ORGANISATION),
                "" if person.confidential else person.role or "",
                day(person.left) if has_left(subject, person) else "",
                tuple(part for part in parts if part.table.rows),
            ),
        )


def _parts(subject: Subject, mine: Duties) -> Iterator[PersonPart]:
    """What is theirs; that they own it, the page has said already."""
    yield PersonPart("decide", "To approve or refuse", adjustment_table(subject, mine.to_decide, "Adjustments"))
    yield PersonPart("actions", "Actions", without(action_table(subject, mine.actions, "Open actions"), "Owner"))
    yield PersonPart("verify", "Did it work?", without(action_table(subject, mine.to_verify, "Done actions"), "Owner"))
    yield PersonPart("milestones", "Milestones", without(milestone_table(subject, mine.milestones), "Owner"))
    yield PersonPart("kpis", "KPIs", without(kpi_table(subject, mine.kpis), "Owner"))
    yield PersonPart("effects", "Effects to review", without(adjustment_table(subject, mine.effects), "Owner"))
    yield PersonPart("sessions", "Sessions to chair", _sessions(subject, mine.sessions))
    yield PersonPart(
        "adjustments", "Adjustments under way", without(adjustment_table(subject, mine.adjustments), "Owner")
    )
    yield PersonPart("plans", "Plans", _plans(subject, mine.plans))


def _sessions(subject: Subject, items: Iterable[ItemStatus]) -> Table:
    rows = tuple(
        Row(
            (
                subject.names.item(item),
                day(item.figures.date),
                str(subject.portfolio.sessions[item.ref].data.kind or "–"),
            )
        )
        for item in items
        if isinstance(item.figures, SessionFigures)
    )
    return Table("Sessions to chair", ("Session", "Date", "Kind"), rows)


def _plans(subject: Subject, items: Iterable[ItemStatus]) -> Table:
    rows = tuple(Row((subject.names.item(item), chip_of(item), subject.names.reasons(item))) for item in items)
    return Table("Plans in force", ("Plan", "Status", "Why"), rows)


def _feedback(subject: Subject, said: Iterable[tuple[str, Feedback]]) -> PersonPart:
    rows = []
    for feedback_id, feedback in said:
        response = known_response(subject, feedback)
        answer: Cell = (Prose(response.note), f"on {day(response.on)}") if response is not None else "no answer yet"
        rows.append(Row((subject.names.link(feedback_id, "feedback"), day(feedback.date), answer)))
    return PersonPart(
        "feedback", "Feedback given", Table("Feedback given", ("Feedback", "Date", "Answer"), tuple(rows))
    )


def _kind(subject: Subject, item: ItemStatus) -> str:
    return str(subject.portfolio.sessions[item.ref].data.kind or "–")
