"""An adjustment in the folder of a department that it does not touch."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.ledger.approval import departments_touched, touches_unknown_plan
from followup_build.portfolio import ORGANISATION

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """The first folder below adjustments/ is a department whose plan changes, because the reviewers are found by it."""
    portfolio = subject.portfolio
    for record in portfolio.adjustments.values():
        folder, _, name = portfolio.below_records(record.path).removeprefix("adjustments/").partition("/")
        touched = departments_touched(portfolio, record.data)
        if folder in touched or touches_unknown_plan(portfolio, record.data):
            continue
        if folder != ORGANISATION and folder not in portfolio.departments:
            if subject.refused.covers(folder, ("department",)):
                continue
            message = f"there is no department {folder}"
        elif touched:
            message = f"this adjustment changes no plan of {folder}, only of {' and '.join(touched)}"
        else:
            continue
        right = touched[0] if touched else portfolio.nearest(folder, "department") or "DEPARTMENT"
        yield Finding("adjustment-in-wrong-folder", record.at(), message, f"move it to adjustments/{right}/{name}")
