"""A series of sessions whose words fit no day."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.recurrence import Unit

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """A weekly series names a weekday or an end of the week, and no series ends before it starts."""
    record = subject.portfolio.organisation_record
    for key, cadence in subject.portfolio.cadences.items():
        every, on = cadence.every, cadence.on
        if every is not None and every.unit is Unit.WEEK and on is not None and (on.day or on.ordinal):
            yield Finding(
                "cadence-without-day",
                record.at("cadences", key, "on"),
                f"{key} meets by the week, and a week has no such day",
                "write a weekday, for example on: tuesday; or count in months, for example every: month",
            )
        if cadence.from_ is not None and cadence.until is not None and cadence.until < cadence.from_:
            yield Finding(
                "cadence-without-day",
                record.at("cadences", key, "until"),
                f"{key} ends on {cadence.until}, before it starts on {cadence.from_}",
                "correct the days, so that from comes first",
            )
