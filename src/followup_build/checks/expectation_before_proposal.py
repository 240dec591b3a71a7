"""An effect that was expected before the change was proposed."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """What an adjustment expects comes after its proposal."""
    for record in subject.portfolio.adjustments.values():
        expects, proposed = record.data.expects, record.data.proposed.on
        if expects is not None and expects.by <= proposed:
            yield Finding(
                "expectation-before-proposal",
                record.at("expects", "by"),
                f"the effect is expected by {expects.by}, but the change was only proposed on {proposed}",
                f"write a day after {proposed}",
            )
