"""A range that nothing looks at."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import Direction

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """Only a KPI with `direction: range` has a range."""
    for version in subject.versions:
        kpi = version.promise
        if version.kind != "kpi" or kpi.range is None or kpi.direction is Direction.RANGE:
            continue
        at = version.place(("range",), ("direction",))
        if at is not None:
            message = f"{version.ref} should {kpi.direction}, so nothing looks at its range"
            yield Finding("unused-range", at, message, "take the range out, or write direction: range")
