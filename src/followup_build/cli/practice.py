"""`followup practice`: what one department found, and others take over."""

from __future__ import annotations

from datetime import date

import click

from followup_build.cli.completion import complete_departments, complete_practices
from followup_build.cli.groups import NearestGroup
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings


@click.group(cls=NearestGroup)
@with_settings
def command(settings: Settings) -> None:
    """Record that a department adopts a best practice of another."""


@command.command("adopt")
@click.argument("record_id", metavar="ID", shell_complete=complete_practices)
@click.argument("department", shell_complete=complete_departments)
@click.option("--on", type=Day(), metavar="DATE", help="The day from which it works so (today).")
@dry_run_option
@with_settings
def adopt(settings: Settings, record_id: str, department: str, on: date | None, dry_run: bool) -> int:
    """Add a department to those that adopted a practice."""
    from followup_build.cli.facts import finish_fact  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.writing import known, writing  # noqa: PLC0415
    from followup_build.editing.learning import adopt_practice  # noqa: PLC0415

    with writing(settings, dry_run=dry_run) as workspace:
        known(workspace, record_id, "practice", "practice")
        known(workspace, department, "department", "department")
        record = workspace.portfolio.practices[record_id]
        write = adopt_practice(workspace.root, workspace.portfolio, record, department, on, workspace.as_of)
        since = record.data.adopted.get(department)
        return finish_fact(settings, workspace, write, f"{department} adopted {record_id} on {since}", dry_run=dry_run)
