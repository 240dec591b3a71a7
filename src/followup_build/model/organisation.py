"""`organisation.yml`, `people.yml` and `holidays.yml`: who follows up, when, and by which thresholds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field, RootModel

from followup_build.model.period import FiscalCalendar
from followup_build.model.recurrence import DayWithin, Interval
from followup_build.model.scalars import (
    Count,
    Date,
    DepartmentRef,
    Domain,
    Email,
    Id,
    Label,
    Login,
    Number,
    PersonRef,
    Scalar,
    Shape,
    Text,
    Time,
    TopRecord,
    Truth,
    Url,
    fault,
    shown,
)
from followup_build.model.vocabulary import SessionKindWord, word


class RuleLevel(StrEnum):
    """How much a rule weighs in this organisation."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


class YearName(StrEnum):
    """Which of its two calendar years a fiscal year is named by."""

    START = "start"
    END = "end"


RuleLevelWord = Annotated[RuleLevel, word(RuleLevel)]
YearNameWord = Annotated[YearName, word(YearName)]


def _parse_month(value: object) -> int:
    if not isinstance(value, str) or value not in {str(month) for month in range(1, 13)}:
        raise fault("not-a-number", f"{shown(value)} is not a month", "write the month's number, 1 to 12")
    return int(value)


_EVERYONE = frozenset(("all", "any", "each", "every", "everybody", "everyone", "none", "whole"))


def _all_is_empty(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value != "all":
        message = f"expected all, or a list of departments, found {shown(value)}"
        raise fault("wrong-type", message, f"write departments: all, or a list such as {_list_such_as(value)}")
    return ()


def _list_such_as(value: str) -> str:
    return f"[{value}]" if value.lower() not in _EVERYONE else "[finance, legal]"


Month = Annotated[int, Scalar(_parse_month, {"type": ["integer", "string"], "minimum": 1, "maximum": 12})]
DepartmentsOrAll = Annotated[tuple[DepartmentRef, ...], BeforeValidator(_all_is_empty)]
"""A list of departments, or the word `all`; empty means all."""


class FiscalYear(Shape):
    """In which month the fiscal year starts, and which year it is named by."""

    noun: ClassVar[str] = "fiscal year"
    first_month: Month = 1
    named_by: YearNameWord = YearName.START


class Mail(Shape):
    """Who sends, who always receives, and to which domains mail may go."""

    noun: ClassVar[str] = "mail section"
    from_: Email = Field(alias="from")
    subscribers: tuple[Email, ...] = ()
    domains: tuple[Domain, ...] = ()


class Thresholds(Shape):
    """From which attainment a KPI is green, and from which amber; below it is red."""

    noun: ClassVar[str] = "thresholds section"
    green: Number = Decimal("0.95")
    amber: Number = Decimal("0.85")


class StaleAfter(Shape):
    """After how many days without news something counts as stale."""

    noun: ClassVar[str] = "stale_after section"
    measurements: Count = 15
    """After the end of a period that was not measured."""
    actions: Count = 30
    milestones: Count = 45


def _spell_out_approver(value: object) -> object:
    return {"who": value} if isinstance(value, str) else value


class Approver(Shape):
    """A person who may approve, perhaps only from or until a day."""

    noun: ClassVar[str] = "approver"
    who: PersonRef
    since: Date | None = None
    until: Date | None = None

    def covers(self, day: date) -> bool:
        """Whether this person was an approver on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


ApproverOrName = Annotated[Approver, BeforeValidator(_spell_out_approver)]


class Department(Shape):
    """A part of the organisation that has plans of its own."""

    noun: ClassVar[str] = "department"
    name: Text | None
    head: PersonRef | None
    approvers: Annotated[tuple[ApproverOrName, ...], Field(min_length=1)] | None


class Cadence(Shape):
    """A series of sessions: how often, on which day, for whom; or, after milestones, within how many working days."""

    noun: ClassVar[str] = "cadence"
    kind: SessionKindWord
    title: Text | None = None
    every: Interval | None = None
    on: DayWithin | None = None
    from_: Date | None = Field(None, alias="from")
    until: Date | None = None
    time: Time | None = None
    minutes: Count | None = None
    departments: DepartmentsOrAll = ()
    within: Count | None = None
    """Working days after a major milestone; only for the kind `post-milestone`."""


class Organisation(TopRecord):
    """The settings of the whole: `organisation.yml`."""

    noun: ClassVar[str] = "organisation"
    format: Count = 1
    name: Text | None
    timezone: Label | None
    country: Label | None = None
    fiscal_year: FiscalYear = FiscalYear()
    approvers: tuple[ApproverOrName, ...] = ()
    repository: Url | None = None
    site_url: Url | None = None
    mail: Mail | None = None
    thresholds: Thresholds = Thresholds()
    stale_after: StaleAfter = StaleAfter()
    rules: dict[Id, RuleLevelWord] = {}
    departments: dict[Id, Department] | None
    cadences: dict[Id, Cadence] = {}

    @property
    def calendar(self) -> FiscalCalendar:
        """What turns period keys into days here."""
        return FiscalCalendar(self.fiscal_year.first_month, self.fiscal_year.named_by is YearName.START)


class Person(Shape):
    """Somebody who may own, attend or approve."""

    noun: ClassVar[str] = "person"
    name: Text | None
    email: Email | None = None
    department: DepartmentRef | None = None
    role: Text | None = None
    github: Login | None = None
    left: Date | None = None
    confidential: Truth = False


class People(RootModel[dict[Id, Person]]):
    """All persons by id: `people.yml`."""


class Holidays(RootModel[dict[Date, Text]]):
    """Days on which nobody meets, with their names: `holidays.yml`."""
