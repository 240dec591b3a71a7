"""What messages say: a session's report and a reminder, as a subject, text and HTML."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from followup_build.exports.mail_message import subject_of
from followup_build.exports.paper_html import paper_html
from followup_build.exports.paper_markdown import paper_markdown
from followup_build.views.cells import day
from followup_build.views.paper import Paper
from followup_build.views.reminders import Reminder
from followup_build.views.session_report import SessionReport


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says, whoever gets it."""

    subject: str
    text: str
    html: str


def report_content(view: SessionReport, edition: int, because: str) -> Content:
    """A session's report; from the second edition on it says first what it corrects, and why.

    Args:
        view: the report.
        edition: 1 for the first one that is sent.
        because: why it is sent once more; empty for the first edition.
    """
    title = f"{view.title}, {day(view.day)}"
    if edition == 1:
        return _content(f"{view.organisation}: report of {title}", view.paper)
    note = (
        f"This is edition {edition} of the report. It replaces what was sent before. Why it was sent again: {because}"
    )
    return _content(
        f"Correction, edition {edition}. {view.organisation}: report of {title}",
        replace(view.paper, notes=(note, *view.paper.notes)),
    )


def reminder_content(view: Reminder, organisation: str) -> Content:
    """What somebody is reminded of, counted in the subject."""
    counted = ", ".join(f"{number} {words}" for number, words in view.counts)
    return _content(f"{organisation}: {counted}", view.paper)


def report_digest(view: SessionReport) -> str:
    """What tells one state of a report from another, whichever edition it is sent as."""
    return hashlib.sha256(paper_markdown(view.paper).encode()).hexdigest()


def _content(subject: str, paper: Paper) -> Content:
    return Content(subject_of(subject), paper_markdown(paper), paper_html(paper))
