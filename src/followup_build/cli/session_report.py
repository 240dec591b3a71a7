"""`followup session report`: what came of a session, for everybody who has to know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup_build.cli.completion import complete_sessions
from followup_build.cli.output import output_option, write_answer
from followup_build.cli.settings import Settings, Unreadable, with_settings

if TYPE_CHECKING:
    from followup_build.views.papers.session_report import SessionReport
    from followup_build.workspace import Workspace

_FORMATS = ("markdown", "html", "pdf", "eml")


@click.command()
@click.argument("session", metavar="ID", shell_complete=complete_sessions)
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="The form (what the name of FILE says, else markdown); eml is a mail without an address to send it to.",
)
@output_option
@with_settings
def command(settings: Settings, session: str, format_: str | None, output: Path | None) -> int:
    """Make the progress report of a session that was held.

    Key points, decisions, actions with owners and dates, adjustments and their effects, the state of the plans of all
    departments that took part with what changed since the last session, achievements, next steps and minutes: all of
    it computed from the records, so that the same records give the same report.

    It shows the state on the session's own day; --as-of shows a later one. Adjustments that were proposed after that
    day, and name the session, are listed as such. The HTML loads nothing and is what mail programs show; a PDF needs
    pip install 'followup-build[pdf]'.
    """
    from followup_build.cli.reporting import chosen_format, open_report  # noqa: PLC0415 - `--help` must not wait for it

    form = chosen_format(format_, output, _FORMATS)
    workspace, report = open_report(settings, session)
    write_answer(output, _content(workspace, report, form), is_text=form != "pdf")
    return 0


def _content(workspace: Workspace, report: SessionReport, form: str) -> bytes:
    from followup_build.cli.reporting import pdf_of  # noqa: PLC0415 - the same
    from followup_build.exports.papers.session_report import report_mail_html, report_markdown  # noqa: PLC0415

    if form == "markdown":
        return report_markdown(report).encode()
    if form == "html":
        return report_mail_html(report).encode()
    return pdf_of(report_mail_html(report)) if form == "pdf" else _draft(workspace, report)


def _draft(workspace: Workspace, report: SessionReport) -> bytes:
    from followup_build.exports.papers.mail_message import LetterError, Mailbox, mail_message  # noqa: PLC0415 - the same
    from followup_build.exports.papers.session_letter import draft_letter  # noqa: PLC0415

    mail = workspace.portfolio.organisation.mail
    if mail is None:
        raise Unreadable("organisation.yml does not say who sends; write mail: {from: follow-up@example.org} there")
    try:
        return mail_message(draft_letter(report, Mailbox(mail.from_, report.organisation), workspace.portfolio.zone))
    except LetterError as error:
        raise Unreadable(str(error)) from None
