"""`followup diff`: what changed between two states of the records, in words."""

from __future__ import annotations

import click

from followup_build.cli.settings import Settings, Unreadable, with_settings
from followup_build.cli.streams import write_data


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="How to show it (text); markdown is for a pull request, json has every value.",
)
@with_settings
def command(settings: Settings, base: str, head: str | None, format_: str) -> int:
    """Show in words what changed from BASE to HEAD, and what it does to the status.

    BASE and HEAD are commits, tags or branches; without HEAD the work tree is compared. The comparison starts where
    HEAD left BASE, so that what happened on BASE since then is not counted. Both are looked at from the same day.
    """
    from followup_build.exports.diff_answer import diff_json  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.exports.diff_text import diff_markdown, diff_text  # noqa: PLC0415
    from followup_build.history.compare import compare  # noqa: PLC0415
    from followup_build.source.tree import UnreadableSourceError  # noqa: PLC0415
    from followup_build.views.comparison import build_comparison  # noqa: PLC0415
    from followup_build.workspace import open_base  # noqa: PLC0415

    if settings.at is not None and head is not None:
        raise click.UsageError("--at and HEAD name the same thing; give one of them")
    settings.at = head if head is not None else settings.at
    workspace = settings.open()
    try:
        found = open_base(workspace, base)
    except UnreadableSourceError as error:
        raise Unreadable(str(error)) from None
    if not settings.quiet:
        for note in found.notes:
            click.echo(f"followup: {note}", err=True)
    comparison = compare(found.portfolio, workspace.portfolio, workspace.as_of)
    if format_ == "json":
        write_data(diff_json(comparison, found.commit, workspace.source.revision))
    else:
        view = build_comparison(comparison)
        write_data(diff_text(view, is_coloured=settings.is_coloured) if format_ == "text" else diff_markdown(view))
    return 0
