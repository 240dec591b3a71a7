"""A measurement that was corrected to what it was."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """`restated` names the value before the correction."""
    for record in subject.portfolio.progress.values():
        for key, measurements in record.data.kpis.items():
            for period, measurement in measurements.items():
                restated = measurement.restated
                if restated is not None and restated.from_ == measurement.value:
                    yield Finding(
                        "unchanged-restatement",
                        record.at("kpis", key, period, "restated", "from"),
                        f"{key} of {period} was corrected from {restated.from_} to {measurement.value}, "
                        "which is the same",
                        "write the value that stood there before as from:",
                    )
