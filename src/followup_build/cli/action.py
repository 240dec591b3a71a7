"""`followup action`: commitments to act, made and followed to their end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from followup_build.cli.completion import (
    complete_actions,
    complete_adjustments,
    complete_departments,
    complete_people,
    complete_promises,
    complete_sessions,
)
from followup_build.cli.groups import NearestGroup
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings

if TYPE_CHECKING:
    from followup_build.workspace import Workspace

_STATES = ("open", "in_progress", "blocked", "done", "verified", "ineffective", "dropped")


@click.group(cls=NearestGroup)
@with_settings
def command(settings: Settings) -> None:
    """Make an action, and report what becomes of it until its effect is verified."""


@command.command("new")
@click.argument("title")
@click.option("--owner", metavar="P", shell_complete=complete_people, help="Who does it; asked for on a terminal.")
@click.option("--due", type=Day(), metavar="DATE", help="By when it is done; asked for on a terminal.")
@click.option("--follow-up", type=Day(), metavar="DATE", help="When its effect is looked at; asked for on a terminal.")
@click.option(
    "--department",
    metavar="D",
    shell_complete=complete_departments,
    help="The department that it belongs to (the owner's).",
)
@click.option("--session", metavar="S", shell_complete=complete_sessions, help="The session where it was agreed.")
@click.option(
    "--adjustment",
    metavar="A",
    shell_complete=complete_adjustments,
    help="The adjustment that it serves; it or a session is needed.",
)
@click.option(
    "--for",
    "subjects",
    multiple=True,
    metavar="REF",
    shell_complete=complete_promises,
    help="What it answers. May be repeated.",
)
@click.option("--kind", type=click.Choice(["corrective", "preventive", "improvement", "training"]), help="What it is.")
@click.option("--id", "record_id", metavar="ID", help="The action's id (the day and the title).")
@dry_run_option
@with_settings
def new(settings: Settings, title: str, record_id: str | None, dry_run: bool, **asked: Any) -> int:
    """Make an action, which has one owner and two dates.

    It names the session where it was agreed, or the adjustment that it serves.
    """
    from followup_build.cli.adjust_options import refuse_bad_id  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.facts import tell_twin  # noqa: PLC0415
    from followup_build.cli.typed import parsed  # noqa: PLC0415
    from followup_build.cli.writing import ask_for, finish, writing  # noqa: PLC0415
    from followup_build.editing.acting import Commitment, new_action  # noqa: PLC0415
    from followup_build.model.scalars import parse_text  # noqa: PLC0415

    parsed(parse_text, title, "TITLE")
    refuse_bad_id(record_id)
    opened = settings.open()
    _known_in(opened, asked)
    asked = _completed(opened, asked, ask_for)
    with writing(settings, dry_run=dry_run) as workspace:
        _known_in(workspace, asked)
        wanted = Commitment(title=title, id=record_id, **asked)
        write = new_action(workspace.root, workspace.source.records, workspace.portfolio, wanted, workspace.as_of)
        status = finish(settings, workspace, [write], dry_run=dry_run)
        tell_twin(settings, workspace.portfolio.actions, write, title)
        return status


def _known_in(workspace: Workspace, asked: dict[str, Any]) -> None:
    from followup_build.cli.writing import known  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.portfolio import MEMBER_KINDS  # noqa: PLC0415

    known(workspace, asked["owner"], "person", "person")
    known(workspace, asked["department"], "department", "department", "organisation")
    known(workspace, asked["session"], "session", "session")
    known(workspace, asked["adjustment"], "adjustment", "adjustment")
    for ref in asked["subjects"]:
        known(workspace, ref, "item, challenge or training need", *MEMBER_KINDS, "plan", "challenge", "training-need")


def _completed(
    workspace: Workspace, asked: dict[str, Any], ask: Callable[[Sequence[tuple[str, str]]], list[str]]
) -> dict[str, Any]:
    """What every action needs, asked for where it lacks."""
    questions = {
        "owner": ("--owner P", "who does it"),
        "due": ("--due DATE", "the day by which it is done"),
        "follow_up": ("--follow-up DATE", "the day on which its effect is looked at"),
    }
    if asked["adjustment"] is None:
        questions["session"] = ("--session S (or --adjustment A)", "the session where it was agreed")
    missing = [name for name in questions if not asked[name]]
    answers = ask([questions[name] for name in missing])
    asked = asked | dict(zip(missing, answers, strict=True))
    for name in ("due", "follow_up"):
        asked[name] = Day().convert(asked[name], None, None)
    person = workspace.portfolio.people.get(asked["owner"])
    asked["department"] = asked["department"] or (person.department if person else None)
    if asked["department"] is None and person is not None:
        asked["department"] = ask(
            [("--department D", f"the department that it belongs to, as {person.name} has none")]
        )[0]
    return asked


@command.command("update")
@click.argument("record_id", metavar="ID", shell_complete=complete_actions)
@click.option("--state", type=click.Choice(_STATES), help="Where it stands.")
@click.option("--due", type=Day(), metavar="DATE", help="A new date; the first one stays the original.")
@click.option("--follow-up", type=Day(), metavar="DATE", help="A new day on which its effect is looked at.")
@click.option("--owner", metavar="P", shell_complete=complete_people, help="Who does it from now on.")
@click.option("--percent", type=click.IntRange(0, 100), metavar="N", help="How much of it is done, 0 to 100.")
@click.option("--note", metavar="TEXT", help="What a reader should know.")
@click.option("--on", type=Day(), metavar="DATE", help="The day of the news (today).")
@dry_run_option
@with_settings
def update(settings: Settings, record_id: str, on: date | None, dry_run: bool, **said: Any) -> int:
    """Report where an action stands, its new dates or its new owner."""
    if all(value is None for value in said.values()):
        options = ", ".join(f"--{name.replace('_', '-')}" for name in said)
        raise click.UsageError(f"nothing is said of {record_id}; give at least one of {options}")
    if said["state"] == "dropped" and said["note"] is None:
        raise click.UsageError("--state dropped needs --note, why it is not needed any more")
    if said["state"] == "ineffective" and (said["due"] is None or said["follow_up"] is None):
        raise click.UsageError("--state ineffective needs --due and --follow-up, its new dates")
    return _report(settings, record_id, on, said, dry_run=dry_run)


@command.command("done")
@click.argument("record_id", metavar="ID", shell_complete=complete_actions)
@click.option("--note", metavar="TEXT", help="What came of it.")
@click.option("--evidence", metavar="TEXT", help="What shows it, for example a link.")
@click.option("--on", type=Day(), metavar="DATE", help="The day on which it was done (today).")
@dry_run_option
@with_settings
def done(settings: Settings, record_id: str, on: date | None, dry_run: bool, **said: Any) -> int:
    """Report that an action is done; it closes when its effect is verified."""
    return _report(settings, record_id, on, {"state": "done", **said}, dry_run=dry_run)


@command.command("verify")
@click.argument("record_id", metavar="ID", shell_complete=complete_actions)
@click.option("--note", metavar="TEXT", help="What was found.")
@click.option("--failed", is_flag=True, help="It did not work: it is open again, with new dates.")
@click.option(
    "--due", type=Day(), metavar="DATE", help="With --failed: by when it is done now; asked for on a terminal."
)
@click.option("--follow-up", type=Day(), metavar="DATE", help="With --failed: when its effect is looked at again.")
@click.option("--on", type=Day(), metavar="DATE", help="The day on which somebody looked (today).")
@dry_run_option
@with_settings
def verify(
    settings: Settings,
    record_id: str,
    note: str | None,
    failed: bool,
    due: date | None,
    follow_up: date | None,
    on: date | None,
    dry_run: bool,
) -> int:
    """Report that a done action has worked, which closes it, or that it has not."""
    if not failed:
        if due is not None or follow_up is not None:
            raise click.UsageError("--due and --follow-up belong to --failed; what has worked needs no new dates")
        return _report(settings, record_id, on, {"state": "verified", "note": note}, dry_run=dry_run)
    from followup_build.cli.writing import ask_for, known  # noqa: PLC0415 - `--help` must not wait for it

    dates: dict[str, Any] = {"due": due, "follow_up": follow_up}
    questions = {
        "due": ("--due DATE", "the day by which it is done now"),
        "follow_up": ("--follow-up DATE", "the day on which its effect is looked at again"),
    }
    missing = [name for name, value in dates.items() if value is None]
    if missing:
        known(settings.open(), record_id, "action", "action")
    dates |= dict(zip(missing, ask_for([questions[name] for name in missing]), strict=True))
    days = {name: Day().convert(value, None, None) for name, value in dates.items()}
    return _report(settings, record_id, on, {"state": "ineffective", **days, "note": note}, dry_run=dry_run)


def _report(settings: Settings, record_id: str, on: date | None, given: dict[str, Any], *, dry_run: bool) -> int:
    """Write what became of an action; what has that state already stays as it is."""
    from followup_build.cli.facts import finish_fact  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.typed import parsed  # noqa: PLC0415
    from followup_build.cli.writing import known, writing  # noqa: PLC0415
    from followup_build.editing.acting import since, state_of, update_action  # noqa: PLC0415
    from followup_build.model.scalars import parse_text  # noqa: PLC0415

    said = {name: value for name, value in given.items() if value is not None}
    for name in said.keys() & {"note", "evidence"}:
        parsed(parse_text, said[name], f"--{name}")
    with writing(settings, dry_run=dry_run) as workspace:
        known(workspace, record_id, "action", "action")
        known(workspace, said.get("owner"), "person", "person")
        record = workspace.portfolio.actions[record_id]
        state = state_of(record)
        wants = said.get("state")
        if wants in ("done", "verified", "dropped") and (state == wants or (wants, state) == ("done", "verified")):
            known_since = f"{record_id} is {state} since {since(record, state)}"
            if said.keys() - {"state"}:
                known_since += f", and followup action update {record_id} --note TEXT adds a note to that"
            return finish_fact(settings, workspace, None, known_since, dry_run=dry_run)
        write = update_action(workspace.root, workspace.portfolio, record, on or workspace.as_of, said)
        return finish_fact(settings, workspace, write, f"{record_id} says so already", dry_run=dry_run)
