"""`followup withdraw`: whoever proposed an adjustment takes it back."""

from __future__ import annotations

from datetime import date

import click

from followup_build.cli.completion import complete_adjustments, complete_people
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings


@click.command()
@click.argument("record_id", metavar="ID", shell_complete=complete_adjustments)
@click.option(
    "--by",
    metavar="P",
    shell_complete=complete_people,
    help="Who takes it back, its proposer or its owner (the proposer).",
)
@click.option("--because", metavar="TEXT", help="Why; asked for on a terminal.")
@click.option("--on", type=Day(), metavar="DATE", help="The day of the decision (today).")
@dry_run_option
@with_settings
def command(
    settings: Settings, record_id: str, by: str | None, because: str | None, on: date | None, dry_run: bool
) -> int:
    """Withdraw a proposed adjustment.

    What is approved already is not withdrawn: a new adjustment changes it back.
    """
    from followup_build.cli.deciding import day_of, decide  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.writing import ask_for  # noqa: PLC0415
    from followup_build.editing.deciding import Decision, withdraw  # noqa: PLC0415
    from followup_build.load.records import Record  # noqa: PLC0415
    from followup_build.model.adjustment import Adjustment  # noqa: PLC0415
    from followup_build.workspace import Workspace  # noqa: PLC0415

    why = because or ask_for([("--because TEXT", "why it is withdrawn")])[0]

    def judge(workspace: Workspace, record: Record[Adjustment]) -> Decision:
        who = by or record.data.proposed.by or record.data.owner
        if who is None:
            raise click.UsageError(f"{record.id} does not say who proposed it; name somebody by --by")
        return withdraw(workspace.portfolio, record, who, day_of(workspace, on), why)

    return decide(settings, record_id, by, judge, dry_run=dry_run)
