"""A KPI that starts when it should have arrived."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import Combine, Direction

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """The baseline's day lies before the day of every target."""
    calendar = subject.portfolio.calendar
    for version in subject.versions:
        kpi = version.promise
        if version.kind != "kpi" or kpi.direction is Direction.RANGE or kpi.combine is Combine.SUM or not kpi.baseline:
            continue
        early = [key for key in kpi.targets if calendar.period(key).end <= kpi.baseline.date]
        at = version.place(("baseline", "date"), *(("targets", key) for key in early)) if early else None
        if at is not None:
            message = f"the baseline is of {kpi.baseline.date}, but the target for {early[0]} is due before that"
            hint = "correct the baseline's date, or the period of the target"
            yield Finding("baseline-after-target", at, message, hint)
