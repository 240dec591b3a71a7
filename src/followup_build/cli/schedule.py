"""`followup schedule`: the sessions that are planned, due and missed."""

from __future__ import annotations

from datetime import date

import click

from followup_build.cli.settings import Day, Settings, with_settings
from followup_build.cli.streams import write_data
from followup_build.diagnostics.terminal import line_text


@click.command()
@click.option("--until", type=Day(), metavar="DATE", help="The last day to show (92 days from now).")
@click.option("--department", metavar="D", help="Only what asks this department, by its id.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to show it (text); json has held and cancelled sessions too.",
)
@with_settings
def command(settings: Settings, until: date | None, department: str | None, format_: str) -> int:
    """Show which sessions are planned, due and missed, and what to type for them.

    A session is due when a series or a major milestone that was reached calls for it and none is on file; missed when
    its day is over and nothing says that it was held. It goes back to the start of the fiscal year, or 92 days.
    """
    from followup_build.cli.writing import known  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.exports.schedule_text import schedule_json, schedule_text  # noqa: PLC0415
    from followup_build.views.schedule import build_schedule  # noqa: PLC0415
    from followup_build.views.subject import Subject  # noqa: PLC0415

    workspace = settings.open()
    known(workspace, department, "department", "department")
    if until is not None and until < workspace.as_of:
        raise click.UsageError(f"--until {until} lies before {workspace.as_of}, the day to look from; add --as-of")
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, ())
    view = build_schedule(subject, until, department)
    if format_ == "json":
        write_data(schedule_json(view, as_of=workspace.as_of, revision=workspace.source.revision))
        return 0
    if not settings.quiet:
        name = line_text(workspace.portfolio.organisation.name or "The organisation")
        click.echo(f"{name} as of {workspace.as_of}, until {view.last}\n")
    write_data(schedule_text(view, is_coloured=settings.is_coloured))
    return 0
