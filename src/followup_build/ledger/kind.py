"""The kind of an adjustment, which follows from its changes: timeline, strategy, resources or targets."""

from __future__ import annotations

from enum import StrEnum

from followup_build.model.adjustment import Addition, Adjustment, Alteration, Drop, TargetMove, Transfer
from followup_build.portfolio import MEMBER_KINDS, Portfolio, added_ref


class AdjustmentKind(StrEnum):
    """What of a plan an adjustment touches."""

    TIMELINE = "timeline"
    STRATEGY = "strategy"
    RESOURCES = "resources"
    TARGETS = "targets"


_BY_FIELD = {
    "due": AdjustmentKind.TIMELINE,
    "depends_on": AdjustmentKind.TIMELINE,
    "period": AdjustmentKind.TIMELINE,
    # Who answers for something is a question of means: a person with the time for it.
    "owner": AdjustmentKind.RESOURCES,
}
_BY_KIND = {
    "kpi": AdjustmentKind.TARGETS,
    "resource": AdjustmentKind.RESOURCES,
    "goal": AdjustmentKind.STRATEGY,
    "milestone": AdjustmentKind.STRATEGY,
    "plan": AdjustmentKind.STRATEGY,
}
_OF_STRATEGY = ("title", "summary", "goal")
"""What a KPI is called and what it serves says what the plan wants, not how much of it."""


def kinds_of(portfolio: Portfolio, adjustment: Adjustment) -> tuple[AdjustmentKind, ...]:
    """The kinds of an adjustment, once each and in the order of the vocabulary; most adjustments have one."""
    found: set[AdjustmentKind] = set()
    for change in adjustment.changes:
        if isinstance(change, Transfer):
            found.add(AdjustmentKind.RESOURCES)
        elif isinstance(change, Addition):
            found.add(_BY_KIND[added_ref(change)[0]])
        elif isinstance(change, Drop):
            target = portfolio.find(change.drop, *MEMBER_KINDS)
            found.add(_BY_KIND[target.kind] if target else AdjustmentKind.STRATEGY)
        elif isinstance(change, Alteration):
            found.update(_of_field(change.kind, name) for name, _ in change.moves())
            if isinstance(getattr(change, "target", None), TargetMove):
                found.add(AdjustmentKind.TARGETS)
    return tuple(kind for kind in AdjustmentKind if kind in found)


def _of_field(kind: str, field: str) -> AdjustmentKind:
    if kind == "kpi" and field in _OF_STRATEGY:
        return AdjustmentKind.STRATEGY
    return _BY_FIELD.get(field) or _BY_KIND[kind]
