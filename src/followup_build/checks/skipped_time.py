"""A session at a time of day that its day does not have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """No session starts in the hour that is left out when the clocks go forward."""
    zone = subject.portfolio.zone
    for record in subject.portfolio.sessions.values():
        data = record.data
        cadence = subject.portfolio.cadences.get(data.cadence or "")
        text = data.time or (cadence.time if cadence else None)
        if text is None:
            continue
        start = datetime.combine(data.date, time.fromisoformat(text), zone)
        shown = start.astimezone(UTC).astimezone(zone)
        if (shown.date(), shown.time()) != (start.date(), start.time()):
            yield Finding(
                "skipped-time",
                record.at("time" if data.time else "date"),
                f"{data.date} has no {text} in {zone.key}: the clocks go forward over it",
                f"give another time, for example time: {shown:%H:%M}",
            )
