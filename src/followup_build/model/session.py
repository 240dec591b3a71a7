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
    """What will be spoken of."""
    by: PersonRef | None = None
    """Who brings it."""
    minutes: Count | None = None
    """How long it may take."""


class Session(TopRecord):
    """A meeting that follows plans up; its minutes are the file's text."""

    noun: ClassVar[str] = "session"
    title: Text
    """The session's name."""
    kind: SessionKindWord | None
    """What it is held for."""
    date: Date
    """The day on which it is or was held."""
    status: SessionStateWord
    """Whether it is planned, was held, or was cancelled."""
    cadence: CadenceRef | None = None
    """The series that it belongs to."""
    occurrence: Date | None = None
    """The day of the cadence that this session answers, where it is not the nearest."""
    time: Time | None = None
    """When it starts, in the organisation's time zone; of an hour that a night has twice, the first is meant."""
    minutes: Count | None = None
    """How long it takes."""
    place: Text | None = None
    """Where it is held."""
    chair: PersonRef | None = None
    """Who leads it."""
    departments: DepartmentsOrAll = ()
    """Who reports to it."""
    milestone: MilestoneRef | None = None
    """The milestone that it follows; for the kind `post-milestone`."""
    attendees: tuple[PersonRef, ...] = ()
    """Who was there."""
    apologies: tuple[PersonRef, ...] = ()
    """Who was excused."""
    agenda: tuple[Topic, ...] = ()
    """Topics beside the computed agenda."""
    decisions: dict[Id, Text] = {}
    """What was decided, by key."""


class Assessment(Shape):
    """A department's own view of its status, shown beside the computed one until a day."""

    noun: ClassVar[str] = "assessment"
    status: StatusWord
    """The department's own view."""
    because: Text
    """Why the department sees it so."""
    until: Date | None = None
    """The last day on which this holds."""


class Challenge(Shape):
    """What stands in the way, why, and what is done about it."""

    noun: ClassVar[str] = "challenge"
    title: Text
    """What stands in the way."""
    category: CauseCategoryWord | None
    """Where it comes from."""
    severity: ChallengeSeverityWord = ChallengeSeverity.MEDIUM
    """How much it hurts."""
    affects: tuple[MemberRef, ...] = ()
    """The promises that it puts at risk."""
    causes: Annotated[tuple[Text, ...], Field(min_length=1)] | None
    """Each answer is the cause of the line above it; the last one is the root cause."""
    response: tuple[AnswerRef, ...] = ()
    """The actions and adjustments that answer it."""
    accepted: Text | None = None
    """Why nothing is done about it."""


class Achievement(Shape):
    """What was reached, and whom to thank."""

    noun: ClassVar[str] = "achievement"
    title: Text
    """What was reached."""
    milestone: MilestoneRef | None = None
    """The milestone that was reached."""
    kpi: KpiRef | None = None
    """The KPI that it shows in."""
    thanks: tuple[PersonRef, ...] = ()
    """Whom to thank."""


class TrainingNeed(Shape):
    """A skill that somebody lacks."""

    noun: ClassVar[str] = "training need"
    skill: Text
    """What somebody should learn."""
    for_: tuple[DepartmentRef, ...] = Field((), alias="for")
    """The departments that lack it."""
    why: Text | None = None
    """What the lack of it does."""


class Report(TopRecord):
    """One department's report to one session."""

    noun: ClassVar[str] = "report"
    by: PersonRef | None
    """Who reports."""
    assessment: Assessment | None = None
    """The department's own view of its status."""
    challenges: dict[Id, Challenge] = {}
    """What stands in the way, by key."""
    achievements: dict[Id, Achievement] = {}
    """What was reached, by key."""
    practices: tuple[PracticeRef, ...] = ()
    """Ways of working that others may adopt."""
    training_needs: dict[Id, TrainingNeed] = {}
    """Skills that are lacking, by key."""
    feedback: tuple[FeedbackRef, ...] = ()
    """What staff said."""
