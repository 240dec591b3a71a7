"""A session's report as a letter: what is sent is what the report shows."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from followup_build.exports.papers.mail_message import Letter, Mailbox, message_id, subject_of
from followup_build.exports.papers.session_report import report_mail_html, report_markdown
from followup_build.views.papers.session_report import SessionReport


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


def edition_letter(view: SessionReport, sender: Mailbox, edition: int, because: str, date: datetime) -> Letter:
    """The same as it is sent, still without an address; from the second edition on it says first what it corrects.

    Args:
        view: the report.
        sender: who sends it.
        edition: 1 for the first one that is sent.
        because: why it is sent once more; empty for the first edition.
        date: when it was written.
    """
    about = ("report", view.session, str(edition))
    if edition == 1:
        return report_letter(view, sender, (), about, date)
    note = f"This is edition {edition}, and replaces what was sent before. Why it is sent again: {because}"
    paper = replace(view.paper, notes=(note, *view.paper.notes))
    letter = report_letter(replace(view, paper=paper), sender, (), about, date)
    return replace(letter, subject=subject_of(f"Correction, edition {edition}: {letter.subject}"))


def letter_to(letter: Letter, edition: int, to: Mailbox) -> Letter:
    """An edition's letter for one address, known as what it is: sent again, it is the same message."""
    kind, session, _ = letter.about
    about, before = ((kind, session, str(one), to.address.casefold()) for one in (edition, edition - 1))
    follows = message_id(letter.sender, before) if edition > 1 else ""
    return replace(letter, recipients=(to,), about=about, follows=follows)


def report_digest(view: SessionReport) -> str:
    """What tells one state of a report from another, whichever edition it is sent as."""
    return hashlib.sha256(report_markdown(view).encode()).hexdigest()
