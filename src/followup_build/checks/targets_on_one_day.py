"""Two targets for one day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """The targets of a KPI are due on different days, however their keys name these days."""
    calendar = subject.portfolio.calendar
    for version in subject.versions:
        if version.kind != "kpi":
            continue
        first_by_day: dict[date, str] = {}
        for key in version.promise.targets:
            day = calendar.period(key).end
            first = first_by_day.setdefault(day, key)
            at = version.place(("targets", key), ("targets", first)) if first != key else None
            if at is not None:
                message = f"{first} and {key} both end on {day}, so this KPI has two targets for one day"
                yield Finding("targets-on-one-day", at, message, "keep one of the two")
