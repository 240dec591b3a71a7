"""`followup pages`: the pages as files."""

from __future__ import annotations

from pathlib import Path

import click

from followup_build.cli.settings import Settings, Unreadable, with_settings
from followup_build.diagnostics.terminal import shown_text
from followup_build.diagnostics.text_format import counted


@click.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder to write them to; it is made if it is not there.",
)
@with_settings
def command(settings: Settings, out: Path) -> int:
    """Write the site's pages as a MkDocs project that needs no plugin.

    mkdocs build in that folder makes the site. Only files that differ are written, and only files that this command
    wrote before are deleted.
    """
    from followup_build.publish.fault import BuildError  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.publish.project import export  # noqa: PLC0415

    folder, given = settings.locate_site()
    try:
        pages, touched = export(folder, out, given)
    except BuildError as error:
        raise Unreadable(str(error)) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Unreadable(f"the pages cannot be written: {error.filename or out}: {reason}") from None
    if not settings.quiet:
        click.echo(f"{counted(pages, 'page')} in {shown_text(str(out))}, {counted(touched, 'file')} changed")
    return 0
