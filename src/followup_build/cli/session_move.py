"""`followup session move`: a planned session meets on another day."""

from __future__ import annotations

from datetime import date

import click

from followup_build.cli.completion import complete_sessions
from followup_build.cli.session_options import TimeOfDay, subject_of, tell
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings


@click.command()
@click.argument("record_id", metavar="ID", shell_complete=complete_sessions)
@click.option("--to", type=Day(), metavar="DATE", help="The new day; asked for on a terminal.")
@click.option("--time", type=TimeOfDay(), metavar="HH:MM", help="The new time (as before).")
@click.option("--because", metavar="TEXT", help="Why; it is told in the file's text.")
@dry_run_option
@with_settings
def command(
    settings: Settings, record_id: str, to: date | None, time: str | None, because: str | None, dry_run: bool
) -> int:
    """Move a planned session to another day or time.

    It stays the same session, in calendars too; its text tells of the move.
    """
    from followup_build.cli.facts import finish_fact  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.typed import parsed  # noqa: PLC0415
    from followup_build.cli.writing import ask_for, known, writing  # noqa: PLC0415
    from followup_build.editing.holding import move_session, refuse_unplanned  # noqa: PLC0415
    from followup_build.editing.taken import day_note  # noqa: PLC0415
    from followup_build.model.scalars import parse_text  # noqa: PLC0415

    if because is not None:
        parsed(parse_text, because, "--because")
    if to is None and time is None:
        with writing(settings, dry_run=True) as workspace:
            known(workspace, record_id, "session", "session")
            refuse_unplanned(workspace.portfolio.sessions[record_id], "move")
        to = Day().convert(ask_for([("--to DATE", "the new day")])[0], None, None)
    with writing(settings, dry_run=dry_run) as workspace:
        known(workspace, record_id, "session", "session")
        subject, record = subject_of(workspace), workspace.portfolio.sessions[record_id]
        write = move_session(workspace.root, subject, record, (to, time), because)
        said = f"{record_id} is on {record.data.date} already"
        status = finish_fact(settings, workspace, write, said, dry_run=dry_run)
        note = day_note(subject, to) if to is not None and write is not None else None
        tell(settings, [note] if note is not None else [])
        return status
