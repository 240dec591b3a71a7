"""`followup pages`: the pages as files."""

from __future__ import annotations

from pathlib import Path

import click

from followup_build.cli.settings import Settings, with_settings


@click.command()
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where to write them."
)
@with_settings
def command(settings: Settings, out: Path) -> int:
    """Write the site's pages as a MkDocs project that needs no plugin.

    Only files that differ are written, and only files that this command wrote before are deleted.
    """
    from followup_build.publish.project import write_project  # noqa: PLC0415 - it imports Jinja
    from followup_build.publish.site import build_site  # noqa: PLC0415

    site = build_site(settings.open())
    touched = write_project(site, out)
    if not settings.quiet:
        click.echo(f"{len(site.pages)} pages in {out}, {touched} files changed")
    return 0
