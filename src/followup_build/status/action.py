"""Actions: open, overdue, done, and verified or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followup_build.model.action import Action
from followup_build.model.vocabulary import ActionState, Status
from followup_build.portfolio import Portfolio
from followup_build.status.item import ActionFigures
from followup_build.status.wording import count_text, day_text, times_text

SOON = 7
CLOSED = (ActionState.VERIFIED, ActionState.DROPPED)


@dataclass(frozen=True, slots=True)
class ActionResult:
    """Status, figures, reasons and present owner of one action."""

    status: Status
    stale: bool
    reasons: tuple[str, ...]
    figures: ActionFigures
    owner: str | None


def known_from(portfolio: Portfolio, action: Action) -> date | None:
    """The day on which an action was agreed: its session's, else its adjustment's proposal; None without either."""
    session = portfolio.sessions.get(action.session or "")
    if session is not None:
        return session.data.date
    adjustment = portfolio.adjustments.get(action.adjustment or "")
    return adjustment.data.proposed.on if adjustment else None


def evaluate_action(action: Action, agreed: date | None, *, stale_after: int, as_of: date) -> ActionResult:
    """The status of an action as of a date; the state is the last word of its updates."""
    state, due, follow_up, owner = ActionState.OPEN, action.due, action.follow_up, action.owner
    moves = 0
    updated = closed = None
    for day, update in sorted(action.updates.items()):
        if day > as_of:
            break
        updated = day
        if update.due is not None and update.due != due:
            moves += 1
        due, follow_up, owner = update.due or due, update.follow_up or follow_up, update.owner or owner
        if update.state is not None:
            if update.state in (ActionState.DONE, ActionState.DROPPED):
                closed = day
            elif update.state is not ActionState.VERIFIED:
                closed = None
            state = update.state
    is_done = state in (ActionState.DONE, ActionState.VERIFIED)
    is_open = not is_done and state is not ActionState.DROPPED
    figures = ActionFigures(
        due_original=action.due,
        due=due,
        follow_up=follow_up,
        state=state,
        days_overdue=max(0, (as_of - due).days) if is_open else 0,
        moves=moves,
        updated=updated,
        closed=closed if not is_open else None,
        days_late=(closed - due).days if is_done and closed else None,
    )
    last = updated or agreed
    stale = is_open and last is not None and (as_of - last).days > stale_after
    status, reason = _judge(figures, as_of)
    reasons = [reason]
    if moves and status is not Status.AT_RISK:
        reasons.append(_moved(figures))
    if stale and last is not None:
        reasons.append(f"No news since {day_text(last)}.")
    return ActionResult(status, stale, tuple(reasons), figures, owner)


def _judge(figures: ActionFigures, as_of: date) -> tuple[Status, str]:
    due = day_text(figures.due)
    if figures.state is ActionState.DROPPED:
        return Status.DROPPED, f"Dropped on {day_text(figures.closed)}." if figures.closed else "Dropped."
    if figures.state is ActionState.VERIFIED:
        return Status.ACHIEVED, f"Done{_late(figures)}, and verified that it worked."
    if figures.state is ActionState.DONE:
        if figures.follow_up is not None and figures.follow_up < as_of:
            return (
                Status.AT_RISK,
                f"Done{_late(figures)}; whether it worked should have been checked on {day_text(figures.follow_up)}.",
            )
        check = f" on {day_text(figures.follow_up)}" if figures.follow_up else ""
        return Status.ON_TRACK, f"Done{_late(figures)}; whether it worked is checked{check}."
    if figures.days_overdue:
        return Status.OFF_TRACK, f"Due {due}, {count_text(figures.days_overdue, 'day')} overdue."
    if figures.state is ActionState.BLOCKED:
        return Status.AT_RISK, f"Blocked; due {due}."
    if (figures.due - as_of).days <= SOON:
        left = (figures.due - as_of).days
        return Status.AT_RISK, f"Due {due}, {_in(left)}."
    again = "Open again, because it did not work: d" if figures.state is ActionState.INEFFECTIVE else "D"
    if figures.moves:
        return Status.AT_RISK, f"{again}ue {due}. {_moved(figures)}"
    return Status.ON_TRACK, f"{again}ue {due}."


def _moved(figures: ActionFigures) -> str:
    return f"Moved {times_text(figures.moves)}; first due {day_text(figures.due_original)}."


def _late(figures: ActionFigures) -> str:
    if figures.closed is None:
        return ""
    late = f", {count_text(figures.days_late, 'day')} late" if figures.days_late and figures.days_late > 0 else ""
    return f" on {day_text(figures.closed)}{late}"


def _in(days: int) -> str:
    return "today" if days == 0 else f"in {count_text(days, 'day')}"
