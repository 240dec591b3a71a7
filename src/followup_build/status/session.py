"""Sessions and adjustments: held or missed, decided or waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followup_build.ledger.approval import AdjustmentState, adjustment_state, approved_on, departments_touched
from followup_build.model.adjustment import Adjustment
from followup_build.model.session import Session
from followup_build.model.vocabulary import SessionState, Status
from followup_build.portfolio import Portfolio
from followup_build.status.item import AdjustmentFigures, SessionFigures
from followup_build.status.wording import day_text


@dataclass(frozen=True, slots=True)
class SessionResult:
    """Status, figures and reasons of one session."""

    status: Status
    reasons: tuple[str, ...]
    figures: SessionFigures


@dataclass(frozen=True, slots=True)
class AdjustmentResult:
    """Status, figures and reasons of one adjustment."""

    status: Status
    reasons: tuple[str, ...]
    figures: AdjustmentFigures


def evaluate_session(session: Session, as_of: date) -> SessionResult:
    """The status of a session as of a date; before its day, one that was held counts as planned."""
    day = day_text(session.date)
    if session.status is SessionState.CANCELLED:
        return SessionResult(Status.DROPPED, (f"Cancelled; it was planned for {day}.",), SessionFigures(session.date))
    if session.status is SessionState.HELD and session.date <= as_of:
        return SessionResult(Status.ACHIEVED, (f"Held on {day}.",), SessionFigures(session.date))
    if session.date < as_of:
        missed = SessionFigures(session.date, is_missed=True)
        return SessionResult(Status.OFF_TRACK, (f"Planned for {day} and not recorded as held.",), missed)
    return SessionResult(Status.NOT_STARTED, (f"Planned for {day}.",), SessionFigures(session.date))


_STATUS_BY_STATE = {
    AdjustmentState.PROPOSED: Status.NOT_STARTED,
    AdjustmentState.APPROVED: Status.ON_TRACK,
    AdjustmentState.EFFECTIVE: Status.ACHIEVED,
    AdjustmentState.PARTLY: Status.AT_RISK,
    AdjustmentState.INEFFECTIVE: Status.MISSED,
    AdjustmentState.REJECTED: Status.DROPPED,
    AdjustmentState.WITHDRAWN: Status.DROPPED,
}


def evaluate_adjustment(portfolio: Portfolio, adjustment: Adjustment, as_of: date) -> AdjustmentResult:
    """The status of an adjustment as of a date."""
    state = adjustment_state(portfolio, adjustment, as_of)
    approved = approved_on(portfolio, adjustment, as_of)
    waiting = _waiting_for(portfolio, adjustment, as_of) if state is AdjustmentState.PROPOSED else ()
    figures = AdjustmentFigures(state, approved, waiting, adjustment.follow_up)
    status = _STATUS_BY_STATE[state]
    if state is AdjustmentState.PROPOSED:
        names = " and ".join(
            portfolio.departments[one].name or one if one in portfolio.departments else one for one in waiting
        )
        reason = (
            f"Proposed on {day_text(adjustment.proposed.on)}; waits for the approval of {names or 'the approvers'}."
        )
    elif state is AdjustmentState.APPROVED and adjustment.follow_up and adjustment.follow_up < as_of:
        status = Status.AT_RISK
        reason = f"Its effect should have been looked at on {day_text(adjustment.follow_up)}."
    elif state is AdjustmentState.APPROVED and approved:
        check = f"; its effect is looked at on {day_text(adjustment.follow_up)}" if adjustment.follow_up else ""
        reason = f"Approved on {day_text(approved)}{check}."
    elif adjustment.review and state in (
        AdjustmentState.EFFECTIVE,
        AdjustmentState.PARTLY,
        AdjustmentState.INEFFECTIVE,
    ):
        note = f": {adjustment.review.note}" if adjustment.review.note else ""
        word = {"partly": "partly effective"}.get(state.value, state.value)
        reason = f"Found {word} on {day_text(adjustment.review.on)}{note}"
    else:
        refusal = adjustment.rejected or adjustment.withdrawn
        because = f": {refusal.because}" if refusal and refusal.because else ""
        reason = (
            f"{state.value.capitalize()} on {day_text(refusal.on)}{because}"
            if refusal
            else f"{state.value.capitalize()}."
        )
    return AdjustmentResult(status, (reason if reason.endswith(".") else f"{reason}.",), figures)


def _waiting_for(portfolio: Portfolio, adjustment: Adjustment, as_of: date) -> tuple[str, ...]:
    touched = departments_touched(portfolio, adjustment)
    return tuple(one for one in touched if approved_on(portfolio, adjustment, as_of, departments=(one,)) is None)
