"""An adjustment that is approved and refused at once."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Related, Severity
from followup_build.ledger.approval import approved_on

SEVERITY = Severity.ERROR
IS_FIXED = True


def check(subject: Subject) -> Iterator[Finding]:
    """What every department approved is neither rejected nor withdrawn, and nothing is both."""
    for record in subject.portfolio.adjustments.values():
        adjustment = record.data
        if adjustment.rejected is not None and adjustment.withdrawn is not None:
            yield Finding(
                "approved-and-refused",
                record.at("withdrawn", on_key=True),
                "this adjustment is both rejected and withdrawn",
                "keep what happened first",
                (Related(record.at("rejected", on_key=True), "rejected here"),),
            )
            continue
        approved = approved_on(subject.portfolio, adjustment)
        for name in ("rejected", "withdrawn"):
            refusal = getattr(adjustment, name)
            if approved is not None and refusal is not None:
                yield Finding(
                    "approved-and-refused",
                    record.at(name, on_key=True),
                    f"this adjustment was {name} on {refusal.on}, but every department it touches has approved it",
                    f"take {name} out, and undo the change with a new adjustment; or take wrong approvals out",
                    (Related(record.at("approvals", on_key=True), f"approved on {approved}"),),
                )
