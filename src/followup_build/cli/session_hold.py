"""`followup session hold`: a session was held."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from followup_build.cli.completion import complete_people, complete_sessions
from followup_build.cli.session_options import subject_of, tell
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings


@click.command()
@click.argument("record_id", metavar="ID", shell_complete=complete_sessions)
@click.option("--chair", metavar="P", shell_complete=complete_people, help="Who led it (as the file says).")
@click.option(
    "--attendee",
    "attendees",
    multiple=True,
    metavar="P",
    shell_complete=complete_people,
    help="Who was there. May be repeated.",
)
@click.option(
    "--apology",
    "apologies",
    multiple=True,
    metavar="P",
    shell_complete=complete_people,
    help="Who was excused. May be repeated.",
)
@click.option(
    "--decision",
    "decisions",
    nargs=2,
    multiple=True,
    metavar="KEY TEXT",
    help="What was decided, under a short name. May be repeated.",
)
@click.option("--on", type=Day(), metavar="DATE", help="The day on which it was held, where it is not the planned one.")
@dry_run_option
@with_settings
def command(
    settings: Settings,
    record_id: str,
    chair: str | None,
    decisions: tuple[tuple[str, str], ...],
    on: date | None,
    dry_run: bool,
    **people: Any,
) -> int:
    """Record that a session was held: who led it, who was there, what was decided.

    Minutes are written into the file itself, below its front matter. Run again, it adds what is new.
    """
    from followup_build.cli.facts import finish_fact  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.typed import parsed  # noqa: PLC0415
    from followup_build.cli.writing import ask_for, known, writing  # noqa: PLC0415
    from followup_build.editing.holding import Held, hold_session, refuse_hold  # noqa: PLC0415
    from followup_build.model.scalars import parse_id, parse_text  # noqa: PLC0415

    for key, text in decisions:
        parsed(parse_id, key, "--decision")
        parsed(parse_text, text, f"--decision {key}")
    if len(dict(decisions)) < len(decisions):
        raise click.UsageError("two decisions have one short name; give each its own")
    if chair is None:
        with writing(settings, dry_run=True) as workspace:
            known(workspace, record_id, "session", "session")
            record = workspace.portfolio.sessions[record_id]
            refuse_hold(subject_of(workspace), record, on)
        if record.data.chair is None:
            chair = ask_for([("--chair P", "who led it")])[0]
    with writing(settings, dry_run=dry_run) as workspace:
        known(workspace, record_id, "session", "session")
        for person in (chair, *people["attendees"], *people["apologies"]):
            known(workspace, person, "person", "person")
        record = workspace.portfolio.sessions[record_id]
        held = Held(chair, people["attendees"], people["apologies"], dict(decisions), on)
        write = hold_session(workspace.root, subject_of(workspace), record, held)
        status = finish_fact(settings, workspace, write, f"{record_id} says so already", dry_run=dry_run)
        if not (people["attendees"] or record.data.attendees):
            tell(settings, [f"nobody says who was there; add --attendee P, or attendees to {record.path}"])
        return status
