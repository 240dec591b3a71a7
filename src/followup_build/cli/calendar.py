"""`followup calendar`: the calendar files of the site, without the site."""

from __future__ import annotations

from pathlib import Path

import click

from followup_build.cli.output import output_option, write_answer
from followup_build.cli.settings import Refused, Settings, with_settings


@click.command()
@output_option
@click.option("--department", metavar="D", help="Only what concerns this department, by its id.")
@click.option("--person", metavar="P", help="Only what concerns this person, by the id in people.yml.")
@with_settings
def command(settings: Settings, output: Path | None, department: str | None, person: str | None) -> int:
    """Write a calendar file of sessions and of what is due.

    The same bytes as the site's: sessions, the days on which actions, milestones and adjustments are due or looked at
    again, of the last half year and of what is to come. What a series calls for within a year and nobody has written
    yet is tentative. Each event keeps its name, so that a program which reads the file again moves it, and takes out
    what was cancelled.
    """
    from followup_build.cli.writing import known  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.exports.calendar_file import calendar_files  # noqa: PLC0415
    from followup_build.views.calendar import build_calendars  # noqa: PLC0415
    from followup_build.views.subject import Subject  # noqa: PLC0415

    if department is not None and person is not None:
        raise click.UsageError("--department and --person name two calendars; give one of them")
    workspace = settings.open()
    known(workspace, department, "department", "department")
    known(workspace, person, "person", "person")
    folder = f"departments/{department}/" if department is not None else f"people/{person}/" if person else ""
    path = f"{folder}calendar.ics"
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, ())
    wanted = [one for one in build_calendars(subject) if one.path == path]
    if not wanted:
        raise Refused(f"{person} has left, and keeps no calendar")
    content = next(iter(calendar_files(wanted)))[1]
    write_answer(output, content)
    return 0
