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
    Refers(
        parse_id, {"type": "string", "pattern": f"^{ID_PATTERN}$", "description": "A goal of this plan"}, ("own-goal",)
    ),
]
"""A goal of the same plan, by its key alone."""


class Approval(Shape):
    """Who said yes, and on which day."""

    noun: ClassVar[str] = "approval"
    by: PersonRef
    on: Date


class PlanPeriod(Shape):
    """The first and the last day of a plan."""

    noun: ClassVar[str] = "period"
    start: Date
    end: Date


class Member(Shape):
    """What every promise of a plan has: a title and somebody who answers for it."""

    title: Text
    owner: PersonRef | None
    summary: Text | None = None


class Goal(Member):
    """What a plan is for."""

    noun: ClassVar[str] = "goal"
    supports: tuple[GoalRef, ...] = ()
    perspective: Label | None = None


class Milestone(Member):
    """Something that will be reached by a day."""

    noun: ClassVar[str] = "milestone"
    goal: OwnGoal | None = None
    due: Date
    major: Truth = False
    depends_on: tuple[MilestoneRef, ...] = ()


class Baseline(Shape):
    """Where a KPI stood when the plan was made."""

    noun: ClassVar[str] = "baseline"
    date: Date
    value: Number


class Range(Shape):
    """Where a KPI should stay; either end may be left out."""

    noun: ClassVar[str] = "range"
    low: Number | None = None
    high: Number | None = None
    tolerance: Number = Decimal(0)


class Kpi(Member):
    """A figure that should move or stay, measured at a frequency."""

    noun: ClassVar[str] = "KPI"
    goal: OwnGoal | None = None
    unit: Label | None
    direction: DirectionWord
    frequency: FrequencyWord | None
    combine: CombineWord = Combine.LAST
    baseline: Baseline | None = None
    targets: dict[PeriodKey, Number] = {}
    path: TargetPathWord = TargetPath.LINEAR
    range: Range | None = None
    thresholds: Thresholds | None = None


class Resource(Shape):
    """Means that a plan may use: people, money."""

    noun: ClassVar[str] = "resource"
    title: Text
    amount: Number
    unit: Label | None
    summary: Text | None = None


class Plan(TopRecord):
    """A promise over a period; a draft until it is approved."""

    noun: ClassVar[str] = "plan"
    title: Text
    department: BodyRef | None
    owner: PersonRef | None
    period: PlanPeriod
    approvals: tuple[Approval, ...] = ()
    supersedes: PlanRef | None = None
    summary: Text | None = None
    goals: dict[Id, Goal] = {}
    milestones: dict[Id, Milestone] = {}
    kpis: dict[Id, Kpi] = {}
    resources: dict[Id, Resource] = {}

    @property
    def is_draft(self) -> bool:
        """Whether nobody has approved it yet, so that it may be edited freely."""
        return not self.approvals
