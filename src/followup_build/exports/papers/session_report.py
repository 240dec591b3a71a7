"""The progress report after a session, as Markdown and as HTML for mail; a file and a mail show the same."""

from __future__ import annotations

from followup_build.exports.papers.paper_html import paper_html
from followup_build.exports.papers.paper_markdown import paper_markdown
from followup_build.views.papers.session_report import SessionReport


def report_markdown(view: SessionReport) -> str:
    """The report as Markdown, which is also the text of the mail."""
    return paper_markdown(view.paper)


def report_mail_html(view: SessionReport) -> str:
    """The report as one page of HTML without scripts, pictures or requests."""
    return paper_html(view.paper)
