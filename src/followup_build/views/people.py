"""People: what is whose to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from followup_build.model.learning import Feedback
from followup_build.model.organisation import Person
from followup_build.model.vocabulary import Status
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import ItemStatus
from followup_build.status.wording import away_text
from followup_build.views.calls import Call, call
from followup_build.views.cells import Cell, Chip, Line, Prose, Row, Table, chip_of, dated, day, without
from followup_build.views.concerns import Notice
from followup_build.views.duties import Duties, build_duties
from followup_build.views.learning import known_feedback, known_response
from followup_build.views.subject import Subject
from followup_build.views.tables import action_table, adjustment_table, kpi_table, milestone_table


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Everybody."""

    table: Table


@dataclass(frozen=True, slots=True)
class NowPart:
    """Things of one kind that somebody has to do soon."""

    anchor: str
    title: str
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class PersonPart:
    """One kind of thing that a person has to do."""

    anchor: str
    table: Table


@dataclass(frozen=True, slots=True)
class PersonView:
    """What one person answers for."""

    name: str
    department: Cell
    role: str
    left: str
    calls: tuple[Call, ...]
    """What waits, in numbers that lead to it."""
    now: tuple[NowPart, ...]
    """What cannot wait, the most urgent kind first, without those that are empty."""
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
                    *(
                        _count(number)
                        for number in (len(mine.actions), len(mine.overdue), len(mine.red), len(mine.to_decide))
                    ),
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
        mine = duties.get(person_id, nothing)
        parts = (*_parts(subject, person_id, mine), _feedback(subject, said.get(person_id, ())))
        yield (
            person_id,
            PersonView(
                person.name or person_id,
                subject.names.department(person.department or ORGANISATION),
                "" if person.confidential else person.role or "",
                day(person.left) if has_left(subject, person) else "",
                person_calls(mine, subject.snapshot.as_of),
                tuple(part for part in now_parts(subject, mine) if part.notices),
                tuple(part for part in parts if part.table.rows),
            ),
        )


def person_calls(mine: Duties, as_of: date) -> tuple[Call, ...]:
    """What waits for somebody in numbers, what weighs most first, without noughts."""
    every = (
        call(len(mine.overdue), "overdue", "overdue", Status.OFF_TRACK, anchor="overdue"),
        call(len(mine.red), "off track", "off track", Status.OFF_TRACK, anchor="red"),
        call(len(mine.to_decide), "to decide", "to decide", Status.NOT_STARTED, anchor="decide"),
        call(len(mine.due_soon(as_of)), "due soon", "due soon", Status.AT_RISK, anchor="soon"),
        call(mine.to_check, "to check", "to check", Status.AT_RISK, anchor="verify" if mine.to_verify else "effects"),
        call(len(mine.owed), "update owed", "updates owed", Status.AT_RISK, anchor="owed"),
        call(len(mine.sessions), "session to attend", "sessions to attend", Status.NOT_STARTED, anchor="sessions"),
    )
    return tuple(one for one in every if one.number)


def now_parts(subject: Subject, mine: Duties) -> Iterator[NowPart]:
    """What cannot wait; an item that is late and silent is told under both, since both are to be done."""

    def notices(items: Iterable[ItemStatus], reason: int = 0) -> tuple[Notice, ...]:
        return tuple(
            Notice(subject.names.item(item), chip_of(item), "" if item.confidential else item.reasons[reason], "")
            for item in items
        )

    yield NowPart("overdue", "Overdue", notices(mine.overdue))
    yield NowPart("red", "Off track", notices(mine.red))
    yield NowPart("soon", "Due within two weeks", notices(mine.due_soon(subject.snapshot.as_of)))
    yield NowPart("owed", "Updates owed", notices(mine.owed, -1))


def _parts(subject: Subject, person_id: str, mine: Duties) -> Iterator[PersonPart]:
    """What is theirs, what asks for something first; that they own it, the page has said already."""
    yield PersonPart("decide", adjustment_table(subject, mine.to_decide, "To approve or refuse"))
    yield PersonPart("verify", without(action_table(subject, mine.to_verify, "Did it work?"), "Owner"))
    yield PersonPart("effects", without(adjustment_table(subject, mine.effects, "Effects to review"), "Owner"))
    yield PersonPart("sessions", _sessions(subject, person_id, mine.sessions))
    yield PersonPart("actions", without(action_table(subject, mine.actions), "Owner"))
    yield PersonPart("milestones", without(milestone_table(subject, mine.milestones), "Owner"))
    yield PersonPart("kpis", without(kpi_table(subject, mine.kpis), "Owner"))
    under_way = adjustment_table(subject, mine.adjustments, "Adjustments under way")
    yield PersonPart("adjustments", without(under_way, "Owner"))
    yield PersonPart("plans", _plans(subject, mine.plans))


def _sessions(subject: Subject, person_id: str, items: Iterable[ItemStatus]) -> Table:
    rows = []
    for item in items:
        session = subject.portfolio.sessions[item.ref].data
        part = "in the chair" if item.owner == person_id else "invited"
        rows.append(
            Row((subject.names.item(item), dated(session.date), away_text(subject.snapshot.as_of, session.date), part))
        )
    return Table("Sessions to attend", ("Session", "Date", "When", "Part"), tuple(rows))


def _plans(subject: Subject, items: Iterable[ItemStatus]) -> Table:
    rows = tuple(Row((subject.names.item(item), chip_of(item), subject.names.reasons(item))) for item in items)
    return Table("Plans", ("Plan", "Status", "Why"), rows)


def _feedback(subject: Subject, said: Iterable[tuple[str, Feedback]]) -> PersonPart:
    rows = []
    for feedback_id, feedback in said:
        response = known_response(subject, feedback)
        answer: Cell = "no answer yet"
        if response is not None:
            answer = Prose(response.note), Line(("on ", dated(response.on)))
        rows.append(Row((subject.names.link(feedback_id, "feedback"), dated(feedback.date), answer)))
    return PersonPart("feedback", Table("Feedback given", ("Feedback", "Date", "Answer"), tuple(rows)))
