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
    Contact,
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
    Shorthand,
    Text,
    Time,
    TopRecord,
    Truth,
    Url,
    fault,
    parse_text,
    shown,
    written,
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


Month = Annotated[
    int, Scalar(_parse_month, written("1 to 12", "integer", pattern="[1-9]|1[0-2]", minimum=1, maximum=12))
]
_All = Annotated[str, Scalar(parse_text, written("All departments", enum=["all"]))]
DepartmentsOrAll = Annotated[tuple[DepartmentRef, ...], BeforeValidator(_all_is_empty), Shorthand(_All)]
"""A list of departments, or the word `all`; empty means all."""


class FiscalYear(Shape):
    """In which month the fiscal year starts, and which year it is named by."""

    noun: ClassVar[str] = "fiscal year"
    first_month: Month = 1
    """The month in which it starts, 1 to 12."""
    named_by: YearNameWord = YearName.START
    """Which of its two calendar years it is named by."""


class Mail(Shape):
    """Who sends, who always receives, and to which domains mail may go."""

    noun: ClassVar[str] = "mail section"
    from_: Email = Field(alias="from")
    """The address that sends."""
    subscribers: tuple[Email, ...] = ()
    """Who always receives."""
    domains: tuple[Domain, ...] = ()
    """To which domains mail may go."""


class FeedbackWays(Shape):
    """How staff give feedback, beside the form on the platform, which shows who wrote."""

    noun: ClassVar[str] = "feedback section"
    anonymous: Contact | None = None
    """How to give feedback without being named: a web address, a mail address, or a sentence."""


class Thresholds(Shape):
    """From which attainment a KPI is green, and from which amber; below it is red."""

    noun: ClassVar[str] = "thresholds section"
    green: Number = Decimal("0.95")
    """The least attainment that is green."""
    amber: Number = Decimal("0.85")
    """The least attainment that is amber."""


class StaleAfter(Shape):
    """After how many days without news something counts as stale."""

    noun: ClassVar[str] = "stale_after section"
    measurements: Count = 15
    """After the end of a period that was not measured."""
    actions: Count = 30
    """After the last update of an action."""
    milestones: Count = 45
    """After the last update of a milestone."""


def _spell_out_approver(value: object) -> object:
    return {"who": value} if isinstance(value, str) else value


class Approver(Shape):
    """A person who may approve, perhaps only from or until a day."""

    noun: ClassVar[str] = "approver"
    who: PersonRef
    """The person."""
    since: Date | None = None
    """The first day on which the person may approve."""
    until: Date | None = None
    """The last day on which the person may approve."""

    def covers(self, day: date) -> bool:
        """Whether this person was an approver on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


ApproverOrName = Annotated[Approver, BeforeValidator(_spell_out_approver), Shorthand(PersonRef)]


class Department(Shape):
    """A part of the organisation that has plans of its own."""

    noun: ClassVar[str] = "department"
    name: Text | None
    """Its name."""
    head: PersonRef | None
    """Who leads it."""
    approvers: Annotated[tuple[ApproverOrName, ...], Field(min_length=1)] | None
    """Who may approve its plans and adjustments; former ones stay, with the last day."""


class Cadence(Shape):
    """A series of sessions: how often, on which day, for whom; or, after milestones, within how many working days."""

    noun: ClassVar[str] = "cadence"
    kind: SessionKindWord
    """What its sessions are held for."""
    title: Text | None = None
    """The name of its sessions."""
    every: Interval | None = None
    """How often."""
    on: DayWithin | None = None
    """The day within the interval."""
    from_: Date | None = Field(None, alias="from")
    """The day from which the sessions are counted."""
    until: Date | None = None
    """The last day on which it may fall."""
    time: Time | None = None
    """When they start, in the organisation's time zone."""
    minutes: Count | None = None
    """How long they take."""
    departments: DepartmentsOrAll = ()
    """Who reports to them."""
    within: Count | None = None
    """Working days after a major milestone; only for the kind `post-milestone`."""


class Organisation(TopRecord):
    """The settings of the whole: `organisation.yml`."""

    noun: ClassVar[str] = "organisation"
    format: Count = 1
    """The version of the form of the records."""
    name: Text | None
    """Its name."""
    timezone: Label | None
    """The IANA name of the time zone that decides what today is, for example Africa/Johannesburg."""
    country: Label | None = None
    """The country whose holidays count, for example ZA."""
    fiscal_year: FiscalYear = FiscalYear()
    """When its year starts, and what it is called."""
    approvers: tuple[ApproverOrName, ...] = ()
    """Who may approve its own plans and adjustments."""
    repository: Url | None = None
    """Where the records are kept, for links."""
    site_url: Url | None = None
    """Where the site is published."""
    mail: Mail | None = None
    """Who sends and receives mail."""
    feedback: FeedbackWays = FeedbackWays()
    """How staff give feedback."""
    thresholds: Thresholds = Thresholds()
    """From which attainment KPIs are green or amber."""
    stale_after: StaleAfter = StaleAfter()
    """After how many days without news something counts as stale."""
    rules: dict[Id, RuleLevelWord] = {}
    """How much single rules weigh here, by rule."""
    departments: dict[Id, Department] | None
    """The parts that have plans of their own, by id."""
    cadences: dict[Id, Cadence] = {}
    """The series of sessions, by id."""

    @property
    def calendar(self) -> FiscalCalendar:
        """What turns period keys into days here."""
        return FiscalCalendar(self.fiscal_year.first_month, self.fiscal_year.named_by is YearName.START)


class Person(Shape):
    """Somebody who may own, attend or approve."""

    noun: ClassVar[str] = "person"
    name: Text | None
    """The full name."""
    email: Email | None = None
    """The mail address."""
    department: DepartmentRef | None = None
    """Where the person works."""
    role: Text | None = None
    """What the person does."""
    github: Login | None = None
    """The login on the platform; approvers need one."""
    left: Date | None = None
    """The last day; from then on the person may own nothing that is open."""
    confidential: Truth = False
    """Whether the site keeps to itself what is said of the person."""


class People(RootModel[dict[Id, Person]]):
    """All persons by id: `people.yml`."""


class Holidays(RootModel[dict[Date, Text]]):
    """Days on which nobody meets, with their names: `holidays.yml`."""
