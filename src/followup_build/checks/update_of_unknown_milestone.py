"""Updates of a milestone that the plan does not have."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.progress_members import unknown_members
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """What is reported on is a milestone of the plan, or one that an adjustment adds to it."""
    for record, key, near in unknown_members(subject, "milestone"):
        hint = f"did you mean {near}?" if near else "name one of the plan's milestones, or add it with an adjustment"
        message = f"{record.id} has no milestone {key}"
        yield Finding("update-of-unknown-milestone", record.at("milestones", key, on_key=True), message, hint)
