"""An approval of something that nobody had proposed yet."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Related, Severity

SEVERITY = Severity.ERROR
IS_FIXED = True


def check(subject: Subject) -> Iterator[Finding]:
    """An adjustment is approved on the day it was proposed, or later."""
    for record in subject.portfolio.adjustments.values():
        proposed = record.data.proposed.on
        for number, approval in enumerate(record.data.approvals):
            if approval.on < proposed:
                yield Finding(
                    "approval-before-proposal",
                    record.at("approvals", number, "on"),
                    f"{approval.by} approved on {approval.on}, but this was only proposed on {proposed}",
                    "correct the day that is wrong",
                    (Related(record.at("proposed", "on"), "proposed here"),),
                )
