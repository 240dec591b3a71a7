"""Where an answer goes: to standard output, or as a whole file."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import click

from followup_build.cli.settings import Unreadable

output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to write it (standard output).",
)
"""For every command whose answer is a file."""


def write_answer(output: Path | None, content: bytes, *, is_text: bool = True) -> None:
    """Write to a file, or to standard output; what is no text does not go to a terminal."""
    if output is not None:
        write_file(output, content)
        return
    if not is_text and sys.stdout.isatty():
        raise click.UsageError("this is no text for a terminal; add -o FILE")
    click.echo(content, nl=False)


def write_file(file: Path, content: bytes) -> None:
    """The whole file or the old one: somebody may be reading it."""
    aside = ""
    try:
        handle, aside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        # A new file of this library is its owner's alone; an answer is for others.
        Path(aside).chmod(0o644)
        Path(aside).replace(file)
    except OSError as error:
        with suppress(OSError):
            Path(aside).unlink()
        raise Unreadable(f"{file} cannot be written: {(error.strerror or '').lower()}") from None
