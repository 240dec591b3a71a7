"""Where a plan stands on a day: a draft, still to begin, in force, over, or followed by another one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from followup_build.ledger.approval import plan_approved_on
from followup_build.ledger.books import CurrentPlan, Ledger
from followup_build.ledger.succession import find_successors
from followup_build.portfolio import Portfolio
from followup_build.status.wording import day_text


class Standing(StrEnum):
    """What a plan is on a day; only one that is in force colours anything above it."""

    DRAFT = "draft"
    """Nobody who may approve it has done so."""
    AHEAD = "ahead"
    """Approved, but its period has not begun."""
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"
    """Its period is over and an approved plan that follows it has begun: what was open was carried over, or ended."""
    ENDED = "ended"
    """Its period is over and nothing follows it yet, so what is open is still owed."""


OWED = (Standing.IN_FORCE, Standing.ENDED)
"""The plans whose promises somebody still has to answer for."""


def standings(portfolio: Portfolio, ledger: Ledger, as_of: date) -> dict[str, Standing]:
    """Where every plan stands on a day, by its id."""
    approved = {
        plan.id for plan in ledger.plans.values() if plan_approved_on(portfolio, plan.current, as_of) is not None
    }
    followed = find_successors(portfolio, ledger, as_of)
    return {plan.id: _standing(plan, as_of, approved, followed) for plan in ledger.plans.values()}


def _standing(plan: CurrentPlan, as_of: date, approved: Collection[str], followed: Collection[str]) -> Standing:
    period = plan.current.period
    if plan.id not in approved:
        return Standing.DRAFT
    if as_of < period.start:
        return Standing.AHEAD
    if as_of <= period.end:
        return Standing.IN_FORCE
    return Standing.SUPERSEDED if plan.id in followed else Standing.ENDED


def standing_text(plan: CurrentPlan, standing: Standing) -> str | None:
    """Why a plan colours nothing above it, in words; None for one that does."""
    period = plan.current.period
    match standing:
        case Standing.DRAFT:
            return "A draft: nobody has approved it yet, so it colours nothing above."
        case Standing.AHEAD:
            return f"It starts on {day_text(period.start)}, so it colours nothing above yet."
        case Standing.IN_FORCE:
            return None
        case Standing.SUPERSEDED | Standing.ENDED:
            return f"It ended on {day_text(period.end)}, so it colours nothing above any more."
