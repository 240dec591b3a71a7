"""`followup reject`: an approver says no to a proposed adjustment."""

from __future__ import annotations

from datetime import date

import click

from followup_build.cli.completion import complete_adjustments, complete_people
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings


@click.command()
@click.argument("record_id", metavar="ID", shell_complete=complete_adjustments)
@click.option(
    "--by", metavar="P", shell_complete=complete_people, required=True, help="Who rejects it, by the id in people.yml."
)
@click.option("--because", metavar="TEXT", help="Why; asked for on a terminal.")
@click.option("--on", type=Day(), metavar="DATE", help="The day of the decision (today).")
@dry_run_option
@with_settings
def command(settings: Settings, record_id: str, by: str, because: str | None, on: date | None, dry_run: bool) -> int:
    """Reject a proposed adjustment in an approver's name.

    The file stays, with the reason, so that the same proposal is not made again unknowingly.
    """
    from followup_build.cli.deciding import day_of, decide  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.writing import ask_for  # noqa: PLC0415
    from followup_build.editing.deciding import reject  # noqa: PLC0415

    why = because or ask_for([("--because TEXT", "why it is rejected")])[0]
    return decide(
        settings,
        record_id,
        by,
        lambda workspace, record: reject(workspace.portfolio, record, by, day_of(workspace, on), why),
        dry_run=dry_run,
    )
