"""An action that did not work and is left at that."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import ActionState

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """An action that was found ineffective is open again, with a new due date and a new follow-up date."""
    for record in subject.portfolio.actions.values():
        for day, update in record.data.updates.items():
            if update.state is not ActionState.INEFFECTIVE:
                continue
            route = ("updates", day.isoformat())
            missing = [
                field
                for field in ("due", "follow_up")
                if getattr(update, field) is None and not is_written(subject.portfolio, record.at(*route, field))
            ]
            if missing:
                names = " and ".join({"due": "due date", "follow_up": "follow-up date"}[field] for field in missing)
                yield Finding(
                    "ineffective-without-new-dates",
                    record.at(*route, "state"),
                    f"this action did not work, so it is open again, but has no new {names}",
                    f"add {' and '.join(f'{field}: DAY' for field in missing)} to this update",
                )
