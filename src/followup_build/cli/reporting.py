"""What the commands that make and send reports have in common: which session, from which day, in which form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup_build.cli.settings import Refused, Settings, Unreadable
from followup_build.cli.writing import known
from followup_build.exports.papers.pdf import PdfError, html_pdf
from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.model.vocabulary import SessionState
from followup_build.status.wording import day_text
from followup_build.views.papers.session_report import SessionReport, build_session_report
from followup_build.views.subject import Subject
from followup_build.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

SUFFIXES: Mapping[str, str] = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".eml": "eml",
}
"""What a file's name says of its form."""


def chosen_format(
    asked: str | None, output: Path | None, known_formats: tuple[str, ...], default: str = "markdown"
) -> str:
    """The form that was asked for, else the one that the file's name says; the default where there is no file."""
    if asked is not None:
        return asked
    said = SUFFIXES.get(output.suffix.lower()) if output is not None else default
    if said not in known_formats:
        name = output.name if output is not None else ""
        raise click.UsageError(f"the name {name} does not say which format; add --format {'|'.join(known_formats)}")
    return said


def seen_from(workspace: Workspace, day: date) -> Subject:
    """What papers are built from, as of a day."""
    seen = replace(workspace, as_of=day, is_live=False)
    return Subject(seen.portfolio, seen.ledger, seen.snapshot, workspace.findings)


def open_report(settings: Settings, session_id: str) -> tuple[Workspace, SessionReport]:
    """The report of a session that was held, as of its own day where no other was asked for."""
    workspace = settings.open()
    known(workspace, session_id, "session", "session")
    record = workspace.portfolio.sessions[session_id]
    refuse_unheld(workspace, record)
    return workspace, build_session_report(seen_from(workspace, report_day(settings, record)), session_id)


def report_day(settings: Settings, record: Record[Session]) -> date:
    """The day whose state a report shows: the session's own where no later one was asked for."""
    if settings.as_of is not None and settings.as_of < record.data.date:
        raise click.UsageError(
            f"--as-of {settings.as_of} lies before the session, which was held on {record.data.date}; "
            "leave it out, or name a later day"
        )
    return settings.as_of or record.data.date


def refuse_unheld(workspace: Workspace, record: Record[Session]) -> None:
    """Refuse a session that has nothing to report, or whose words are for those who were there."""
    data, session = record.data, record.id
    when = day_text(data.date)
    if data.confidential:
        raise Refused(f"{session} is confidential, so no report of it is made; tell those who may know yourself")
    if data.status is SessionState.CANCELLED:
        raise Refused(
            f"{session} was cancelled, so there is nothing to report of it; what was open then is on the agenda of "
            "the next session: followup schedule"
        )
    if data.date > workspace.today:
        raise Refused(
            f"{session} is planned for {when}, and is reported of once it was held; until then: "
            f"followup session agenda {session}"
        )
    if data.status is SessionState.PLANNED:
        raise Refused(f"{session} of {when} is not recorded as held; if it was: followup session hold {session}")


def pdf_of(html: str) -> bytes:
    """A page as PDF; where the library is missing, one line that says what to install."""
    try:
        return html_pdf(html)
    except PdfError as error:
        raise Unreadable(str(error)) from None
