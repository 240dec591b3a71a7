"""A KPI that should stay in a range without saying in which."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import Direction

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """A KPI with `direction: range` has a range."""
    for version in subject.versions:
        kpi = version.promise
        if version.kind != "kpi" or kpi.direction is not Direction.RANGE or kpi.range:
            continue
        at = version.place(("range",), ("direction",))
        if at is not None and not (version.is_first and is_written(subject.portfolio, at)):
            yield Finding(
                "range-missing",
                at,
                f"{version.ref} should stay in a range, but has none",
                "add its ends, for example range: {low: 25, high: 35}; one end is enough",
            )
