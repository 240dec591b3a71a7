"""`followup serve`: the site while one edits."""

from __future__ import annotations

import click

from followup_build.cli.settings import Settings, Unreadable, with_settings


@click.command()
@click.option("--address", default="127.0.0.1:8000", metavar="HOST:PORT", help="Where to show it (127.0.0.1:8000).")
@with_settings
def command(settings: Settings, address: str) -> int:
    """Show the site in a browser and renew it when a record changes."""
    from followup_build.publish.build import BuildError, serve  # noqa: PLC0415 - it imports MkDocs

    root, records = settings.locate()
    if not settings.quiet:
        click.echo(f"the site is at http://{address}/ until you press Ctrl-C")
    try:
        serve(root, address=address, records=records, as_of=settings.as_of)
    except BuildError as error:
        raise Unreadable(str(error)) from None
    return 0
