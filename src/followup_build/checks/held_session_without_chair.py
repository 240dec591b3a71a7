"""A session that was held and that nobody led."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import SessionState

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """A session that was held names who chaired it."""
    for record in subject.portfolio.sessions.values():
        if not (record.data.status is SessionState.HELD and not record.data.chair):
            continue
        if not is_written(subject.portfolio, record.at("chair")):
            yield Finding(
                "held-session-without-chair",
                record.at("status"),
                "this session was held, but does not say who chaired it",
                "add one person of people.yml, for example chair: z.khumalo",
            )
