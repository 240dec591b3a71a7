"""People: what is whose to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup_build.model.vocabulary import Status
from followup_build.views.cells import Cell, Row, Table, day
from followup_build.views.subject import Subject
from followup_build.views.tables import action_table, adjustment_table, kpi_table, milestone_table

_CLOSED = (Status.ACHIEVED, Status.DROPPED)


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Everybody."""

    table: Table


@dataclass(frozen=True, slots=True)
class PersonView:
    """What one person answers for."""

    name: str
    department: Cell
    role: str
    left: str
    actions: Table
    milestones: Table
    kpis: Table
    adjustments: Table


def build_people(subject: Subject) -> PeopleView:
    """Everybody, with how much is open."""
    rows = []
    for person_id, person in subject.portfolio.people.items():
        open_actions = sum(item.status not in _CLOSED for item in subject.items("action", owner=person_id))
        overdue = sum(item.status is Status.OFF_TRACK for item in subject.items("action", owner=person_id))
        note = f"left on {day(person.left)}" if person.left else person.role or ""
        rows.append(
            Row(
                (
                    subject.names.person(person_id),
                    subject.names.department(person.department),
                    note,
                    str(open_actions),
                    str(overdue),
                )
            )
        )
    return PeopleView(
        Table(
            "People", ("Name", "Department", "Role", "Open actions", "Overdue"), tuple(rows), "Nobody is on file yet."
        )
    )


def build_person_pages(subject: Subject) -> Iterator[tuple[str, PersonView]]:
    """A page for each person, by id: what is theirs to do now."""
    for person_id, person in subject.portfolio.people.items():
        milestones = [item for item in subject.items("milestone", owner=person_id) if item.status not in _CLOSED]
        yield (
            person_id,
            PersonView(
                person.name or person_id,
                subject.names.department(person.department),
                person.role or "",
                day(person.left) if person.left else "",
                action_table(
                    subject,
                    [item for item in subject.items("action", owner=person_id) if item.status not in _CLOSED],
                    "Open actions",
                ),
                milestone_table(subject, milestones, "Open milestones"),
                kpi_table(subject, subject.items("kpi", owner=person_id), "KPIs to measure"),
                adjustment_table(
                    subject,
                    [item for item in subject.items("adjustment", owner=person_id) if item.status not in _CLOSED],
                    "Adjustments to carry out",
                ),
            ),
        )
