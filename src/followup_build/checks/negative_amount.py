"""An amount below zero."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """A resource has at least nothing, and a tolerance widens its range."""
    for version in subject.versions:
        if version.kind == "resource" and version.promise.amount < 0:
            at, what, amount = version.place(("amount",)), f"{version.ref} holds", version.promise.amount
        elif version.kind == "kpi" and version.promise.range is not None and version.promise.range.tolerance < 0:
            at, what = version.place(("range", "tolerance")), f"the tolerance of {version.ref} is"
            amount = version.promise.range.tolerance
        else:
            continue
        if at is not None:
            yield Finding("negative-amount", at, f"{what} {amount}, which is below zero", "write 0 or more")
