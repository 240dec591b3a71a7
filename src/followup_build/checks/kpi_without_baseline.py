"""A KPI that does not say where it starts."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import Combine, Direction

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """A KPI that increases or decreases has a baseline, unless its measurements are summed up."""
    for version in subject.versions:
        kpi = version.promise
        if version.kind != "kpi" or kpi.baseline or kpi.direction is Direction.RANGE or kpi.combine is Combine.SUM:
            continue
        at = version.place(("baseline",), ("direction",), ("combine",))
        if at is not None and not (version.is_first and is_written(subject.portfolio, at)):
            yield Finding(
                "kpi-without-baseline",
                at,
                f"{version.ref} should {kpi.direction}, but nobody can say from where",
                "add the day and the value it started from, for example baseline: {date: 2026-01-31, value: 84}",
            )
