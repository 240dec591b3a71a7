"""An action that was given up without a word."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import ActionState

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """Whoever drops an action says why."""
    for record in subject.portfolio.actions.values():
        for day, update in record.data.updates.items():
            if update.state is not ActionState.DROPPED or update.note:
                continue
            if not is_written(subject.portfolio, record.at("updates", day.isoformat(), "note")):
                yield Finding(
                    "dropped-without-note",
                    record.at("updates", day.isoformat(), "state"),
                    "this action was dropped, but nobody says why",
                    "add the reason: {state: dropped, note: why it is not needed any more}",
                )
