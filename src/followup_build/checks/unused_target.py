"""Targets that nothing looks at."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import Direction

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """A KPI with `direction: range` has no targets."""
    for version in subject.versions:
        kpi = version.promise
        if version.kind != "kpi" or not kpi.targets or kpi.direction is not Direction.RANGE:
            continue
        at = version.place(("targets",), *(("targets", key) for key in kpi.targets), ("direction",))
        if at is not None:
            message = f"{version.ref} should stay in its range, so nothing looks at its targets"
            yield Finding(
                "unused-target", at, message, "take the targets out, or write direction: increase or decrease"
            )
