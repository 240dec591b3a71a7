"""`followup feedback`: what staff say, and what is answered."""

from __future__ import annotations

from datetime import date

import click

from followup_build.cli.completion import complete_feedback, complete_outcomes, complete_people, complete_sessions
from followup_build.cli.groups import NearestGroup
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings


@click.group(cls=NearestGroup)
@with_settings
def command(settings: Settings) -> None:
    """Record what staff say, and what is answered."""


@command.command("new")
@click.argument("title")
@click.option("--text", default="", metavar="TEXT", help="What was said, in Markdown.")
@click.option("--from", "by", metavar="P", shell_complete=complete_people, help="Who said it (nobody: anonymous).")
@click.option("--session", metavar="S", shell_complete=complete_sessions, help="The session where it was said.")
@click.option("--on", type=Day(), metavar="DATE", help="The day on which it was said (today).")
@dry_run_option
@with_settings
def new(
    settings: Settings,
    title: str,
    text: str,
    by: str | None,
    session: str | None,
    on: date | None,
    dry_run: bool,
) -> int:
    """Record what somebody said."""
    from followup_build.cli.facts import tell_twin  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.typed import parsed  # noqa: PLC0415
    from followup_build.cli.writing import finish, known, writing  # noqa: PLC0415
    from followup_build.editing.learning import Said, new_feedback  # noqa: PLC0415
    from followup_build.model.scalars import parse_text  # noqa: PLC0415

    parsed(parse_text, title, "TITLE")
    with writing(settings, dry_run=dry_run) as workspace:
        known(workspace, by, "person", "person")
        known(workspace, session, "session", "session")
        said = Said(title, on or workspace.as_of, text, by, session)
        write = new_feedback(workspace.root, workspace.source.records, workspace.portfolio, said)
        status = finish(settings, workspace, [write], dry_run=dry_run)
        tell_twin(settings, workspace.portfolio.feedback, write, title)
        return status


@command.command("answer")
@click.argument("record_id", metavar="ID", shell_complete=complete_feedback)
@click.option("--by", metavar="P", shell_complete=complete_people, help="Who answers.")
@click.option("--note", metavar="TEXT", help="The answer.")
@click.option(
    "--led-to",
    multiple=True,
    metavar="REF",
    shell_complete=complete_outcomes,
    help="A practice, action or adjustment that came of it. May be repeated.",
)
@click.option("--on", type=Day(), metavar="DATE", help="The day of the answer (today).")
@dry_run_option
@with_settings
def answer(
    settings: Settings,
    record_id: str,
    by: str | None,
    note: str | None,
    led_to: tuple[str, ...],
    on: date | None,
    dry_run: bool,
) -> int:
    """Answer feedback, or name what it led to."""
    from followup_build.cli.facts import finish_fact  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.typed import parsed  # noqa: PLC0415
    from followup_build.cli.writing import ask_for, known, writing  # noqa: PLC0415
    from followup_build.editing.learning import answer_feedback  # noqa: PLC0415
    from followup_build.model.scalars import parse_text  # noqa: PLC0415

    if by is not None or note is not None or not led_to:
        known(settings.open(), record_id, "feedback", "feedback")
        options = (("--by P", "who answers", by), ("--note TEXT", "the answer", note))
        answers = iter(ask_for([(option, meaning) for option, meaning, value in options if value is None]))
        by, note = (next(answers) if value is None else value for *_, value in options)
        parsed(parse_text, note, "--note")
    with writing(settings, dry_run=dry_run) as workspace:
        known(workspace, record_id, "feedback", "feedback")
        known(workspace, by, "person", "person")
        for ref in led_to:
            known(workspace, ref, "practice, action or adjustment", "practice", "action", "adjustment")
        given = None if by is None or note is None else (by, on or workspace.as_of, note)
        record = workspace.portfolio.feedback[record_id]
        write = answer_feedback(workspace.root, workspace.portfolio, record, given, led_to)
        return finish_fact(settings, workspace, write, f"{record_id} says so already", dry_run=dry_run)
