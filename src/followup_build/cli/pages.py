"""`followup pages`: the pages as files."""

from __future__ import annotations

from pathlib import Path

import click

from followup_build.cli.settings import Settings, Unreadable, with_settings


@click.command()
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where to write them."
)
@with_settings
def command(settings: Settings, out: Path) -> int:
    """Write the site's pages as a MkDocs project that needs no plugin.

    Only files that differ are written, and only files that this command wrote before are deleted.
    """
    from followup_build.publish.build import BuildError  # noqa: PLC0415 - it imports MkDocs
    from followup_build.publish.project import export  # noqa: PLC0415

    root, records = settings.locate()
    try:
        pages, touched = export(root, out, records=records, as_of=settings.as_of, revision=settings.at)
    except BuildError as error:
        raise Unreadable(str(error)) from None
    if not settings.quiet:
        click.echo(f"{pages} pages in {out}, {touched} files changed")
    return 0
