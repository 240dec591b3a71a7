"""A review of a change that was never made."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.approval_by_non_approver import reason_against
from followup_build.checks.as_written import written_at
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.ledger.approval import approved_on, departments_touched, touches_unknown_plan
from followup_build.load.records import Record
from followup_build.model.adjustment import Adjustment
from followup_build.portfolio import Portfolio

SEVERITY = Severity.ERROR
IS_FIXED = True


def check(subject: Subject) -> Iterator[Finding]:
    """Only the effect of an approved adjustment is looked at."""
    portfolio = subject.portfolio
    for record in portfolio.adjustments.values():
        adjustment = record.data
        touched = departments_touched(portfolio, adjustment) if adjustment.review else ()
        if not touched or touches_unknown_plan(portfolio, adjustment) or _is_torn(portfolio, record):
            continue
        refused = "rejected" if adjustment.rejected else "withdrawn" if adjustment.withdrawn else None
        if refused is None and approved_on(portfolio, adjustment) is not None:
            continue
        # An approval that does not count is reported itself.
        if refused is None and any(
            approval.by == adjustment.proposed.by or reason_against(portfolio, approval.by, approval.on, touched)
            for approval in adjustment.approvals
        ):
            continue
        waiting = [one for one in touched if approved_on(portfolio, adjustment, departments=(one,)) is None]
        state = f"was {refused}" if refused else f"is not approved by {' and '.join(waiting)}"
        yield Finding(
            "review-of-unapproved",
            record.at("review", on_key=True),
            f"this adjustment {state}, so it has had no effect to review",
            "add the approvals, or take the review out",
        )


def _is_torn(portfolio: Portfolio, record: Record[Adjustment]) -> bool:
    """Whether an approval could not be read, or is by somebody unknown; that was reported there."""
    written = written_at(portfolio, record.at("approvals"))
    given = record.data.approvals
    is_short = isinstance(written, list) and len(written) != len(given)
    return is_short or any(approval.by not in portfolio.people for approval in given)
