"""A report in a folder that has no session."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.portfolio import Portfolio

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """Beside a report stands the session.md of its session."""
    portfolio = subject.portfolio
    missing = [record for record in portfolio.reports.values() if record.id.partition("/")[0] not in portfolio.sessions]
    told: set[str] = set()
    for record in missing:
        session = record.id.partition("/")[0]
        if ("session", session) in subject.refused.refs or session in told or _is_misnamed(portfolio, session):
            continue
        told.add(session)
        near = portfolio.nearest(session, "session")
        hint = f"move it to sessions/{near}/, or add" if near else "add"
        yield Finding(
            "report-without-session",
            record.at(),
            f"this report belongs to a session {session}, which has no session.md",
            f"{hint} sessions/{session}/session.md",
        )


def _is_misnamed(portfolio: Portfolio, session: str) -> bool:
    """Whether a file of the folder was reported that seems to be the session itself."""
    return any(path.startswith(f"sessions/{session}/") for path in portfolio.loaded.misnamed)
