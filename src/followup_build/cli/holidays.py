"""`followup holidays`: a year's public holidays, for review."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from difflib import get_close_matches
from importlib.metadata import version

import click

from followup_build.cli.settings import FIRST_YEAR, LAST_YEAR, Refused, Settings, Unreadable, with_settings
from followup_build.cli.streams import write_data
from followup_build.diagnostics.terminal import shown_text

_INSTALL = "pip install 'followup-build[holidays]'"
_CODE = re.compile(r"[A-Z]{2}\Z")
_FORM = "write the two letters of ISO 3166, for example ZA"


@click.command()
@click.argument("year", type=click.IntRange(FIRST_YEAR, LAST_YEAR))
@click.option("--country", metavar="CODE", help="Whose holidays, like ZA (country: in organisation.yml).")
@click.option("--write", "is_written", is_flag=True, help="Write the lines into holidays.yml.")
@with_settings
def command(settings: Settings, year: int, country: str | None, *, is_written: bool) -> int:
    """Show a year's public holidays as lines for holidays.yml, or write them there.

    They come from the library holidays, an optional one, and are kept in the records, so that a newer edition of it
    never moves the past. Days that are in the file already stay as they are; look the others through before you merge
    them.
    """
    from followup_build.cli.writing import finish, writing  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.editing.holiday_lines import holiday_lines, more_holidays  # noqa: PLC0415
    from followup_build.source.folder import read_file  # noqa: PLC0415
    from followup_build.source.tree import why  # noqa: PLC0415

    with writing(settings, dry_run=not is_written) as workspace:
        portfolio = workspace.portfolio
        code = country or portfolio.organisation.country
        if code is None:
            raise click.UsageError("nobody says in which country: add --country CODE, or country: to organisation.yml")
        found, source = look_up(code, year)
        path = f"{workspace.source.records}/holidays.yml"
        lines = holiday_lines(found, portfolio.holidays, source)
        if not lines:
            click.echo(f"followup: {path} has all holidays of {year} already", err=True)
            return 0
        if not is_written:
            write_data(shown_text(lines, keep="\n"))
            if not settings.quiet:
                click.echo(f"followup: add --write to write them into {path}", err=True)
            return 0
        try:
            before = read_file(str(workspace.root / path)) if path in workspace.paths else None
        except OSError as error:
            raise Unreadable(f"{path} cannot be read any more: {why(error)}") from None
        return finish(settings, workspace, [more_holidays(path, before, lines)], dry_run=False)


def look_up(code: str, year: int) -> tuple[Mapping[date, str], str]:
    """A country's holidays in a year, and the words that say where they come from."""
    from followup_build.source.tree import why  # noqa: PLC0415 - `--help` must not wait for it

    try:
        return _looked_up(code, year)
    except OSError as error:
        raise Unreadable(f"the library holidays cannot be read: {why(error)}") from None


def country_code(typed: str, option: str) -> str:
    """The code of a country, in capitals; where the library is there, only one that it knows."""
    code = typed.upper()
    try:
        import holidays  # noqa: PLC0415 - see above
    except (ImportError, OSError):
        if not _CODE.match(code):
            raise click.UsageError(f"{option}: {typed} is no country; {_FORM}") from None
        return code
    try:
        _refuse_unknown(code, holidays.list_supported_countries())
    except click.UsageError as error:
        raise click.UsageError(f"{option}: {error.message}") from None
    return code


def _looked_up(code: str, year: int) -> tuple[Mapping[date, str], str]:
    try:
        # Half a second, and only this command needs it.
        import holidays  # noqa: PLC0415
    except ImportError:
        raise Refused(f"the library holidays is not installed; run {_INSTALL}") from None
    _refuse_unknown(code, holidays.list_supported_countries())
    calendar = holidays.country_holidays(code, language="en_US")
    if not calendar.start_year <= year <= calendar.end_year:
        # Asked for such a year, the library answers that there is no holiday.
        years = f"from {calendar.start_year} to {calendar.end_year}"
        raise click.UsageError(f"the library holidays knows those of {code} {years}, not of {year}")
    found = holidays.country_holidays(code, years=year, language="en_US")
    names = {day: " ".join(name.split()) for day, name in found.items() if day.year == year}
    if not names:
        raise click.UsageError(f"the library holidays has none of {code} in {year}")
    return names, f"{code} {year}, from holidays {version('holidays')}"


def _refuse_unknown(code: str, countries: Collection[str]) -> None:
    if code not in countries:
        near = get_close_matches(code.upper(), list(countries), n=1)
        hint = f"did you mean {near[0]}?" if near else _FORM
        raise click.UsageError(f"the library holidays knows no country {code}; {hint}")
