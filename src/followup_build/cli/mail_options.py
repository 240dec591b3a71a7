"""The options of the commands that send mail; apart, so that `--help` waits for nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from followup_build.cli.settings import Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options of both commands say."""

    send: bool
    resend: tuple[str, ...]
    because: str | None
    remote: str | None
    out: Path | None

    @property
    def wanted(self) -> frozenset[str]:
        """Who is sent it once more, in small letters."""
        return frozenset(one.casefold() for one in self.resend)

    def look_over(self, settings: Settings) -> None:
        """Refuse what does not go together."""
        if bool(self.resend) != (self.because is not None):
            raise click.UsageError("--resend and --because belong together: who is sent it once more, and why")
        if self.because is not None and not self.because.strip():
            raise click.UsageError("--because is empty; say why it is sent once more")
        if self.send and settings.at is not None:
            raise click.UsageError("--at names the past, and only what is on file now is sent; leave it out")


_OPTIONS = (
    click.option("--send", is_flag=True, help="Send it; without this, only show what would go to whom."),
    click.option(
        "--resend",
        multiple=True,
        metavar="ADDRESS",
        help="Send it once more to this address, whatever is known, and to nobody else. May be repeated.",
    ),
    click.option("--because", metavar="TEXT", help="With --resend: why; it is kept with what was sent."),
    click.option("--remote", metavar="NAME", help="The git remote that keeps who was sent what (origin, if there)."),
    click.option(
        "-o",
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Write each message into this folder too, as .eml files.",
    ),
)


def with_asked(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of sending, as an `Asked`."""

    def call(
        *arguments: Any,
        send: bool,
        resend: tuple[str, ...],
        because: str | None,
        remote: str | None,
        out: Path | None,
        **options: Any,
    ) -> Any:
        return function(*arguments, asked=Asked(send, resend, because, remote, out), **options)

    call.__name__, call.__doc__ = function.__name__, function.__doc__
    wrapped: Callable[..., Any] = call
    wrapped.__click_params__ = list(getattr(function, "__click_params__", []))  # type: ignore[attr-defined]
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
