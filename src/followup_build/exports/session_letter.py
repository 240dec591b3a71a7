"""A session's report as a letter: what is sent is what the report shows."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from followup_build.exports.mail_message import Letter, Mailbox, subject_of
from followup_build.exports.session_report import report_mail_html, report_markdown
from followup_build.views.session_report import SessionReport


def report_letter(
    view: SessionReport,
    sender: Mailbox,
    recipients: tuple[Mailbox, ...],
    about: tuple[str, ...],
    date: datetime,
) -> Letter:
    """The letter that carries a report.

    Args:
        view: the report.
        sender: who sends it.
        recipients: to whom; nobody in a draft.
        about: what tells this letter from every other.
        date: when it was written.
    """
    return Letter(
        sender,
        recipients,
        subject_of(f"Progress report: {view.title}, {view.organisation}"),
        report_markdown(view),
        report_mail_html(view),
        about,
        date,
    )


def draft_letter(view: SessionReport, sender: Mailbox, zone: ZoneInfo) -> Letter:
    """The same without a recipient, dated on the report's day: the same bytes whenever it is written."""
    at_noon = datetime.combine(view.as_of, time(12), zone)
    return report_letter(view, sender, (), ("session-report", view.session, view.as_of.isoformat()), at_noon)
