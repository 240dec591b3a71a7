"""Succession: which plan took over from another, and which of its promises go on there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from followup_build.ledger.approval import plan_approved_on
from followup_build.ledger.books import CurrentPlan, Ledger
from followup_build.model.plan import Goal, Kpi, Milestone, Plan
from followup_build.portfolio import Portfolio


def find_successors(portfolio: Portfolio, ledger: Ledger, as_of: date) -> Mapping[str, CurrentPlan]:
    """The plans that had taken over by a day, by the plan that each one superseded.

    A draft takes over from nobody, nor does a plan whose period has yet to start: until then the old one holds.
    """
    found: dict[str, CurrentPlan] = {}
    for plan in ledger.plans.values():
        current = plan.current
        is_known = current.supersedes and current.supersedes != plan.id and current.period.start <= as_of
        if current.supersedes and is_known and plan_approved_on(portfolio, current, as_of) is not None:
            found.setdefault(current.supersedes, plan)
    return found


def find_heir(old: CurrentPlan, successor: CurrentPlan, kind: str, key: str) -> str | None:
    """The ref of the promise that carries on a KPI, milestone or goal of a superseded plan.

    None: nothing does, so it ended with its plan.
    """
    candidates = {
        other: promise
        for other, promise in _promises(successor.current, kind).items()
        if f"{successor.id}/{other}" not in successor.dropped
    }
    if key in candidates:
        return f"{successor.id}/{key}"
    # The key is the identity; a team that chose another one still says by the same title that the promise goes on.
    title = _promises(old.current, kind)[key].title
    heir = next((other for other, promise in candidates.items() if promise.title == title), None)
    return f"{successor.id}/{heir}" if heir is not None else None


def _promises(plan: Plan, kind: str) -> Mapping[str, Goal | Kpi | Milestone]:
    promises: Mapping[str, Goal | Kpi | Milestone] = getattr(plan, f"{kind}s")
    return promises
