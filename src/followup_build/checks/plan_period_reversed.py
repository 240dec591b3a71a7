"""A plan that ends before it starts."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """The last day of a plan is not before its first."""
    for version in subject.versions:
        period = version.promise.period if version.kind == "plan" else None
        if period is None or period.start <= period.end:
            continue
        at = version.place(("period", "end"))
        if at is not None:
            message = f"{version.ref} starts on {period.start} and ends on {period.end}, before it starts"
            yield Finding("plan-period-reversed", at, message, f"write an end after {period.start}")
