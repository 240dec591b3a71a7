"""A reference that leads to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR

_WHERE = {
    "person": "people.yml",
    "department": "organisation.yml",
    "cadence": "organisation.yml",
    "plan": "plans/",
    "goal": "the plan's goals",
    "milestone": "the plan's milestones",
    "kpi": "the plan's kpis",
    "resource": "the plan's resources",
    "session": "sessions/",
    "challenge": "the session's reports",
    "adjustment": "adjustments/",
    "action": "actions/",
    "practice": "practices/",
    "feedback": "feedback/",
}


def check(subject: Subject) -> Iterator[Finding]:
    """Every reference has a target of a kind that its field allows."""
    portfolio = subject.portfolio
    for reference in portfolio.references:
        if portfolio.find(reference.ref, *reference.kinds):
            continue
        kind = reference.kinds[0] if len(reference.kinds) == 1 else "record"
        near = portfolio.nearest(reference.ref, *reference.kinds)
        where = _WHERE.get(reference.kinds[0], "the records")
        yield Finding(
            "unknown-reference",
            reference.location,
            f"there is no {kind} {reference.ref}",
            f"did you mean {near}?" if near else f"add it to {where}, or name one that is there",
        )
