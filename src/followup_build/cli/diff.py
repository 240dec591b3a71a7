"""`followup diff`: what changed between two states of the records, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from followup_build.cli.settings import Settings, Unreadable, with_settings
from followup_build.cli.streams import write_data

if TYPE_CHECKING:
    from followup_build.workspace import Workspace


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
        for note in (*found.notes, *_left_out(workspace)):
            click.echo(f"followup: {note}", err=True)
    comparison = compare(found.portfolio, workspace.portfolio, workspace.as_of)
    if format_ == "json":
        write_data(diff_json(comparison, found.commit, workspace.source.revision))
    else:
        view = build_comparison(comparison)
        write_data(diff_text(view, is_coloured=settings.is_coloured) if format_ == "text" else diff_markdown(view))
    return 0


def _left_out(workspace: Workspace) -> Iterator[str]:
    """What could not be read of what is looked at."""
    count = len(workspace.portfolio.loaded.left_out)
    if count:
        was = "one record or item" if count == 1 else f"{count} records and items"
        yield f"{was} could not be read here; followup check says why, and what could be read is compared"
