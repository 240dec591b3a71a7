"""An approval of one's own proposal."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Related, Severity
from followup_build.ledger.approval import approvers_of, departments_touched

SEVERITY = Severity.ERROR
IS_FIXED = True


def check(subject: Subject) -> Iterator[Finding]:
    """Four eyes: nobody approves what they proposed."""
    portfolio = subject.portfolio
    for record in portfolio.adjustments.values():
        proposer = record.data.proposed.by
        for number, approval in enumerate(record.data.approvals):
            if proposer is None or approval.by != proposer:
                continue
            others = {
                who.who: None
                for department in departments_touched(portfolio, record.data)
                for who in approvers_of(portfolio, department)
                if who.covers(approval.on) and who.who != proposer
            }
            yield Finding(
                "approval-by-proposer",
                record.at("approvals", number, "by"),
                f"{proposer} proposed this adjustment and cannot approve it",
                f"ask {' or '.join(others)}" if others else "name a second approver in organisation.yml",
                (Related(record.at("proposed", "by"), "proposed here"),),
            )
