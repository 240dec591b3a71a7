"""An action that was due before anybody agreed on it."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.action_course import find_origin, has_moved, iter_steps
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Related, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """No due date of an action lies before its session, or before its adjustment was proposed."""
    for record in subject.portfolio.actions.values():
        origin = find_origin(subject.portfolio, record.data)
        if origin is None or (record.data.due >= origin.day and not has_moved(record.data)):
            continue
        for step in iter_steps(record.data):
            if "due" in step.changed and step.due < origin.day:
                yield Finding(
                    "action-due-before-session",
                    record.at(*step.route("due")),
                    f"this action is due on {step.due}, before {origin.text} of {origin.day}",
                    f"write a day from {origin.day} on",
                    (Related(origin.location, "agreed here"),),
                )
