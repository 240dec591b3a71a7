"""`followup build`: the site."""

from __future__ import annotations

from pathlib import Path

import click

from followup_build.cli.settings import Settings, with_settings


@click.command()
@click.option("--site-dir", type=click.Path(path_type=Path), metavar="DIR", help="Where to write the site (site).")
@click.option("--strict", is_flag=True, help="Refuse to build when the records have errors.")
@with_settings
def command(settings: Settings, site_dir: Path | None, strict: bool) -> int:
    """Build the site.

    Records with errors are left out and a banner on every page says so; with --strict nothing is built and the
    previous site stays as it is.
    """
    raise NotImplementedError
