"""A range whose low end lies above its high end."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """Low is not above high."""
    for version in subject.versions:
        limits = version.promise.range if version.kind == "kpi" else None
        if limits is None or limits.low is None or limits.high is None or limits.low <= limits.high:
            continue
        at = version.place(("range", "low"))
        if at is not None:
            message = (
                f"the range of {version.ref} begins at {limits.low} and ends at {limits.high}, so nothing lies in it"
            )
            yield Finding("range-upside-down", at, message, f"write low: {limits.high} and high: {limits.low}")
