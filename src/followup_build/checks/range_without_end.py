"""A range that everything lies in."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Location, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """A range has a lower end, an upper end, or both."""
    for version in subject.versions:
        if version.kind != "kpi" or version.promise.range is None:
            continue
        limits = version.promise.range
        at = version.place(("range",))
        if limits.low is not None or limits.high is not None or at is None:
            continue
        if not any(is_written(subject.portfolio, Location(at.path, (*at.route, end))) for end in ("low", "high")):
            message = f"the range of {version.ref} has neither a low nor a high end"
            yield Finding(
                "range-without-end", at, message, "add low:, high: or both, for example range: {low: 25, high: 35}"
            )
