"""Approval: who may say yes for whom, and where an adjustment stands for it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from followup_build.model.adjustment import Addition, Adjustment, Alteration, Drop, Transfer
from followup_build.model.organisation import Approver
from followup_build.model.plan import Plan
from followup_build.portfolio import ORGANISATION, Portfolio, added_ref


class AdjustmentState(StrEnum):
    """Where an adjustment stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    EFFECTIVE = "effective"
    PARTLY = "partly"
    INEFFECTIVE = "ineffective"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


def approvers_of(portfolio: Portfolio, department: str | None) -> tuple[Approver, ...]:
    """Who may approve for a department, or for the organisation as a whole."""
    if department == ORGANISATION:
        return portfolio.organisation.approvers
    found = portfolio.departments.get(department or "")
    return (found.approvers or ()) if found else ()


def may_approve(portfolio: Portfolio, department: str | None, person: str, day: date) -> bool:
    """Whether somebody was an approver of a department on a day, and had not left."""
    found = portfolio.people.get(person)
    if found is not None and found.left is not None and found.left < day:
        return False
    return any(one.who == person and one.covers(day) for one in approvers_of(portfolio, department))


def plan_approved_on(portfolio: Portfolio, plan: Plan, as_of: date) -> date | None:
    """The day on which a plan was first approved by one of its department's approvers; None while it is a draft."""
    days = (
        approval.on
        for approval in plan.approvals
        if approval.on <= as_of and may_approve(portfolio, plan.department, approval.by, approval.on)
    )
    return min(days, default=None)


def departments_touched(portfolio: Portfolio, adjustment: Adjustment) -> tuple[str, ...]:
    """The departments whose plans an adjustment changes, sorted; each of them has to approve."""
    plans = {ref.partition("/")[0] for ref in refs_touched(adjustment)}
    found = {portfolio.plans[plan].data.department for plan in plans if plan in portfolio.plans}
    return tuple(sorted(department for department in found if department is not None))


def touches_unknown_plan(portfolio: Portfolio, adjustment: Adjustment) -> bool:
    """Whether a plan that an adjustment changes is not there, so that nobody can say whose approval it needs."""
    return any(ref.partition("/")[0] not in portfolio.plans for ref in refs_touched(adjustment))


def refs_touched(adjustment: Adjustment) -> tuple[str, ...]:
    """The promises that an adjustment changes, adds or drops, in order and once each."""
    refs: dict[str, None] = {}
    for change in adjustment.changes:
        if isinstance(change, Transfer):
            refs[change.transfer.from_] = refs[change.transfer.to] = None
        elif isinstance(change, Addition):
            refs[added_ref(change)[1]] = None
        elif isinstance(change, Drop):
            refs[change.drop] = None
        elif isinstance(change, Alteration):
            refs[change.ref] = None
    return tuple(refs)


def approved_on(
    portfolio: Portfolio,
    adjustment: Adjustment,
    as_of: date | None = None,
    *,
    departments: tuple[str, ...] | None = None,
) -> date | None:
    """The day on which the last department needed said yes; None while one is missing.

    An approval counts for a department if its giver was one of its approvers on that day and is not the proposer.
    Needed are all departments that the adjustment touches, or those named.
    """
    days: list[date] = []
    for department in departments if departments is not None else departments_touched(portfolio, adjustment):
        given = [
            approval.on
            for approval in adjustment.approvals
            if (as_of is None or approval.on <= as_of)
            and approval.by != adjustment.proposed.by
            and may_approve(portfolio, department, approval.by, approval.on)
        ]
        if not given:
            return None
        days.append(min(given))
    return max(days, default=None)


def adjustment_state(portfolio: Portfolio, adjustment: Adjustment, as_of: date | None = None) -> AdjustmentState:
    """Where an adjustment stood on a day; without a day, as its record says."""

    def is_known(day: date) -> bool:
        return as_of is None or day <= as_of

    if adjustment.rejected and is_known(adjustment.rejected.on):
        return AdjustmentState.REJECTED
    if adjustment.withdrawn and is_known(adjustment.withdrawn.on):
        return AdjustmentState.WITHDRAWN
    if approved_on(portfolio, adjustment, as_of) is None:
        return AdjustmentState.PROPOSED
    if adjustment.review and is_known(adjustment.review.on):
        return AdjustmentState(adjustment.review.outcome.value)
    return AdjustmentState.APPROVED


APPLIED = (AdjustmentState.APPROVED, AdjustmentState.EFFECTIVE, AdjustmentState.PARTLY, AdjustmentState.INEFFECTIVE)
"""The states in which an adjustment's changes are in the current plan."""
