"""`followup send`: a session's report, to each address once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from followup_build.cli.completion import complete_sessions
from followup_build.cli.mail_options import Asked, with_asked
from followup_build.cli.settings import Refused, Settings, Unreadable, with_settings
from followup_build.diagnostics.terminal import line_text, shown_text

if TYPE_CHECKING:
    from followup_build.cli.mailing import Office
    from followup_build.delivery.edition import Edition
    from followup_build.delivery.plan import Plan
    from followup_build.delivery.register import Entry
    from followup_build.exports.papers.mail_message import Letter
    from followup_build.views.audience import Audience, Recipient
    from followup_build.workspace import Workspace


@click.command()
@click.argument("session_id", metavar="[SESSION]", required=False, shell_complete=complete_sessions)
@click.option(
    "--held-since",
    metavar="REV",
    help="Not one SESSION, but each that has become held since this revision, if it was held in the last 31 days.",
)
@click.option(
    "--correction", metavar="BECAUSE", help="Send a report that has changed once more, to everybody, and say why."
)
@click.option(
    "--edition",
    type=click.IntRange(min=1),
    metavar="N",
    help="Go on with this edition, though the report has changed: only to those whom it has not reached.",
)
@with_asked
@with_settings
def command(
    settings: Settings,
    session_id: str | None,
    held_since: str | None,
    correction: str | None,
    edition: int | None,
    asked: Asked,
) -> int:
    """Send a held session's report to its chair, attendees, apologies and the subscribers, each once.

    The report is that of followup session report, as of the session's day or --as-of, and a correction is a new edition
    of it. Without --send it shows what would go to whom, and sends nothing. Who was sent what is kept in git, below
    refs/followup/sent, so that nobody gets it twice, however often and from wherever this runs. What the server refuses
    is tried again by the next run; what may have arrived is sent again only by --resend with --because. Mail goes only
    to the domains in organisation.yml (mail), and the server is named by the environment:

    \b
    FOLLOWUP_SMTP_HOST      the server's name, as its certificate has it
    FOLLOWUP_SMTP_PORT      its port (587; 465 where TLS is implicit)
    FOLLOWUP_SMTP_TLS       starttls, or implicit: TLS from the first byte on
                            (implicit on port 465, else starttls)
    FOLLOWUP_SMTP_USER      who logs in; left out, nobody does
    FOLLOWUP_SMTP_PASSWORD  the password
    FOLLOWUP_SMTP_CA_FILE   certificates to trust beside the system's, as a PEM file
    FOLLOWUP_SMTP_TIMEOUT   seconds that each answer may take (60);
                            a message may take four times that
    """  # noqa: D301 - click keeps the lines below a backspace
    from followup_build.cli.mailing import open_office  # noqa: PLC0415 - `--help` must not wait for it

    asked.look_over(settings)
    if (session_id is None) == (held_since is None):
        raise click.UsageError("name a SESSION, or give --held-since REV")
    if held_since is not None and (asked.resend or correction is not None or edition is not None):
        raise click.UsageError("--resend, --correction and --edition are about one SESSION; name it")
    if correction is not None and (edition is not None or asked.resend):
        raise click.UsageError("--correction sends to everybody; leave --edition and --resend out")
    if edition is not None and settings.as_of is not None:
        raise click.UsageError("--edition goes on as of the edition's own day; leave --as-of out")
    if correction is not None and not correction.strip():
        raise click.UsageError("--correction is empty; say why the report is sent once more")
    workspace = settings.open()
    sessions = (session_id,) if session_id is not None else _newly_held(settings, workspace, held_since or "")
    office = open_office(workspace, asked)
    status = 0
    for one in sessions:
        try:
            ended = _send(settings, workspace, office, one, asked, correction=correction, edition=edition)
        except (Refused, Unreadable, click.UsageError) as error:
            if held_since is None:
                raise
            # The others are sent all the same. What the error says may quote a record.
            why = re.sub(r"\Anothing was sent(: |, because )", "", error.message)
            click.echo(f"followup: nothing of {one} was sent: {shown_text(why)}", err=True)
            ended = error.exit_code
        status = max(status, ended)
    return status


def _newly_held(settings: Settings, workspace: Workspace, revision: str) -> tuple[str, ...]:
    from followup_build.history.held import newly_held  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.source.tree import UnreadableSourceError  # noqa: PLC0415
    from followup_build.workspace import open_base  # noqa: PLC0415

    try:
        base = open_base(workspace, revision)
    except UnreadableSourceError as error:
        raise Unreadable(str(error)) from None
    found = newly_held(base.portfolio, workspace.portfolio, workspace.as_of)
    for one in found.older:
        when = workspace.portfolio.sessions[one].data.date
        click.echo(f"{one} was held on {when}, which is long ago; name it to send its report")
    for one in found.hidden:
        click.echo(f"{one} is confidential, so no report of it is sent; tell those who may know yourself")
    if not found.recent and not settings.quiet:
        click.echo(f"No other session has become held since {base.commit[:10]}.")
    return found.recent


def _send(
    settings: Settings,
    workspace: Workspace,
    office: Office,
    session_id: str,
    asked: Asked,
    *,
    correction: str | None,
    edition: int | None,
) -> int:
    from followup_build.cli.mailing import (  # noqa: PLC0415 - `--help` must not wait for it
        keep_files,
        refuse_errors,
        refuse_strangers,
        send_plan,
        show_dry_run,
        show_plan,
    )
    from followup_build.cli.reporting import refuse_unheld, report_day, seen_from  # noqa: PLC0415
    from followup_build.cli.writing import known  # noqa: PLC0415
    from followup_build.clock import read_now  # noqa: PLC0415
    from followup_build.delivery.edition import begin_edition  # noqa: PLC0415
    from followup_build.exports.papers.session_letter import edition_letter  # noqa: PLC0415
    from followup_build.views.audience import session_audience  # noqa: PLC0415
    from followup_build.views.papers.session_report import build_session_report  # noqa: PLC0415

    known(workspace, session_id, "session", "session")
    record = workspace.portfolio.sessions[session_id]
    refuse_unheld(workspace, record)
    report_day(settings, record)
    if asked.send:
        refuse_errors(workspace)
    audience = session_audience(workspace.portfolio, session_id, workspace.today)
    refuse_strangers(asked, audience.recipients)
    folder, entries = _marks(office, workspace, session_id, asked)
    chosen = _choose(settings, workspace, session_id, entries, correction=correction, edition=edition)
    view = build_session_report(seen_from(workspace, chosen.as_of), session_id)
    letter = edition_letter(view, office.sender, chosen.number, chosen.because, read_now())
    plan = _plan(folder, letter, chosen, audience, entries, asked)
    if not settings.quiet:
        click.echo(f"Report of {line_text(view.title)}, edition {chosen.number}, as of {chosen.as_of}\n")
    show_plan(plan, asked, f"send it again by followup send {session_id} --send --resend ADDRESS --because TEXT")
    if asked.out is not None:
        keep_files(plan, asked.out, f"{session_id}-{chosen.number}")
    if not asked.send:
        return show_dry_run(plan, [("each of them alone", letter)] if plan.due else [])
    return send_plan(settings, office, plan, lambda: begin_edition(office.register, folder, chosen, read_now()))


def _marks(office: Office, workspace: Workspace, session_id: str, asked: Asked) -> tuple[str, dict[str, Entry]]:
    """Where it is kept who was sent the report, and what is kept there: a session keeps its marks by another name."""
    from followup_build.cli.mailing import read_marks  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.delivery.post import folder_of  # noqa: PLC0415

    mine, sessions = folder_of("sent", session_id), workspace.portfolio.sessions
    entries = read_marks(office, mine, asked)
    if not entries:
        # The latest name first.
        formerly = reversed(sessions[session_id].data.formerly)
        # The marks of a name that another session has by now are its own.
        for former in (one for one in formerly if one not in sessions):
            folder = folder_of("sent", former)
            found = read_marks(office, folder, asked)
            if found:
                return folder, found
    return mine, entries


def _choose(
    settings: Settings,
    workspace: Workspace,
    session_id: str,
    entries: Mapping[str, Entry],
    *,
    correction: str | None,
    edition: int | None,
) -> Edition:
    from followup_build.cli.reporting import seen_from  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.delivery.edition import (  # noqa: PLC0415
        UnaskedError,
        choose_edition,
        known_editions,
    )
    from followup_build.delivery.fault import DeliveryError  # noqa: PLC0415
    from followup_build.exports.papers.session_letter import report_digest  # noqa: PLC0415
    from followup_build.views.papers.session_report import build_session_report  # noqa: PLC0415

    try:
        return choose_edition(
            known_editions(entries),
            lambda day: report_digest(build_session_report(seen_from(workspace, day), session_id)),
            # As followup session report shows it.
            workspace.portfolio.sessions[session_id].data.date,
            as_of=settings.as_of,
            correction=correction,
            wanted=edition,
        )
    except UnaskedError as error:
        raise Refused(f"nothing was sent: {error}") from None
    except DeliveryError as error:
        raise Unreadable(str(error)) from None


def _plan(
    folder: str, letter: Letter, edition: Edition, audience: Audience, entries: Mapping[str, Entry], asked: Asked
) -> Plan:
    from followup_build.delivery.plan import make_plan  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.exports.papers.mail_message import Mailbox, mail_message  # noqa: PLC0415
    from followup_build.exports.papers.session_letter import letter_to  # noqa: PLC0415

    def compose(to: Recipient) -> bytes:
        return mail_message(letter_to(letter, edition.number, Mailbox(to.address, to.name)))

    return make_plan(
        audience,
        f"{folder}/{edition.number}",
        {f"{folder}/{name}": entry for name, entry in entries.items()},
        compose,
        {"kind": "report", "session": letter.about[1], "edition": edition.number},
        resend=asked.wanted,
        because=asked.because or "",
    )
