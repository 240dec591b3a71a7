"""`followup approve`: an approver says yes to an adjustment, or to a draft plan."""

from __future__ import annotations

from datetime import date

import click

from followup_build.cli.completion import complete_adjustments_and_plans, complete_people
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings


@click.command()
@click.argument("record_id", metavar="ID", shell_complete=complete_adjustments_and_plans)
@click.option(
    "--by", metavar="P", shell_complete=complete_people, required=True, help="Who approves, by the id in people.yml."
)
@click.option("--on", type=Day(), metavar="DATE", help="The day of the approval (today).")
@dry_run_option
@with_settings
def command(settings: Settings, record_id: str, by: str, on: date | None, dry_run: bool) -> int:
    """Approve an adjustment, or a draft plan, in an approver's name.

    It is refused for whoever is no approver of a department that the adjustment touches, and for whoever proposed it.
    In a pull request the approval counts once that person's approving review stands.
    """
    from followup_build.cli.deciding import day_of, decide  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.editing.deciding import approve, approve_plan  # noqa: PLC0415

    return decide(
        settings,
        record_id,
        by,
        lambda workspace, record: approve(workspace.portfolio, record, by, day_of(workspace, on)),
        judge_plan=lambda workspace, plan: approve_plan(workspace.portfolio, plan, by, day_of(workspace, on)),
        dry_run=dry_run,
    )
