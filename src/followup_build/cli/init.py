"""`followup init`: a new organisation starts."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from followup_build.cli.completion import complete_zones
from followup_build.cli.settings import Refused, Settings, Unreadable, dry_run_option, with_settings
from followup_build.diagnostics.terminal import shown_text
from followup_build.diagnostics.text_format import counted

if TYPE_CHECKING:
    from followup_build.cli.init_questions import Answered
    from followup_build.editing.new_organisation import NewOrganisation, Rhythm


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", metavar="TEXT", help="The organisation's name; asked for on a terminal.")
@click.option(
    "--timezone",
    metavar="ZONE",
    shell_complete=complete_zones,
    help="Like Africa/Johannesburg; it decides what today is. Asked for on a terminal.",
)
@click.option("--country", metavar="CODE", help="Whose public holidays count, or none (that of the time zone).")
@click.option(
    "--department",
    "departments",
    type=(str, str, str),
    multiple=True,
    metavar="NAME HEAD APPROVER",
    help="A department, who heads it, and who approves its plans; more approvers after commas. May be repeated.",
)
@click.option(
    "--person", "people", type=(str, str), multiple=True, metavar="NAME DEPARTMENT", help="Somebody else who may own."
)
@click.option(
    "--login",
    "logins",
    type=(str, str),
    multiple=True,
    metavar="PERSON LOGIN",
    help="With which somebody reviews on the platform; approvers need one.",
)
@click.option("--email", "emails", type=(str, str), multiple=True, metavar="PERSON ADDRESS", help="A mail address.")
@click.option("--check-in", metavar="DAY", help="Of the monthly check-in, or none (first tuesday).")
@click.option(
    "--review",
    metavar="DAY",
    help="Of the quarterly review, in the month after the quarter, or none (second wednesday).",
)
@click.option(
    "--after-milestone",
    metavar="N",
    help="Working days within which a session follows a major milestone, or none (10).",
)
@click.option(
    "--first-month", type=click.IntRange(1, 12), metavar="N", help="The month in which the fiscal year starts (1)."
)
@click.option("--repository", metavar="URL", help="Where the files will stand (git's origin, where there is one).")
@click.option("--platform", type=click.Choice(["github", "gitlab", "none"]), help="Whose workflows (the repository's).")
@click.option("--keep", is_flag=True, help="Leave files that are there as they are, and write the others.")
@dry_run_option
@with_settings
def command(settings: Settings, folder: Path, *, keep: bool, dry_run: bool, **asked: Any) -> int:
    """Start a new organisation: records, a draft plan for each department, the site and its workflows.

    What the options do not say is asked for on a terminal. Names give the ids of departments and people; ID=NAME gives
    another one. Nothing that is there is overwritten.
    """
    from followup_build.cli.holidays import country_code  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.init_questions import Asked, answer, platform_of, rhythm, web_address  # noqa: PLC0415
    from followup_build.cli.new_folder import begin_repository, refuse_place, refuse_records, refuse_taken, write_new  # noqa: PLC0415
    from followup_build.exports.new_tree import house_files, readme_file, record_files  # noqa: PLC0415

    if settings.at is not None or settings.records is not None:
        raise click.UsageError("init makes DIR/records of today; leave --at and --records out")
    root = Path(os.path.realpath(folder))
    refuse_place(root, folder)
    address = web_address(asked["repository"]) if asked["repository"] is not None else _origin(root)
    platform = asked["platform"] or platform_of(address)
    country = asked["country"]
    if country not in (None, "none"):
        country = country_code(country, "--country")
    series = rhythm(asked["check_in"], asked["review"], asked["after_milestone"])
    house = house_files(platform)
    refuse_taken(root, house, keep=keep)
    names = ("name", "timezone", "departments", "people", "emails", "logins", "first_month")
    answered = answer(Asked(**{name: asked[name] for name in names}))
    organisation = _organisation(settings, answered, country, address, series)
    holidays, notes = _holidays(organisation)
    notes += [
        f"{one.name}: nobody may approve what its head proposes; add somebody else to its approvers"
        for one in answered.register.lonely()
    ]
    records = record_files(organisation, holidays)
    files = {
        **records,
        **house,
        **readme_file(organisation, platform),
        **_owners(settings, root, records, organisation, platform),
    }
    refuse_taken(root, files, keep=keep)
    refuse_records(root, files)
    if dry_run:
        click.echo("".join(f"{path}\n" for path in sorted(files) if not os.path.lexists(root / path)), nl=False)
        click.echo("\nNothing was written, because of --dry-run.")
        return 0
    count = write_new(root, files)
    for note in (*notes, *begin_repository(root)):
        click.echo(f"followup: {shown_text(note)}", err=True)
    if not settings.quiet:
        _tell(folder, organisation, count)
    return 0


def _origin(root: Path) -> str | None:
    """The web address of the repository that somebody has cloned; None where it has none."""
    from followup_build.cli.init_questions import web_address  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.new_folder import origin_of  # noqa: PLC0415

    with suppress(click.UsageError):
        return web_address(origin_of(root) or "")
    return None


def _organisation(
    settings: Settings, answered: Answered, country: str | None, address: str | None, series: Rhythm
) -> NewOrganisation:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - `--help` must not wait for it

    from followup_build.clock import ClockError, read_today  # noqa: PLC0415
    from followup_build.editing.new_organisation import NewOrganisation  # noqa: PLC0415
    from followup_build.model.zones import country_of  # noqa: PLC0415

    try:
        today = settings.as_of or read_today(ZoneInfo(answered.timezone))
    except ClockError as error:
        raise Unreadable(str(error)) from None
    where = country_of(answered.timezone) if country is None else None if country == "none" else country
    register = answered.register
    return NewOrganisation(
        answered.name,
        answered.timezone,
        today,
        tuple(register.departments.values()),
        tuple(register.people.values()),
        where,
        answered.first_month,
        address,
        series,
    )


def _holidays(organisation: NewOrganisation) -> tuple[str | None, list[str]]:
    """The lines of holidays.yml from today until the first plans end; where nobody knows them, what to do about it."""
    from followup_build.cli.holidays import look_up  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.editing.holiday_lines import holiday_lines  # noqa: PLC0415

    if organisation.country is None:
        return None, []
    years = range(organisation.today.year, organisation.period.end.year + 1)
    try:
        found = [look_up(organisation.country, year) for year in years]
    except click.UsageError as error:
        return None, [f"there are no holidays in the records yet: {error.message}"]
    except click.ClickException as error:
        later = f"followup holidays {years[0]} --write"
        return None, [f"there are no holidays in the records yet: {error.message}; then {later} adds them"]
    return "".join(holiday_lines(days, {}, source) for days, source in found), []


def _owners(
    settings: Settings, root: Path, records: Mapping[str, bytes], organisation: NewOrganisation, platform: str
) -> dict[str, bytes]:
    """Who is asked to review what, by path; the records are read for it as every command reads them."""
    from followup_build.diagnostics.text_format import render_text  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.exports.codeowners_file import codeowners_block  # noqa: PLC0415
    from followup_build.source.tree import UnreadableSourceError  # noqa: PLC0415
    from followup_build.source.unwritten import Unwritten  # noqa: PLC0415
    from followup_build.views.ownership import build_ownership  # noqa: PLC0415
    from followup_build.workspace import open_source  # noqa: PLC0415

    try:
        workspace = open_source(root, Unwritten("records", records), organisation.today)
    except UnreadableSourceError as error:
        raise Refused(f"nothing was written: {error}") from None
    if workspace.findings:
        click.echo(render_text(workspace.findings, is_coloured=settings.is_coloured), nl=False)
        raise Refused("nothing was written, because the records would not be right; give other words")
    if platform == "none":
        return {}
    path = ".gitlab/CODEOWNERS" if platform == "gitlab" else ".github/CODEOWNERS"
    ownership = build_ownership(workspace.portfolio, "records", path, organisation.today)
    return {path: codeowners_block(ownership).encode()}


def _tell(folder: Path, organisation: NewOrganisation, files: int) -> None:
    from followup_build.exports.new_tree import plan_id  # noqa: PLC0415 - `--help` must not wait for it

    plan = f"records/plans/{plan_id(organisation, organisation.departments[0])}.yml"
    steps = {
        **({} if folder == Path() else {f"cd {shlex.quote(str(folder))}": ""}),
        "followup serve": "the site, as it is now",
        plan: "write what you promise; followup check says what is missing",
        'git add -A && git commit -m "Start"': "then push it; README.md tells your teams how to go on",
    }
    width = max(map(len, steps))
    click.echo(f"{counted(files, 'file')} written. Next:")
    for step, why in steps.items():
        click.echo(shown_text(f"  {step:<{width}}  {why}".rstrip()))
