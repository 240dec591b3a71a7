"""A new organisation: who it is, who is in it, and when it meets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from followup_build.editing.fault import RefusedError
from followup_build.editing.naming import department_id, person_id
from followup_build.editing.scalars import write_scalar
from followup_build.model.period import FiscalCalendar, Period
from followup_build.model.scalars import ID_PATTERN
from followup_build.model.vocabulary import Frequency

_RESERVED = ("organisation", "session")
_SHORTEST_REST = timedelta(days=90)
"""With less of a fiscal year left, nobody begins to plan it."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who may own or approve."""

    id: str
    name: str
    department: str | None = None
    email: str | None = None
    login: str | None = None

    @property
    def fields(self) -> dict[str, str]:
        """What people.yml says of the person, in its order."""
        said = {"name": self.name, "email": self.email, "department": self.department, "github": self.login}
        return {key: value for key, value in said.items() if value is not None}


@dataclass(frozen=True, slots=True)
class NewDepartment:
    """A department, with the ids of its people."""

    id: str
    name: str
    head: str
    approvers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When sessions are held; None for a series that is not."""

    check_in: str | None = "first tuesday"
    """Of each month."""
    review: str | None = "second wednesday"
    """Of the month after a fiscal quarter."""
    after_milestone: str | None = "10"
    """Within so many working days."""


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """What an organisation starts with."""

    name: str
    timezone: str
    today: date
    departments: tuple[NewDepartment, ...]
    people: tuple[NewPerson, ...]
    country: str | None = None
    first_month: int = 1
    repository: str | None = None
    rhythm: Rhythm = field(default_factory=Rhythm)

    @property
    def calendar(self) -> FiscalCalendar:
        """Its fiscal years, each named by the calendar year in which it starts."""
        return FiscalCalendar(self.first_month)

    @property
    def year(self) -> str:
        """The fiscal year of the first plans: the one that runs, or the next one where little is left of it."""
        running = self.calendar.key_of(Frequency.YEARLY, self.today)
        end = self.calendar.period(running).end
        return running if end - self.today >= _SHORTEST_REST else str(int(running) + 1)

    @property
    def period(self) -> Period:
        """The days of the first plans."""
        return self.calendar.period(self.year)

    @property
    def cadences(self) -> dict[str, dict[str, str]]:
        """Its series of sessions, by id, as organisation.yml says them; all are still to come."""
        month = date(self.today.year + self.today.month // 12, self.today.month % 12 + 1, 1)
        quarter = self.calendar.period(self.calendar.key_of(Frequency.QUARTERLY, self.today)).end + timedelta(1)
        found: dict[str, dict[str, str]] = {}
        if self.rhythm.check_in is not None:
            found["monthly-check-in"] = {
                "title": "Monthly check-in", "kind": "monthly", "every": "month", "on": self.rhythm.check_in,
                "from": month.isoformat(), "time": "09:00", "minutes": "45", "departments": "all",
            }  # fmt: skip
        if self.rhythm.review is not None:
            found["quarterly-review"] = {
                "title": "Quarterly review", "kind": "quarterly", "every": "3 months", "on": self.rhythm.review,
                "from": quarter.isoformat(), "time": "10:00", "minutes": "120", "departments": "all",
            }  # fmt: skip
        if self.rhythm.after_milestone is not None:
            found["after-milestone"] = {
                "title": "After a milestone", "kind": "post-milestone", "within": self.rhythm.after_milestone,
            }  # fmt: skip
        return found


class NeedsIdError(RefusedError):
    """No id can be made of a name, or another has it; the message says so, and asks for one."""


class Register:
    """People and departments while they are named one after another, each with an id of its own."""

    def __init__(self) -> None:
        self.people: dict[str, NewPerson] = {}
        self.departments: dict[str, NewDepartment] = {}

    def person(self, typed: str, department: str | None = None) -> str:
        """The id of the person whom somebody names, by the id, by the name or by `id=name`; who is new is entered.

        Raises:
            NeedsIdError: the name gives no id, or one that somebody else has.
            RefusedError: a character of the name can stand in no record.
        """
        if typed in self.people:
            found = typed
        else:
            given, name = _parted(typed)
            found = given or next((one.id for one in self.people.values() if one.name == name), "") or person_id(name)
            if not found:
                raise NeedsIdError(f"no id can be made of {name}; write one in front of it, like a.b={name}")
            known = self.people.setdefault(found, NewPerson(found, name))
            if known.name != name:
                raise NeedsIdError(
                    f"{name} would be {found}, and so is {known.name}; write another id in front, like {found}.2={name}"
                )
        if department is not None and self.people[found].department is None:
            self.people[found] = replace(self.people[found], department=department)
        return found

    def new_department(self, typed: str) -> tuple[str, str]:
        """The id and the name of a department that somebody names, by the name or by `id=name`.

        Raises:
            NeedsIdError: the name gives no id, or one that another department has or none may have.
            RefusedError: a character of the name can stand in no record.
        """
        given, name = _parted(typed)
        found = given or department_id(name)
        if not found:
            raise NeedsIdError(f"no id can be made of {name}; write one in front of it, like sales={name}")
        if found in _RESERVED:
            raise NeedsIdError(f"no department may have the id {found}; write another in front, like {found}-1={name}")
        if found in self.departments:
            other = self.departments[found].name
            if other == name:
                raise RefusedError(f"{name} is there already")
            raise NeedsIdError(
                f"{name} would be {found}, and so is {other}; write another id in front, like {found}-2={name}"
            )
        return found, name

    def enter(self, department: NewDepartment) -> None:
        """Add a department."""
        self.departments[department.id] = department

    def tell(self, person: str, *, email: str | None = None, login: str | None = None) -> None:
        """Add what is known of a person."""
        one = self.people[person]
        self.people[person] = replace(one, email=email or one.email, login=login or one.login)

    def lonely(self) -> Iterator[NewDepartment]:
        """Departments in which nobody may approve what the head proposes."""
        yield from (one for one in self.departments.values() if one.approvers == (one.head,))

    def approvers_without_login(self) -> Iterator[NewPerson]:
        """Approvers whose reviews nobody could tell yet."""
        ids = dict.fromkeys(one for department in self.departments.values() for one in department.approvers)
        yield from (self.people[one] for one in ids if self.people[one].login is None)


def _parted(typed: str) -> tuple[str, str]:
    """The id that somebody gives, if any, and the name."""
    text = " ".join(typed.split())
    write_scalar(text)
    given, sign, name = text.partition("=")
    if sign and name.strip() and re.fullmatch(ID_PATTERN, given.strip()):
        return given.strip(), name.strip()
    return "", text
