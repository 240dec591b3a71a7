"""`followup insight`: what the records teach as a whole."""

from __future__ import annotations

import shutil
from datetime import date

import click

from followup_build.cli.completion import complete_departments
from followup_build.cli.settings import Day, Settings, with_settings

_NARROWEST, _WIDEST = 40, 110


@click.command()
@click.option(
    "--department",
    metavar="D",
    shell_complete=complete_departments,
    help="Only this department, by its id; organisation for what stands above them.",
)
@click.option("--since", type=Day(), metavar="DATE", help="Only what was reported, decided or due from this day on.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to show it (text); json has every figure.",
)
@with_settings
def command(settings: Settings, department: str | None, since: date | None, format_: str) -> int:
    """Show what was learned: causes that come back, adjustments that worked, promises kept, practices and feedback.

    By department, by kind and by fiscal quarter, and never by person. The figures are those of the site's pages as of
    the same day.
    """
    from followup_build.cli.streams import write_data  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.writing import known  # noqa: PLC0415
    from followup_build.status.scope import Scope  # noqa: PLC0415

    workspace = settings.open()
    if since is not None and since > workspace.as_of:
        raise click.UsageError(f"--since {since} lies after {workspace.as_of}, the day from which it is seen")
    known(workspace, department, "department", "department", "organisation")
    scope = Scope(frozenset((department,)) if department is not None else None, since)
    if format_ == "json":
        from followup_build.exports.insight_answer import insight_json  # noqa: PLC0415 - only this form needs it
        from followup_build.status.insight import build_insight  # noqa: PLC0415

        found = build_insight(workspace.portfolio, workspace.ledger, workspace.snapshot, scope)
        write_data(
            insight_json(
                found,
                workspace.portfolio,
                as_of=workspace.as_of,
                revision=workspace.source.revision,
                department=department,
                scope=scope,
            )
        )
    else:
        from followup_build.exports.insight_text import insight_text  # noqa: PLC0415 - the same
        from followup_build.views.insight import build_insight_view  # noqa: PLC0415
        from followup_build.views.subject import Subject  # noqa: PLC0415

        subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, ())
        width = min(_WIDEST, max(_NARROWEST, shutil.get_terminal_size((_WIDEST, 24)).columns))
        click.echo(insight_text(build_insight_view(subject, scope), width=width), nl=False)
    return 0
