"""`followup serve`: the site while one edits."""

from __future__ import annotations

import gc
import re
from typing import Any

import click

from followup_build.cli.settings import Settings, Unreadable, with_settings

_HIGHEST_PORT = 65535


class Address(click.ParamType[str]):
    """A host and a port, `127.0.0.1:8000`; of an IPv6 host in brackets."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address, or a usage error that says how to write it."""
        match = re.fullmatch(r"(?:[^\s:\[\]]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})", str(value))
        if match is None or not 0 < int(match[1]) <= _HIGHEST_PORT:
            self.fail(
                f"{str(value)!r} is no address; write HOST:PORT, with a port from 1 to {_HIGHEST_PORT}", param, ctx
            )
        return str(value)


@click.command()
@click.option(
    "--address",
    type=Address(),
    default="127.0.0.1:8000",
    metavar="HOST:PORT",
    help="Where to show it (127.0.0.1:8000).",
)
@with_settings
def command(settings: Settings, address: str) -> int:
    """Show the site in a browser and renew it when a record changes.

    While the records or the settings cannot be read, the last site stays and the terminal says why. It shows the work
    tree; a revision is built with followup build --at REV.
    """
    from followup_build.publish.fault import BuildError  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.publish.server import refuse_taken, serve  # noqa: PLC0415

    if settings.at is not None:
        raise click.UsageError("serve shows the work tree; build a revision with followup build --at REV")
    gc.enable()  # this command goes on for hours, and every renewal leaves garbage
    folder, given = settings.locate_site()
    try:
        refuse_taken(address)
        if not settings.quiet:
            click.echo(f"building the site; then it is at http://{address}/ until you press Ctrl-C")
        serve(folder, address=address, given=given, is_verbose=settings.verbose)
    except BuildError as error:
        raise Unreadable(str(error)) from None
    return 0
