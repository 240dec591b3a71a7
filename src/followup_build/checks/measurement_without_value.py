"""A measurement that measures nothing."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """A measurement has a value, or says why it was withdrawn."""
    for record in subject.portfolio.progress.values():
        for key, measurements in record.data.kpis.items():
            for period, measurement in measurements.items():
                if measurement.value is not None or measurement.withdrawn is not None:
                    continue
                at = record.at("kpis", key, period, "value")
                refused = (at, record.at("kpis", key, period, "withdrawn"))
                if not any(is_written(subject.portfolio, place) for place in refused):
                    yield Finding(
                        "measurement-without-value",
                        at,
                        f"{key} has no value for {period}",
                        f"write the number, {period}: 86.1, or take the line out; what is not known yet is left out",
                    )
