"""Who may approve, reject, withdraw and review what, and the edit that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from followup_build.checks.approval_by_non_approver import reason_against
from followup_build.editing.edits import Append, Edit, Put
from followup_build.editing.fault import RefusedError
from followup_build.editing.values import data_of
from followup_build.ledger.approval import (
    AdjustmentState,
    adjustment_state,
    approved_on,
    approvers_of,
    departments_touched,
)
from followup_build.load.records import Record
from followup_build.model.adjustment import Adjustment
from followup_build.model.plan import Plan
from followup_build.model.vocabulary import Outcome
from followup_build.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Decision:
    """An edit of a record, or none where it says so already; and what is to be known of it."""

    edit: Edit | None
    note: str = ""


def approve(portfolio: Portfolio, record: Record[Adjustment], by: str, on: date) -> Decision:
    """An approver says yes for a department.

    Raises:
        RefusedError: they may not, or it is decided.
    """
    adjustment = record.data
    touched = departments_touched(portfolio, adjustment)
    _refuse_refused(record)
    given = next((one for one in adjustment.approvals if one.by == by), None)
    if given is not None:
        return Decision(
            None, f"{by} approved {record.id} on {given.on}; {_waiting_text(portfolio, adjustment, touched)}"
        )
    if by == adjustment.proposed.by:
        raise RefusedError(f"{by} proposed {record.id} and cannot approve it; {_ask(portfolio, touched, on, by)}")
    approved = approved_on(portfolio, adjustment)
    if approved is not None:
        raise RefusedError(f"{record.id} is approved since {approved}; what it changed is changed by a new adjustment")
    _refuse_stranger(portfolio, record.id, "approve", by, on, touched)
    if on < adjustment.proposed.on:
        raise RefusedError(f"{record.id} was proposed on {adjustment.proposed.on}; it cannot be approved on {on}")
    after = adjustment.model_copy(update={"approvals": (*adjustment.approvals, _approval(by, on))})
    return Decision(Append(("approvals",), data_of({"by": by, "on": on})), _waiting_text(portfolio, after, touched))


def approve_plan(portfolio: Portfolio, record: Record[Plan], by: str, on: date) -> Decision:
    """An approver of its department makes a draft the promise.

    Raises:
        RefusedError: they may not, or the plan is approved.
    """
    plan = record.data
    given = next((one for one in plan.approvals if one.by == by), None)
    if given is not None:
        return Decision(None, f"{by} approved {record.id} on {given.on}")
    if plan.approvals:
        raise RefusedError(f"{record.id} is approved since {min(one.on for one in plan.approvals)}")
    _refuse_stranger(portfolio, record.id, "approve", by, on, (plan.department,) if plan.department else ())
    edit = Append(("approvals",), data_of({"by": by, "on": on}))
    return Decision(edit, f"the plan {record.id} is no draft any more: from now on only adjustments change it")


def reject(portfolio: Portfolio, record: Record[Adjustment], by: str, on: date, because: str) -> Decision:
    """An approver of a department that it touches says no.

    Raises:
        RefusedError: they may not, or it is decided.
    """
    adjustment = record.data
    if adjustment.rejected is not None and adjustment.rejected.by == by:
        return Decision(None, f"{by} rejected {record.id} on {adjustment.rejected.on}")
    _refuse_decided(portfolio, record)
    if by == adjustment.proposed.by:
        raise RefusedError(
            f"{by} proposed {record.id}; whoever proposed it takes it back: followup withdraw {record.id}"
        )
    _refuse_stranger(portfolio, record.id, "reject", by, on, departments_touched(portfolio, adjustment))
    _refuse_before(record, "rejected", on)
    return Decision(Put(("rejected",), data_of({"by": by, "on": on, "because": because})))


def withdraw(portfolio: Portfolio, record: Record[Adjustment], by: str, on: date, because: str) -> Decision:
    """Whoever proposed it, or owns it, takes it back.

    Raises:
        RefusedError: it is somebody else's, or decided.
    """
    adjustment = record.data
    if adjustment.withdrawn is not None and adjustment.withdrawn.by == by:
        return Decision(None, f"{by} withdrew {record.id} on {adjustment.withdrawn.on}")
    _refuse_decided(portfolio, record)
    own = {one: None for one in (adjustment.proposed.by, adjustment.owner) if one is not None}
    if own and by not in own:
        raise RefusedError(f"{by} may not withdraw {record.id}; {' or '.join(own)} may, and approvers reject it")
    _refuse_before(record, "withdrawn", on)
    return Decision(Put(("withdrawn",), data_of({"by": by, "on": on, "because": because})))


def review(
    portfolio: Portfolio, record: Record[Adjustment], outcome: Outcome, on: date, note: str | None, by: str | None
) -> Decision:
    """Somebody looked whether it had the effect that was hoped for.

    Raises:
        RefusedError: it is not approved, or was reviewed with another outcome.
    """
    adjustment = record.data
    found = adjustment.review
    if found is not None:
        if found.outcome is outcome and (note is None or found.note == note):
            return Decision(None, f"{record.id} was reviewed on {found.on}: {found.outcome}")
        raise RefusedError(
            f"{record.id} was reviewed on {found.on}: {found.outcome}; to correct that, edit {record.path}"
        )
    _refuse_refused(record)
    approved = approved_on(portfolio, adjustment)
    if approved is None:
        raise RefusedError(f"{record.id} is not approved, so it has had no effect to review")
    if on < approved:
        raise RefusedError(f"{record.id} was approved on {approved}; its effect cannot be reviewed on {on}")
    value = data_of({"on": on, "outcome": outcome, "by": by, "note": note})
    early = adjustment.follow_up is not None and on < adjustment.follow_up
    return Decision(Put(("review",), value), f"its follow-up was planned for {adjustment.follow_up}" if early else "")


def _approval(by: str, on: date) -> Any:
    from followup_build.model.plan import Approval  # noqa: PLC0415 - beside Plan, which only this needs

    return Approval(by=by, on=on)


def _refuse_refused(record: Record[Adjustment]) -> None:
    adjustment = record.data
    for word, refusal in (("rejected", adjustment.rejected), ("withdrawn", adjustment.withdrawn)):
        if refusal is not None:
            who = f" by {refusal.by}" if refusal.by else ""
            raise RefusedError(
                f"{record.id} was {word}{who} on {refusal.on}; propose it anew if it is wanted after all"
            )


def _refuse_decided(portfolio: Portfolio, record: Record[Adjustment]) -> None:
    _refuse_refused(record)
    if adjustment_state(portfolio, record.data) is not AdjustmentState.PROPOSED:
        day = approved_on(portfolio, record.data)
        raise RefusedError(f"{record.id} is approved since {day}; what it changed is changed back by a new adjustment")


def _refuse_before(record: Record[Adjustment], word: str, on: date) -> None:
    if on < record.data.proposed.on:
        raise RefusedError(f"{record.id} was proposed on {record.data.proposed.on}; it cannot be {word} on {on}")


def _refuse_stranger(
    portfolio: Portfolio, record_id: str, verb: str, by: str, on: date, departments: tuple[str, ...]
) -> None:
    reason = reason_against(portfolio, by, on, departments)
    if reason is not None:
        raise RefusedError(f"{by} may not {verb} {record_id}: {reason}; {_ask(portfolio, departments, on)}")


def _ask(portfolio: Portfolio, departments: Iterable[str], on: date, but: str | None = None) -> str:
    names = {
        one.who: None
        for department in departments
        for one in approvers_of(portfolio, department)
        if one.covers(on) and one.who != but
    }
    return f"ask {' or '.join(names)}" if names else "name an approver in organisation.yml first"


def _waiting_text(portfolio: Portfolio, adjustment: Adjustment, touched: tuple[str, ...]) -> str:
    waiting = [one for one in touched if approved_on(portfolio, adjustment, departments=(one,)) is None]
    if not waiting:
        return "every department it touches has approved it"
    who = {
        one.who: None
        for department in waiting
        for one in approvers_of(portfolio, department)
        if one.who != adjustment.proposed.by and one.until is None
    }
    return f"it still needs {' and '.join(waiting)} ({' or '.join(who) or 'which has no approver'})"
