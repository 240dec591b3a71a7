"""A total that should decrease."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import Combine, Direction

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """A KPI whose measurements are summed up does not decrease."""
    for version in subject.versions:
        kpi = version.promise
        if version.kind == "kpi" and kpi.combine is Combine.SUM and kpi.direction is Direction.DECREASE:
            at = version.place(("combine",), ("direction",))
            if at is not None:
                yield Finding(
                    "sum-with-decrease",
                    at,
                    f"the total of {version.ref} starts at zero and only grows, so it cannot decrease",
                    "write direction: range and range: {high: N} for a total to stay below, or combine: last",
                )
