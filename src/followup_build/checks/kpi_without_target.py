"""A KPI that nobody said where to take."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import Direction

SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Finding]:
    """A KPI that increases or decreases has at least one target."""
    for version in subject.current:
        kpi = version.promise
        if version.kind != "kpi" or kpi.targets or kpi.direction is Direction.RANGE:
            continue
        at = version.last_place(("targets",))
        if not is_written(subject.portfolio, at):
            yield Finding(
                "kpi-without-target",
                at,
                f"{version.ref} has no target, so nobody can say whether it is on track",
                "add a period or day and its value, for example targets: {2026-Q2: 90}",
            )
