"""Standard output and standard error, whatever is at their other end: a terminal, a closed pipe, an old encoding."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
import unicodedata

import click

CLOSED_PIPE = 141
"""The exit status when whoever reads has gone.

It is what a shell reports of a Unix tool that SIGPIPE stopped (128 + 13). 0 would say that there are no findings, and 1
that there are, where neither was told to the end.
"""
_PLAIN = {
    "○": "o",
    "●": "*",
    "▲": "!",
    "✖": "x",
    "✔": "+",
    "✘": "x",
    "–": "-",
    "—": "-",
    "−": "-",
    "…": "~",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "≥": ">=",
    "≤": "<=",
    "→": "->",
}
"""What our own signs are where an encoding has no such character."""
_FULL = frozenset((errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC))


def prepare_streams() -> None:
    """Make output replace what its encoding does not have, rather than stop in the middle."""
    codecs.register_error("followup", _replace)
    if sys.stdout is None:  # a shell closed it: `>&-`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for the rest of the process
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - the same
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="followup")


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_plain(character) for character in error.object[error.start : error.end]), error.end


def _plain(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    return _PLAIN.get(character) or bare or ("" if unicodedata.combining(character) else "?")


def write_data(text: str) -> None:
    """Write an answer for programs: UTF-8 with LF on every system, whatever a terminal there would like."""
    click.echo(text.encode(), nl=False)


def wants_colour(choice: str | None) -> bool:
    """Whether text is coloured; `--color` wins over NO_COLOR, see https://no-color.org."""
    if choice in ("always", "never"):
        return choice == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def is_closed(error: OSError) -> bool:
    """Whether the reader of our output has gone; Windows says so by EINVAL."""
    return isinstance(error, BrokenPipeError) or (
        os.name == "nt" and error.errno == errno.EINVAL and not error.filename
    )


def is_full(error: OSError) -> bool:
    """Whether our output could not be written; errors about files have a file name."""
    return error.errno in _FULL and not error.filename


def drop_output() -> None:
    """Let what is still buffered vanish, so that Python does not complain when it ends."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(null, stream.fileno())
        except ValueError:  # it is closed
            continue
