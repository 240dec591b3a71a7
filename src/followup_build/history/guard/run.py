"""All guard rules over a base and a head."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from followup_build.diagnostics.finding import Finding
from followup_build.history.guard.adjustments import adjustment_faults
from followup_build.history.guard.facts import fact_faults
from followup_build.history.guard.promises import promise_faults
from followup_build.history.guard.reviews import review_faults
from followup_build.history.guard.settings import settings_faults
from followup_build.history.present_names import under_present_names
from followup_build.history.side import Side
from followup_build.portfolio import Portfolio

GUARD_RULES = frozenset(
    (
        "action-deleted",
        "approval-without-review",
        "approved-adjustment-deleted",
        "approved-adjustment-edited",
        "approved-plan-deleted",
        "first-due-edited",
        "held-session-deleted",
        "judge-changed",
        "measurement-changed",
        "measurement-deleted",
        "promise-edited-in-place",
    )
)
"""The rules that need a base; nobody may lower or silence them."""


def run_guard(base: Portfolio, head: Portfolio, approved_by: Collection[str] | None = None) -> tuple[Finding, ...]:
    """What the head does to what the base has, at places in the head's files.

    Args:
        base: the records of the merge base.
        head: the records of the branch.
        approved_by: the logins of those whose approving review stands; None where nobody asked, so that approvals are
            taken as recorded and not as proven.
    """
    # No day: what was approved at all is approved, so that no finding comes with time.
    before, after = Side(under_present_names(base, head), date.max), Side(head, date.max)
    found = [
        *promise_faults(before, after),
        *adjustment_faults(before, after),
        *fact_faults(before, after),
        *settings_faults(before, after),
    ]
    if approved_by is not None:
        found.extend(review_faults(before, after, frozenset(login.casefold() for login in approved_by)))
    return tuple(_discreet(before, after, finding) for finding in found)


_HIDDEN = "this file is confidential, and a change in it breaks this rule; its words stay in it"


def _discreet(base: Side, head: Side, finding: Finding) -> Finding:
    """A finding that quotes nothing of a confidential record, for logs and pull requests are read by others too."""
    if finding.location.path not in confidential_paths(base.portfolio, head.portfolio):
        return finding
    hint = f"followup explain {finding.rule} says what may change and how"
    return replace(finding, message=_HIDDEN, hint=hint)


def confidential_paths(*portfolios: Portfolio) -> frozenset[str]:
    """The files of records that are confidential in one of the states, and of what is told about them."""
    found: set[str] = set()
    for portfolio in portfolios:
        for of_kind in portfolio.loaded.records.values():
            found |= {one.path for one in of_kind.values() if getattr(one.data, "confidential", False)}
        for plan_id, record in (*portfolio.plans.items(), *portfolio.progress.items()):
            if portfolio.is_confidential(plan_id):
                found.add(record.path)
    return frozenset(found)
