"""A session after a milestone that does not say after which."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import SessionKind

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """A post-milestone session names its milestone."""
    for record in subject.portfolio.sessions.values():
        if not (record.data.kind is SessionKind.POST_MILESTONE and not record.data.milestone):
            continue
        if not is_written(subject.portfolio, record.at("milestone")):
            yield Finding(
                "post-milestone-session-without-milestone",
                record.at("kind"),
                "this session follows a milestone, but does not say which",
                "add which one, for example milestone: finance-2026/portal-live",
            )
