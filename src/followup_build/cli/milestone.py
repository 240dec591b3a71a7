"""`followup milestone`: what is known of a milestone on a day, added to its plan's facts."""

from __future__ import annotations

from datetime import date

import click

from followup_build.cli.completion import complete_milestones
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings


@click.command()
@click.argument("ref", shell_complete=complete_milestones)
@click.option("--forecast", type=Day(), metavar="DATE", help="When it will be reached.")
@click.option("--percent", type=click.IntRange(0, 100), metavar="N", help="How much of it is done, 0 to 100.")
@click.option("--confidence", type=click.Choice(["low", "medium", "high"]), help="How sure the forecast is.")
@click.option("--achieved", type=Day(), metavar="DATE", help="When it was reached.")
@click.option("--note", metavar="TEXT", help="What a reader should know.")
@click.option("--on", type=Day(), metavar="DATE", help="The day on which this was known (today).")
@dry_run_option
@with_settings
def command(
    settings: Settings,
    ref: str,
    forecast: date | None,
    percent: int | None,
    confidence: str | None,
    achieved: date | None,
    note: str | None,
    on: date | None,
    dry_run: bool,
) -> int:
    """Add what is known of a milestone to the facts about its plan.

    REF is the milestone, for example finance-2026/portal-live. What is said again on the same day is changed there.
    """
    from followup_build.cli.facts import finish_fact, known_member  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.typed import parsed  # noqa: PLC0415
    from followup_build.cli.writing import writing  # noqa: PLC0415
    from followup_build.editing.facts import update_milestone  # noqa: PLC0415
    from followup_build.model.scalars import parse_text  # noqa: PLC0415

    given = {"forecast": forecast, "percent": percent, "confidence": confidence, "achieved": achieved, "note": note}
    said = {name: value for name, value in given.items() if value is not None}
    if not said:
        options = ", ".join(f"--{name}" for name in given)
        raise click.UsageError(f"nothing is said of {ref}; give at least one of {options}")
    if note is not None:
        parsed(parse_text, note, "--note")
    with writing(settings, dry_run=dry_run) as workspace:
        known_member(workspace, ref, "milestone", "milestone")
        day = on or workspace.as_of
        _refuse_unlikely(forecast, achieved, day, workspace.as_of)
        write = update_milestone(workspace.root, workspace.source.records, workspace.portfolio, ref, day, said)
        return finish_fact(settings, workspace, write, f"the facts about {ref} say so already", dry_run=dry_run)


def _refuse_unlikely(forecast: date | None, achieved: date | None, day: date, as_of: date) -> None:
    """Refuse what the words of a day cannot mean."""
    if achieved is not None and achieved > as_of:
        raise click.UsageError(f"--achieved {achieved} has not come yet; if it is expected then: --forecast {achieved}")
    if achieved is None and forecast is not None and forecast < day:
        raise click.UsageError(
            f"--forecast {forecast} lies before {day}; if it was reached then: --achieved {forecast}"
        )
