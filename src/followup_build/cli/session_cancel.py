"""`followup session cancel`: a planned session does not take place."""

from __future__ import annotations

import click

from followup_build.cli.completion import complete_sessions
from followup_build.cli.session_options import subject_of
from followup_build.cli.settings import Settings, dry_run_option, with_settings


@click.command()
@click.argument("record_id", metavar="ID", shell_complete=complete_sessions)
@click.option("--because", metavar="TEXT", help="Why; it is told in the file's text.")
@dry_run_option
@with_settings
def command(settings: Settings, record_id: str, because: str | None, dry_run: bool) -> int:
    """Cancel a planned session.

    Its file stays, and calendars cancel it.
    """
    from followup_build.cli.facts import finish_fact  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.typed import parsed  # noqa: PLC0415
    from followup_build.cli.writing import known, writing  # noqa: PLC0415
    from followup_build.editing.holding import cancel_session  # noqa: PLC0415
    from followup_build.model.scalars import parse_text  # noqa: PLC0415

    if because is not None:
        parsed(parse_text, because, "--because")
    with writing(settings, dry_run=dry_run) as workspace:
        known(workspace, record_id, "session", "session")
        record = workspace.portfolio.sessions[record_id]
        write = cancel_session(workspace.root, subject_of(workspace), record, because)
        return finish_fact(settings, workspace, write, f"{record_id} is cancelled already", dry_run=dry_run)
