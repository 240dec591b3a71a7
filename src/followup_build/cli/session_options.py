"""What the commands of a session have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from followup_build.cli.settings import Settings
from followup_build.diagnostics.terminal import line_text

if TYPE_CHECKING:
    from followup_build.views.subject import Subject
    from followup_build.workspace import Workspace

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]\Z")


class TimeOfDay(click.ParamType[str]):
    """A time of day, `HH:MM`."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The time, or a usage error that says how to write it."""
        text = str(value)
        return (
            text if _TIME.match(text) else self.fail(f"{text!r} is no time; write it as HH:MM, like 09:30", param, ctx)
        )


def subject_of(workspace: Workspace) -> Subject:
    """What schedules and agendas are built from."""
    from followup_build.views.subject import Subject  # noqa: PLC0415 - `--help` must not wait for it

    return Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, ())


def tell(settings: Settings, notes: Iterable[str]) -> None:
    """Say beside the output what is out of the ordinary."""
    if not settings.quiet:
        for note in notes:
            click.echo(f"followup: {line_text(note)}", err=True)
