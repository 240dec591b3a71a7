"""`followup review`: what an approved adjustment has brought."""

from __future__ import annotations

from datetime import date

import click

from followup_build.cli.completion import complete_adjustments, complete_people
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings


@click.command()
@click.argument("record_id", metavar="ID", shell_complete=complete_adjustments)
@click.option(
    "--outcome",
    type=click.Choice(["effective", "partly", "ineffective"]),
    required=True,
    help="Whether it had the effect that was hoped for.",
)
@click.option("--note", metavar="TEXT", help="What was found.")
@click.option("--by", metavar="P", shell_complete=complete_people, help="Who looked, by the id in people.yml.")
@click.option("--on", type=Day(), metavar="DATE", help="The day of the review (today).")
@dry_run_option
@with_settings
def command(
    settings: Settings,
    record_id: str,
    outcome: str,
    note: str | None,
    by: str | None,
    on: date | None,
    dry_run: bool,
) -> int:
    """Record whether an approved adjustment had the effect that was hoped for."""
    from followup_build.cli.deciding import day_of, decide  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.editing.deciding import review  # noqa: PLC0415
    from followup_build.model.vocabulary import Outcome  # noqa: PLC0415

    return decide(
        settings,
        record_id,
        by,
        lambda workspace, record: review(
            workspace.portfolio, record, Outcome(outcome), day_of(workspace, on), note, by
        ),
        dry_run=dry_run,
    )
