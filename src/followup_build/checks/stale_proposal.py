"""A proposal that starts from a value which is no longer current."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.ledger.books import iter_proposal_faults

SEVERITY = Severity.WARNING
IS_FIXED = True


def check(subject: Subject) -> Iterator[Finding]:
    """What is proposed could be applied as things stand; what is rejected or withdrawn is not looked at."""
    for finding in iter_proposal_faults(subject.portfolio, subject.ledger):
        yield replace(finding, rule="stale-proposal", hint=f"rebase this proposal: {finding.hint}", severity=SEVERITY)
