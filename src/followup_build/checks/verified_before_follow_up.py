"""An action that was verified before the day on which its effect was to be looked at."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.action_course import iter_steps
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import ActionState

SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Finding]:
    """An action closes on or after its follow-up date."""
    for record in subject.portfolio.actions.values():
        if all(update.state is not ActionState.VERIFIED for update in record.data.updates.values()):
            continue
        for step in iter_steps(record.data):
            is_verified = "state" in step.changed and step.state is ActionState.VERIFIED
            if is_verified and step.day and step.follow_up and step.day < step.follow_up:
                yield Finding(
                    "verified-before-follow-up",
                    record.at(*step.route("state")),
                    f"this action was verified on {step.day}, before its follow-up on {step.follow_up}",
                    f"look again from {step.follow_up} on, or write done",
                )
