"""A report of a department that the session was not for."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Related, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """Only the departments that a session is for report to it."""
    portfolio = subject.portfolio
    for record in portfolio.reports.values():
        session_id, _, department = record.id.partition("/")
        session = portfolio.sessions.get(session_id)
        if session is None or not session.data.departments or department in session.data.departments:
            continue
        if department in portfolio.departments:
            yield Finding(
                "report-of-department-not-asked",
                record.at(),
                f"{session_id} is for {', '.join(session.data.departments)}, not for {department}",
                f"add {department} to the departments of {session_id}, or delete this report",
                (Related(session.at("departments"), "the departments asked"),),
            )
