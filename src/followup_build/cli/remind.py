"""`followup remind`: to each owner one message with what is theirs, at most once a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import click

from followup_build.cli.completion import complete_people
from followup_build.cli.mail_options import Asked, with_asked
from followup_build.cli.settings import Settings, with_settings


@click.command()
@click.option(
    "--owner",
    "owners",
    multiple=True,
    metavar="P",
    shell_complete=complete_people,
    help="Only this person. May be repeated.",
)
@with_asked
@with_settings
def command(settings: Settings, owners: tuple[str, ...], asked: Asked) -> int:
    """Remind each owner, in one message, of what is theirs and cannot wait.

    That is what is overdue, off track, due within two weeks, to be checked whether it worked, and silent for too long:
    what the person's page on the site shows. Without --send it shows every message, and sends nothing. Nobody is
    reminded twice in a week, Monday to Sunday, however often and from wherever this runs: who was reminded is kept in
    git, below refs/followup/reminded. The server is named by the environment, as followup send --help tells.
    """
    from followup_build.cli.mailing import (  # noqa: PLC0415 - `--help` must not wait for it
        keep_files,
        open_office,
        read_marks,
        refuse_errors,
        refuse_strangers,
        send_plan,
        show_dry_run,
        show_plan,
    )
    from followup_build.cli.writing import known  # noqa: PLC0415
    from followup_build.clock import read_now  # noqa: PLC0415
    from followup_build.delivery.plan import make_plan  # noqa: PLC0415
    from followup_build.delivery.post import folder_of  # noqa: PLC0415
    from followup_build.exports.papers.mail_message import Mailbox, mail_message  # noqa: PLC0415
    from followup_build.exports.papers.reminder_letter import reminder_letter  # noqa: PLC0415
    from followup_build.views.audience import owners_audience  # noqa: PLC0415
    from followup_build.views.papers.reminders import build_reminders  # noqa: PLC0415
    from followup_build.views.subject import Subject  # noqa: PLC0415

    asked.look_over(settings)
    if asked.send and settings.as_of is not None:
        raise click.UsageError("--as-of shows another day's reminders, and only today's are sent; leave it out")
    workspace = settings.open()
    for one in owners:
        known(workspace, one, "person", "person")
    office = open_office(workspace, asked)
    if asked.send:
        refuse_errors(workspace)
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings)
    name = workspace.portfolio.organisation.name or "The organisation"
    week, now = _week(workspace.as_of), read_now()
    letters = {
        one.person: reminder_letter(one, office.sender, name, week, now)
        for one in build_reminders(subject)
        if not owners or one.person in owners
    }
    audience = owners_audience(workspace.portfolio, letters, workspace.today)
    refuse_strangers(asked, audience.recipients)
    folder = folder_of("reminded", week)
    entries = {f"{folder}/{mark}": entry for mark, entry in read_marks(office, folder, asked).items()}
    plan = make_plan(
        audience,
        folder,
        entries,
        lambda to: mail_message(replace(letters[to.key], recipients=(Mailbox(to.address, to.name),))),
        {"kind": "reminder", "week": week},
        by_key=True,
        resend=asked.wanted,
        because=asked.because or "",
    )
    if not settings.quiet:
        click.echo(f"Reminders of week {week}, as of {workspace.as_of}\n")
    show_plan(plan, asked, "send it again by followup remind --send --resend ADDRESS --because TEXT")
    if asked.out is not None:
        keep_files(plan, asked.out, week)
    if not asked.send:
        return show_dry_run(plan, [(f"{one.name} <{one.address}>", letters[one.key]) for one, _ in plan.due])
    return send_plan(settings, office, plan, lambda: None)


def _week(day: date) -> str:
    """`2026-W48`, as ISO 8601 counts weeks."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
