"""`plans/*.yml`: what was promised."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from followup_build.model.organisation import Thresholds
from followup_build.model.period import PeriodKey
from followup_build.model.scalars import (
    ID_PATTERN,
    BodyRef,
    Date,
    GoalRef,
    Id,
    Label,
    MilestoneRef,
    Number,
    PersonRef,
    PlanRef,
    Refers,
    Shape,
    Text,
    TopRecord,
    Truth,
    parse_id,
    written,
)
from followup_build.model.vocabulary import (
    Combine,
    CombineWord,
    DirectionWord,
    FrequencyWord,
    TargetPath,
    TargetPathWord,
)

OwnGoal = Annotated[
    str,
    Refers(parse_id, written("A goal of this plan", "number", pattern=ID_PATTERN), ("own-goal",)),
]
"""A goal of the same plan, by its key alone."""


class Approval(Shape):
    """Who said yes, and on which day."""

    noun: ClassVar[str] = "approval"
    by: PersonRef
    """The approver."""
    on: Date
    """The day of the approval."""


class PlanPeriod(Shape):
    """The first and the last day of a plan."""

    noun: ClassVar[str] = "period"
    start: Date
    """The first day."""
    end: Date
    """The last day."""


class Member(Shape):
    """What every promise of a plan has: a title and somebody who answers for it."""

    title: Text
    """What is promised, in a few words."""
    owner: PersonRef | None
    """The one person who answers for it."""
    summary: Text | None = None
    """What it means, in a sentence or two; Markdown."""


class Goal(Member):
    """What a plan is for."""

    noun: ClassVar[str] = "goal"
    supports: tuple[GoalRef, ...] = ()
    """Goals of a wider plan that this one serves."""
    perspective: Label | None = None
    """A free tag, for example of a balanced scorecard."""


class Milestone(Member):
    """Something that will be reached by a day."""

    noun: ClassVar[str] = "milestone"
    goal: OwnGoal | None = None
    """The goal that it serves, by its key in this plan."""
    due: Date
    """The day by which it will be reached."""
    major: Truth = False
    """Whether reaching it calls for a session."""
    depends_on: tuple[MilestoneRef, ...] = ()
    """Milestones, also of other plans, that must be reached before."""


class Baseline(Shape):
    """Where a KPI stood when the plan was made."""

    noun: ClassVar[str] = "baseline"
    date: Date
    """The day of the value."""
    value: Number
    """The value on that day, in the KPI's unit."""


class Range(Shape):
    """Where a KPI should stay; either end may be left out."""

    noun: ClassVar[str] = "range"
    low: Number | None = None
    """The lowest value that is good."""
    high: Number | None = None
    """The highest value that is good."""
    tolerance: Number = Decimal(0)
    """How far outside the range a value is still amber."""


class Kpi(Member):
    """A figure that should move or stay, measured at a frequency."""

    noun: ClassVar[str] = "KPI"
    goal: OwnGoal | None = None
    """The goal that it measures, by its key in this plan."""
    unit: Label | None
    """The unit of all its values."""
    direction: DirectionWord
    """Which way the value should go."""
    frequency: FrequencyWord | None
    """How often it is measured."""
    combine: CombineWord = Combine.LAST
    """What makes the value to date of the measurements."""
    baseline: Baseline | None = None
    """Where it stood when the plan was made."""
    targets: dict[PeriodKey, Number] = {}
    """What it should reach, by period or day."""
    path: TargetPathWord = TargetPath.LINEAR
    """What is expected between the targets."""
    range: Range | None = None
    """Where it should stay; for the direction `range`."""
    thresholds: Thresholds | None = None
    """From which attainment it is green or amber, where that differs from the organisation's."""


class Resource(Shape):
    """Means that a plan may use: people, money."""

    noun: ClassVar[str] = "resource"
    title: Text
    """What the means are."""
    amount: Number
    """How much of it there is."""
    unit: Label | None
    """What the amount counts."""
    summary: Text | None = None
    """What it is for; Markdown."""


class Plan(TopRecord):
    """A promise over a period; a draft until it is approved."""

    noun: ClassVar[str] = "plan"
    title: Text
    """The plan's name."""
    department: BodyRef | None
    """Whose plan it is."""
    owner: PersonRef | None
    """The one person who answers for the plan."""
    period: PlanPeriod
    """The days that it covers."""
    approvals: tuple[Approval, ...] = ()
    """Who approved it; without any it is a draft."""
    supersedes: PlanRef | None = None
    """The plan that this one takes the place of."""
    summary: Text | None = None
    """What the plan is about; Markdown."""
    goals: dict[Id, Goal] = {}
    """What the plan is for, by key."""
    milestones: dict[Id, Milestone] = {}
    """What will be reached by a day, by key."""
    kpis: dict[Id, Kpi] = {}
    """What is measured, by key."""
    resources: dict[Id, Resource] = {}
    """The means, by key."""

    @property
    def is_draft(self) -> bool:
        """Whether nobody has approved it yet, so that it may be edited freely."""
        return not self.approvals
