"""A follow-up that comes before there is anything to look at."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.action_course import has_moved, iter_steps
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.portfolio import Portfolio

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """Whether an action worked is looked at when it is due or later; an adjustment's effect, after it was proposed."""
    yield from _actions(subject.portfolio)
    for record in subject.portfolio.adjustments.values():
        follow_up, proposed = record.data.follow_up, record.data.proposed.on
        if follow_up is not None and follow_up < proposed:
            yield Finding(
                "follow-up-before-due",
                record.at("follow_up"),
                f"the effect is looked at on {follow_up}, before the adjustment was proposed on {proposed}",
                f"write a day after {proposed}",
            )


def _actions(portfolio: Portfolio) -> Iterator[Finding]:
    for record in portfolio.actions.values():
        action = record.data
        if not has_moved(action) and (action.follow_up is None or action.follow_up >= action.due):
            continue
        for step in iter_steps(action):
            if step.follow_up is None or step.follow_up >= step.due or not step.changed & {"due", "follow_up"}:
                continue
            field = "follow_up" if "follow_up" in step.changed else "due"
            if field == "follow_up":
                message = f"the follow-up on {step.follow_up} comes before the action is due on {step.due}"
                hint = f"write a day from {step.due} on"
            else:
                message = f"the action is now due on {step.due}, after its follow-up on {step.follow_up}"
                hint = f"give the follow-up a new day in the same update: {{due: {step.due}, follow_up: DAY, note: …}}"
            yield Finding("follow-up-before-due", record.at(*step.route(field)), message, hint)
