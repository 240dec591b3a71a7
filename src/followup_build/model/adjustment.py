"""`adjustments/DEPARTMENT/**/*.yml`: the only way to change a promise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Generic, TypeVar, get_type_hints

from pydantic import Discriminator, Field, Tag, create_model

from followup_build.model.period import PeriodKey
from followup_build.model.plan import Approval, Goal, Kpi, Milestone, Plan, Resource
from followup_build.model.scalars import (
    ChallengeRef,
    Date,
    GoalRef,
    KpiRef,
    MemberRef,
    MilestoneRef,
    Number,
    PersonRef,
    PlanRef,
    ResourceRef,
    SessionRef,
    Shape,
    Text,
    TopRecord,
)
from followup_build.model.vocabulary import OutcomeWord

ValueT = TypeVar("ValueT")


class Move(Shape, Generic[ValueT]):
    """One field's value before and after; a missing side means that the field is not there."""

    noun: ClassVar[str] = "change"
    from_: ValueT | None = Field(None, alias="from")
    """The value before."""
    to: ValueT | None = None
    """The value after."""


class Replacement(Move[ValueT], Generic[ValueT]):
    """The value before and after of a field that a promise must have."""

    to: ValueT


class TargetMove(Shape):
    """A target before and after; no `from`: a new target; no `to`: it is removed."""

    noun: ClassVar[str] = "target"
    at: PeriodKey
    """The period or day of the target."""
    from_: Number | None = Field(None, alias="from")
    """The target before; left out where there was none."""
    to: Number | None = None
    """The target after; left out where it is removed."""


class Alteration(Shape):
    """A change of fields of one promise; its subclasses name the promise's kind and the fields' types."""

    noun: ClassVar[str] = "change"
    kind: ClassVar[str]
    """The key that names the promise: `milestone`, `kpi`, `goal`, `resource` or `plan`."""
    promise: ClassVar[type[Shape]]
    """The class of that promise, whose fields may move."""

    @property
    def ref(self) -> str:
        """The promise that is changed."""
        return str(getattr(self, self.kind))

    def moves(self) -> Iterator[tuple[str, Move[Any]]]:
        """The fields that change, in the order of the promise's own fields."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, Move):
                yield name, value


def _alteration(kind: str, reference: Any, promise: type[Shape], *fixed: str) -> type[Alteration]:
    """The class of alterations of one kind of promise: every field of it but the fixed ones may move."""
    types = get_type_hints(promise, include_extras=True)
    noun = str(getattr(promise, "noun", kind))
    fields: dict[str, Any] = {kind: (reference, Field(description=f"The {noun} that changes."))}
    for name, info in promise.model_fields.items():
        if name not in fixed and name != kind:
            form = Replacement if info.is_required() else Move
            fields[name] = (form[types[name]] | None, None)
    if kind == "kpi":
        fields["target"] = (TargetMove | None, Field(None, description="The target that changes."))
    said = f"A change of a {noun}: each field that moves, with its value before and after."
    made = create_model(f"{kind.title()}Alteration", __base__=Alteration, __module__=__name__, __doc__=said, **fields)
    made.kind, made.promise = kind, promise
    return made


MilestoneAlteration = _alteration("milestone", MilestoneRef, Milestone)
KpiAlteration = _alteration("kpi", KpiRef, Kpi, "targets")
GoalAlteration = _alteration("goal", GoalRef, Goal)
ResourceAlteration = _alteration("resource", ResourceRef, Resource)
PlanAlteration = _alteration(
    "plan",
    PlanRef,
    Plan,
    "goals",
    "milestones",
    "kpis",
    "resources",
    "approvals",
    "formerly",
    "confidential",
    "department",
)


class TransferParts(Shape):
    """An amount that one resource gives to another."""

    noun: ClassVar[str] = "transfer"
    from_: ResourceRef = Field(alias="from")
    """The resource that gives."""
    to: ResourceRef
    """The resource that receives."""
    amount: Number
    """How much."""


class Transfer(Shape):
    """A change that moves means without making any."""

    noun: ClassVar[str] = "change"
    transfer: TransferParts
    """What moves from where to where."""


class AddedMilestone(Milestone):
    """A milestone that a plan did not have."""

    milestone: MilestoneRef
    """The new milestone, as PLAN/KEY."""


class AddedKpi(Kpi):
    """A KPI that a plan did not have."""

    kpi: KpiRef
    """The new KPI, as PLAN/KEY."""


class AddedGoal(Goal):
    """A goal that a plan did not have."""

    noun: ClassVar[str] = "goal"
    goal: GoalRef
    """The new goal, as PLAN/KEY."""


class AddedResource(Resource):
    """A resource that a plan did not have."""

    resource: ResourceRef
    """The new resource, as PLAN/KEY."""


_ORDER = ("milestone", "kpi", "resource", "goal", "plan")
# A milestone or a KPI also has a field `goal`, so the more special key decides.


def _promise_tag(value: Any) -> str:
    found = next((key for key in _ORDER if isinstance(value, dict) and key in value), None)
    return f"@{found or 'milestone'}"


AddedPromise = Annotated[
    Annotated[AddedMilestone, Tag("@milestone")]
    | Annotated[AddedKpi, Tag("@kpi")]
    | Annotated[AddedResource, Tag("@resource")]
    | Annotated[AddedGoal, Tag("@goal")],
    Discriminator(_promise_tag),
]


class Addition(Shape):
    """A change that adds a promise to a plan."""

    noun: ClassVar[str] = "change"
    add: AddedPromise
    """The new promise with all its fields."""


class Drop(Shape):
    """A change that takes a promise back."""

    noun: ClassVar[str] = "change"
    drop: MemberRef
    """The promise that is taken back."""
    because: Text
    """Why."""


def _change_tag(value: Any) -> str | None:
    keys = ("transfer", "add", "drop", *_ORDER) if isinstance(value, dict) else ()
    return next((f"@{key}" for key in keys if key in value), None)


Change = Annotated[
    Annotated[MilestoneAlteration, Tag("@milestone")]  # type: ignore[valid-type]
    | Annotated[KpiAlteration, Tag("@kpi")]  # type: ignore[valid-type]
    | Annotated[GoalAlteration, Tag("@goal")]  # type: ignore[valid-type]
    | Annotated[ResourceAlteration, Tag("@resource")]  # type: ignore[valid-type]
    | Annotated[PlanAlteration, Tag("@plan")]  # type: ignore[valid-type]
    | Annotated[Transfer, Tag("@transfer")]
    | Annotated[Addition, Tag("@add")]
    | Annotated[Drop, Tag("@drop")],
    Discriminator(_change_tag),
]
"""The tags begin with `@`, which no key can, so that the loader can take them out of a fault's route."""


class Proposal(Shape):
    """Who proposed, and on which day."""

    noun: ClassVar[str] = "proposal"
    by: PersonRef | None
    """Who proposes."""
    on: Date
    """The day of the proposal."""


class Refusal(Shape):
    """Who rejected or withdrew, when, and why."""

    noun: ClassVar[str] = "refusal"
    by: PersonRef | None
    """Who said no."""
    on: Date
    """The day of it."""
    because: Text | None
    """Why."""


class Expectation(Shape):
    """The effect hoped for: a KPI's value by a day."""

    noun: ClassVar[str] = "expectation"
    kpi: KpiRef
    """The KPI that should show the effect."""
    by: Date
    """The day by which it should."""
    value: Number
    """The value that is hoped for."""


class Review(Shape):
    """What was found when the effect was looked at."""

    noun: ClassVar[str] = "review"
    on: Date
    """The day of the review."""
    outcome: OutcomeWord
    """What was found."""
    by: PersonRef | None = None
    """Who looked."""
    note: Text | None = None
    """What was seen; Markdown."""


class Adjustment(TopRecord):
    """A change to promises: proposed, approved by every department it touches, and later reviewed."""

    noun: ClassVar[str] = "adjustment"
    title: Text
    """What changes, in a few words."""
    reason: Text | None
    """Why; Markdown."""
    owner: PersonRef | None
    """The one person who sees it through."""
    follow_up: Date | None
    """The day on which its effect will be looked at."""
    proposed: Proposal
    """Who proposed it, and when."""
    session: SessionRef | None = None
    """The session that it comes from."""
    challenge: ChallengeRef | None = None
    """The challenge that it answers."""
    approvals: tuple[Approval, ...] = ()
    """Who approved it, and when."""
    rejected: Refusal | None = None
    """Who rejected it, when, and why."""
    withdrawn: Refusal | None = None
    """Who withdrew it, when, and why."""
    changes: tuple[Change, ...]
    """What changes; all of it or nothing."""
    expects: Expectation | None = None
    """The effect that is hoped for."""
    review: Review | None = None
    """What was found when the effect was looked at."""
