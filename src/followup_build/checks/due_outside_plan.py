"""A milestone that is due before its plan starts or after it ends."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Finding]:
    """Due dates lie in the plan's period."""
    for version in subject.current:
        if version.kind != "milestone":
            continue
        period, due = version.of_plan.current.period, version.promise.due
        # A period that ends before it starts is reported itself.
        if period.start <= period.end and not period.start <= due <= period.end:
            side = f"starts on {period.start}" if due < period.start else f"ends on {period.end}"
            yield Finding(
                "due-outside-plan",
                version.last_place(("due",)),
                f"{version.ref} is due on {due}, but its plan {side}",
                "move the milestone to the plan of that time, or correct the date",
            )
