"""`sessions/*/`: a follow-up session, and the departments' reports to it."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from followup_build.model.organisation import DepartmentsOrAll
from followup_build.model.scalars import (
    AnswerRef,
    CadenceRef,
    Count,
    Date,
    DepartmentRef,
    FeedbackRef,
    Id,
    KpiRef,
    MemberRef,
    MilestoneRef,
    PersonRef,
    PracticeRef,
    Shape,
    Text,
    Time,
    TopRecord,
)
from followup_build.model.vocabulary import (
    CauseCategoryWord,
    ChallengeSeverity,
    ChallengeSeverityWord,
    SessionKindWord,
    SessionStateWord,
    StatusWord,
)


class Topic(Shape):
    """A point of the agenda beside the computed ones."""

    noun: ClassVar[str] = "topic"
    topic: Text
    by: PersonRef | None = None
    minutes: Count | None = None


class Session(TopRecord):
    """A meeting that follows plans up; its minutes are the file's text."""

    noun: ClassVar[str] = "session"
    title: Text
    kind: SessionKindWord | None
    date: Date
    status: SessionStateWord
    cadence: CadenceRef | None = None
    occurrence: Date | None = None
    """The day of the cadence that this session answers, where it is not the nearest."""
    time: Time | None = None
    minutes: Count | None = None
    place: Text | None = None
    chair: PersonRef | None = None
    departments: DepartmentsOrAll = ()
    milestone: MilestoneRef | None = None
    attendees: tuple[PersonRef, ...] = ()
    apologies: tuple[PersonRef, ...] = ()
    agenda: tuple[Topic, ...] = ()
    decisions: dict[Id, Text] = {}


class Assessment(Shape):
    """A department's own view of its status, shown beside the computed one until a day."""

    noun: ClassVar[str] = "assessment"
    status: StatusWord
    because: Text
    until: Date | None = None


class Challenge(Shape):
    """What stands in the way, why, and what is done about it."""

    noun: ClassVar[str] = "challenge"
    title: Text
    category: CauseCategoryWord | None
    severity: ChallengeSeverityWord = ChallengeSeverity.MEDIUM
    affects: tuple[MemberRef, ...] = ()
    causes: Annotated[tuple[Text, ...], Field(min_length=1)] | None
    """Each answer is the cause of the line above it; the last one is the root cause."""
    response: tuple[AnswerRef, ...] = ()
    accepted: Text | None = None
    """Why nothing is done about it."""


class Achievement(Shape):
    """What was reached, and whom to thank."""

    noun: ClassVar[str] = "achievement"
    title: Text
    milestone: MilestoneRef | None = None
    kpi: KpiRef | None = None
    thanks: tuple[PersonRef, ...] = ()


class TrainingNeed(Shape):
    """A skill that somebody lacks."""

    noun: ClassVar[str] = "training need"
    skill: Text
    for_: tuple[DepartmentRef, ...] = Field((), alias="for")
    why: Text | None = None


class Report(TopRecord):
    """One department's report to one session."""

    noun: ClassVar[str] = "report"
    by: PersonRef | None
    assessment: Assessment | None = None
    challenges: dict[Id, Challenge] = {}
    achievements: dict[Id, Achievement] = {}
    practices: tuple[PracticeRef, ...] = ()
    training_needs: dict[Id, TrainingNeed] = {}
    feedback: tuple[FeedbackRef, ...] = ()
