"""`followup session new`: a session's folder, with a report for each department to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from followup_build.cli.completion import (
    complete_cadences,
    complete_milestones,
    complete_people,
    complete_reporting,
    complete_sessions,
)
from followup_build.cli.session_options import TimeOfDay, subject_of, tell
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings

if TYPE_CHECKING:
    from followup_build.editing.calling import Wanted
    from followup_build.editing.session_files import NewSession
    from followup_build.status.schedule import Appointment
    from followup_build.views.subject import Subject
    from followup_build.workspace import Workspace

_KINDS = ("weekly", "monthly", "quarterly", "annual", "post-milestone", "ad-hoc")


@click.command()
@click.option("--cadence", metavar="C", shell_complete=complete_cadences, help="The series (the one that meets next).")
@click.option("--kind", type=click.Choice(_KINDS), help="For a session of no series: what it is held for.")
@click.option(
    "--milestone",
    metavar="REF",
    shell_complete=complete_milestones,
    help="The milestone that was reached, for the session that follows it.",
)
@click.option("--date", "day", type=Day(), metavar="DATE", help="Its day (the next of its series that has no file).")
@click.option("--title", metavar="TEXT", help="Its title (as its series has them); asked for where there is no series.")
@click.option("--time", type=TimeOfDay(), metavar="HH:MM", help="When it starts (as its series does).")
@click.option("--minutes", type=click.IntRange(1, 1440), metavar="N", help="How long it takes (as its series does).")
@click.option("--place", metavar="TEXT", help="Where it is held.")
@click.option("--chair", metavar="P", shell_complete=complete_people, help="Who leads it.")
@click.option(
    "--department",
    "departments",
    multiple=True,
    metavar="D",
    shell_complete=complete_reporting,
    help="A department that reports to it (those of its series, or all). May be repeated.",
)
@click.option("--id", "record_id", metavar="ID", help="The session's id (as its series has them).")
@click.option(
    "--for",
    "on_file",
    metavar="ID",
    shell_complete=complete_sessions,
    help="Only the reports that a session on file lacks; of one --department, or all.",
)
@dry_run_option
@with_settings
def command(settings: Settings, record_id: str | None, on_file: str | None, dry_run: bool, **asked: Any) -> int:
    """Make the files of the next session: its own, and a report for each department to fill in.

    What is known is offered in them as comments; whoever reports takes out the # where a line shall count.
    """
    from followup_build.cli.adjust_options import refuse_bad_id  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.writing import finish, writing  # noqa: PLC0415
    from followup_build.editing.calling import find_call  # noqa: PLC0415
    from followup_build.editing.session_files import Details, new_session  # noqa: PLC0415

    if on_file is not None:
        return _add_reports(settings, on_file, {"id": record_id} | asked, dry_run=dry_run)
    refuse_bad_id(record_id)
    _refuse_mixed(asked)
    _refuse_misspelt(asked)
    asked = _completed(settings, asked)
    with writing(settings, dry_run=dry_run) as workspace:
        _known_in(workspace, asked)
        subject = subject_of(workspace)
        call = find_call(subject, _wanted(asked))
        details = Details(record_id, *(asked[name] for name in ("title", "time", "minutes", "place", "chair")))
        made = new_session(workspace.root, workspace.source.records, subject, call, details)
        status = finish(settings, workspace, made.writes, dry_run=dry_run)
        tell(settings, _notes(subject, call, made))
        return status


def _add_reports(settings: Settings, session_id: str, asked: dict[str, Any], *, dry_run: bool) -> int:
    """The reports of a session that is on file already."""
    from followup_build.cli.writing import finish, known, writing  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.editing.session_files import missing_reports  # noqa: PLC0415

    options = {name: "date" if name == "day" else name for name in asked if name != "departments"}
    extra = [f"--{option}" for name, option in options.items() if asked[name]]
    if extra:
        raise click.UsageError(f"{session_id} is on file and says the rest; leave {', '.join(extra)} out, or --for")
    with writing(settings, dry_run=dry_run) as workspace:
        known(workspace, session_id, "session", "session")
        for department in asked["departments"]:
            known(workspace, department, "department", "department")
        record = workspace.portfolio.sessions[session_id]
        made = missing_reports(workspace.source.records, subject_of(workspace), record, asked["departments"])
        tell(settings, _without_report(made))
        if not made.writes:
            whose = f"of {', '.join(asked['departments'])}" if asked["departments"] else "of all that it asks"
            click.echo(f"{session_id} has the reports {whose}; nothing to do.")
            return 0
        return finish(settings, workspace, made.writes, dry_run=dry_run)


def _refuse_mixed(asked: dict[str, Any]) -> None:
    kind, milestone = asked["kind"], asked["milestone"]
    if kind is not None and asked["cadence"] is not None:
        raise click.UsageError(
            "--kind is for a session of no series, whose kind the series does not say; leave one out"
        )
    if milestone is not None and kind not in (None, "post-milestone"):
        raise click.UsageError(f"what follows a milestone is a post-milestone session; leave out --kind {kind}")
    if kind == "post-milestone" and milestone is None:
        raise click.UsageError("a post-milestone session follows a milestone; add --milestone REF")


def _refuse_misspelt(asked: dict[str, Any]) -> None:
    from followup_build.cli.typed import parsed  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.model.scalars import parse_text  # noqa: PLC0415

    for name in ("title", "place"):
        if asked[name] is not None:
            parsed(parse_text, asked[name], f"--{name}")


def _completed(settings: Settings, asked: dict[str, Any]) -> dict[str, Any]:
    """What a session of no series needs, asked for where it lacks."""
    from followup_build.cli.writing import ask_for, writing  # noqa: PLC0415 - `--help` must not wait for it

    if asked["kind"] is None or asked["milestone"] is not None:
        return asked
    questions = {"day": ("--date DATE", "the day of the session"), "title": ("--title TEXT", "its title")}
    missing = [name for name in questions if asked[name] is None]
    if missing:
        with writing(settings, dry_run=True) as workspace:
            _known_in(workspace, asked)
    asked = asked | dict(zip(missing, ask_for([questions[name] for name in missing]), strict=True))
    asked["day"] = Day().convert(asked["day"], None, None)
    return asked


def _known_in(workspace: Workspace, asked: dict[str, Any]) -> None:
    from followup_build.cli.writing import known  # noqa: PLC0415 - `--help` must not wait for it

    known(workspace, asked["cadence"], "series of sessions", "cadence")
    known(workspace, asked["milestone"], "milestone", "milestone")
    known(workspace, asked["chair"], "person", "person")
    for department in asked["departments"]:
        known(workspace, department, "department", "department")


def _wanted(asked: dict[str, Any]) -> Wanted:
    from followup_build.editing.calling import Wanted  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.model.vocabulary import SessionKind  # noqa: PLC0415

    kind = SessionKind(asked["kind"]) if asked["kind"] is not None else None
    departments = tuple(dict.fromkeys(asked["departments"]))
    return Wanted(asked["cadence"], kind, asked["milestone"], asked["day"], departments)


def _notes(subject: Subject, call: Appointment, made: NewSession) -> Iterator[str]:
    """What is out of the ordinary, for whoever made it to know."""
    from followup_build.editing.taken import day_note  # noqa: PLC0415 - `--help` must not wait for it

    series = subject.portfolio.cadences.get(call.cadence or "")
    is_counted = series is not None and series.every is not None and call.milestone is None
    if is_counted and call.occurrence is None:
        yield f"every day of {call.cadence} near {call.day} has a session, so this one is additional"
    elif is_counted and call.occurrence != call.day:
        yield f"it takes the place of the session of {call.occurrence}"
    elif is_counted and call.counted not in (None, call.day):
        why = subject.portfolio.holidays.get(call.counted or call.day, "a weekend")
        yield f"the series counts {call.counted}, {why}, and moves to {call.day}"
    note = day_note(subject, call.day)
    if note is not None:
        yield note
    if call.day < subject.snapshot.as_of:
        yield f"{call.day} is over; if it was held: followup session hold {made.id} --chair P"
    yield from _without_report(made)


def _without_report(made: NewSession) -> Iterator[str]:
    for department in made.without_report:
        yield f"{department} has no head on {made.data.date}, so no report was made for it"
