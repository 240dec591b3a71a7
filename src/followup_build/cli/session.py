"""`followup session`: a follow-up session from its plan to its report."""

from __future__ import annotations

import click

from followup_build.cli.groups import CommandTable
from followup_build.cli.settings import Settings, with_settings

SESSION_COMMANDS: dict[str, tuple[str, str]] = {
    "new": (
        "followup_build.cli.session_new",
        "Make the files of the next session: its own, and a report for each department to fill in.",
    ),
    "agenda": (
        "followup_build.cli.session_agenda",
        "Show the agenda of a session to come: what to decide, who speaks when, what changed since the last one.",
    ),
    "hold": (
        "followup_build.cli.session_hold",
        "Record that a session was held: who led it, who was there, what was decided.",
    ),
    "move": ("followup_build.cli.session_move", "Move a planned session to another day or time."),
    "cancel": ("followup_build.cli.session_cancel", "Cancel a planned session."),
    "report": ("followup_build.cli.session_report", "Make the progress report of a session that was held."),
}
"""Module and first sentence of each command, in the order of `--help`; a test holds them equal to the modules'."""


@click.group(cls=CommandTable, table=SESSION_COMMANDS)
@with_settings
def command(settings: Settings) -> None:
    """Prepare a follow-up session, and record what became of it."""
