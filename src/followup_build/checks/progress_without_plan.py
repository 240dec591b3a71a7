"""Progress of a plan that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """A progress file has the name of its plan's file."""
    portfolio = subject.portfolio
    missing = [record for record in portfolio.progress.values() if record.id not in portfolio.plans]
    for record in missing:
        if subject.refused.covers(record.id, ("plan",)):
            continue
        near = portfolio.nearest(record.id, "plan")
        hint = (
            f"rename it to {near}.yml, or add the plan" if near else f"add plans/{record.id}.yml, or delete this file"
        )
        yield Finding(
            "progress-without-plan", record.at(), f"these are facts about a plan {record.id}, which is not there", hint
        )
