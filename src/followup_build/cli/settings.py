"""The options that every command takes, before or after its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from followup_build.cli.streams import wants_colour
from followup_build.diagnostics.terminal import shown_text

if TYPE_CHECKING:
    from followup_build.publish.given import Given
    from followup_build.workspace import Workspace


FIRST_YEAR, LAST_YEAR = 1900, 2200
"""As in the records; spelt out here, because their classes are slow to import."""


@dataclass(slots=True)
class Settings:
    """What the options say; a later one wins."""

    records: Path | None = None
    as_of: date | None = None
    at: str | None = None
    color: str | None = None
    quiet: bool = False
    verbose: bool = False
    debug: bool = False

    def locate(self) -> tuple[Path, str]:
        """The repository's folder, and the records folder relative to it."""
        from followup_build.source.location import locate_records  # noqa: PLC0415 - `--help` must not wait for it

        return locate_records(Path.cwd(), self.records)

    def locate_site(self, *, is_strict: bool = False) -> tuple[Path, Given]:
        """The folder of the site's settings, and what the options say over them."""
        from followup_build.publish.build import find_settings  # noqa: PLC0415 - `--help` must not wait for it
        from followup_build.publish.given import Given  # noqa: PLC0415

        here = Path.cwd()
        records = None if self.records is None else here / self.records
        return find_settings(here, records), Given(None, records, self.as_of, self.at, is_strict)

    @property
    def is_coloured(self) -> bool:
        """Whether text is coloured; answers for programs never are."""
        return wants_colour(self.color)

    def open(self) -> Workspace:
        """Open the records that the options name; a tree that cannot be read ends the command with status 2."""
        from followup_build.source.tree import UnreadableSourceError  # noqa: PLC0415 - `--help` must not wait for it
        from followup_build.workspace import open_workspace  # noqa: PLC0415

        root, records = self.locate()
        try:
            workspace = open_workspace(root, records=records, as_of=self.as_of, revision=self.at)
        except UnreadableSourceError as error:
            raise Unreadable(str(error)) from None
        if self.verbose:
            at = f"revision {workspace.source.revision}" if self.at is not None else str(root)
            click.echo(
                f"read {len(workspace.paths)} files of {shown_text(records)}/ at {shown_text(at)}, "
                f"as of {workspace.as_of}; today is {workspace.today}",
                err=True,
            )
        return workspace


class Unreadable(click.ClickException):
    """The records cannot be read, or a result cannot be written; one line, exit status 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """The sentence alone."""
        click.echo(f"followup: {self.format_message()}", err=True, file=file)


class Refused(click.ClickException):
    """Nothing is written, because the records or a file do not allow it; exit status 1.

    One line, or one for each thing to type.
    """

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """The sentence alone."""
        click.echo(f"followup: {self.format_message()}", err=True, file=file)


class Day(click.ParamType[date]):
    """A day, `YYYY-MM-DD`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error that says how to write it."""
        if isinstance(value, date):
            return value
        text = str(value)
        try:
            if len(text) == len("2026-04-15") and text[4] == text[7] == "-":
                day = date.fromisoformat(text)
                if FIRST_YEAR <= day.year <= LAST_YEAR:
                    return day
        except ValueError:
            pass
        return self.fail(f"{text!r} is no day; write it as YYYY-MM-DD, between 1900 and 2200", param, ctx)


def _store(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    settings = ctx.find_object(Settings)
    if settings is None:
        settings = ctx.find_root().obj = Settings()
    if ctx.get_parameter_source(str(parameter.name)) is not click.core.ParameterSource.DEFAULT:
        setattr(settings, str(parameter.name), value)
    if parameter.name == "color" and settings.color not in (None, "auto"):
        ctx.color = settings.color == "always"


_OPTIONS: tuple[Callable[[Callable[..., Any]], Callable[..., Any]], ...] = (
    click.option(
        "--records",
        type=click.Path(path_type=Path),
        metavar="DIR",
        expose_value=False,
        callback=_store,
        help="The records folder (records/ here, or in a folder above up to the repository's).",
    ),
    click.option(
        "--as-of",
        type=Day(),
        metavar="DATE",
        expose_value=False,
        callback=_store,
        help="Look from this day (today in the organisation's time zone).",
    ),
    click.option(
        "--at",
        metavar="REV",
        expose_value=False,
        callback=_store,
        help="Read the records of a git revision, not of the work tree.",
    ),
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        expose_value=False,
        callback=_store,
        help="Whether to colour text (auto: in a terminal, unless NO_COLOR is set).",
    ),
    click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, callback=_store, help="Leave out headings, counts and notes."
    ),
    click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_store,
        help="Say on standard error what was read, and which rules ran.",
    ),
    click.option(
        "--debug", is_flag=True, expose_value=False, callback=_store, help="Show the traceback of a fault of our own."
    ),
)


dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
"""For every command that writes."""


def with_settings(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the global options, and its function the `Settings` first."""

    def call(*arguments: Any, **options: Any) -> Any:
        settings = click.get_current_context().find_object(Settings) or Settings()
        return function(settings, *arguments, **options)

    call.__click_params__ = list(getattr(function, "__click_params__", []))  # type: ignore[attr-defined]
    wrapped: Callable[..., Any] = update_wrapper(call, function)
    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
