"""`followup session agenda`: what a session will speak of, computed from what is open."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup_build.cli.completion import complete_sessions
from followup_build.cli.output import output_option, write_answer
from followup_build.cli.settings import Refused, Settings, with_settings

if TYPE_CHECKING:
    from followup_build.load.records import Record
    from followup_build.model.session import Session
    from followup_build.views.subject import Subject

_FORMATS = ("text", "markdown", "html")
_NARROWEST, _WIDEST = 40, 100
"""Longer lines than that nobody reads aloud."""


@click.command()
@click.argument("session", metavar="[ID]", required=False, shell_complete=complete_sessions)
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    help="How to show it (what the name of FILE says, else text); html is one page that needs nothing else.",
)
@click.option(
    "--all", "is_whole", is_flag=True, help="Name everything; else, under each heading, what there is time for."
)
@output_option
@with_settings
def command(settings: Settings, session: str | None, format_: str | None, is_whole: bool, output: Path | None) -> int:
    """Show the agenda of a session to come: what to decide, who speaks when, what changed since the last one.

    Without ID it is the next session planned. What needs a decision comes first, then the actions carried over, the
    chair's topics, progress by department, roadblocks, adjustments, achievements and feedback, and what was learned.
    It is computed from what is open on the day, so a session that was held has one only as of a day before it.
    """
    from followup_build.cli.reporting import chosen_format  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.cli.writing import known  # noqa: PLC0415
    from followup_build.views.papers.agenda_paper import build_agenda_paper, most_named  # noqa: PLC0415
    from followup_build.views.subject import Subject  # noqa: PLC0415

    form = chosen_format(format_, output, _FORMATS, "text")
    workspace = settings.open()
    known(workspace, session, "session", "session")
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings)
    if session is None:
        record, others = _next_planned(subject)
        if not settings.quiet:
            click.echo(f"the next session planned is {record.id}{others}", err=True)
    else:
        record = workspace.portfolio.sessions[session]
        _refuse_past(subject, record)
    paper = build_agenda_paper(subject, record, None if is_whole else most_named(subject, record))
    if form == "text":
        from followup_build.exports.papers.paper_text import paper_text  # noqa: PLC0415 - only this form needs it

        width = min(_WIDEST, max(_NARROWEST, shutil.get_terminal_size((_WIDEST, 24)).columns))
        text = paper_text(paper, width=width, is_coloured=settings.is_coloured and output is None)
        if output is None:
            click.echo(text, nl=False)
            return 0
    elif form == "markdown":
        from followup_build.exports.papers.paper_markdown import paper_markdown  # noqa: PLC0415 - the same

        text = paper_markdown(paper)
    else:
        from followup_build.exports.papers.paper_html import paper_html  # noqa: PLC0415 - the same

        text = paper_html(paper)
    write_answer(output, text.encode())
    return 0


def _next_planned(subject: Subject) -> tuple[Record[Session], str]:
    """The soonest session to come, and how many others there are on its day, in words."""
    from followup_build.model.vocabulary import Status  # noqa: PLC0415 - `--help` must not wait for it

    found = sorted(
        (record.data.date, record.id, record)
        for item in subject.items("session")
        if item.status is Status.NOT_STARTED
        for record in (subject.portfolio.sessions[item.ref],)
    )
    if not found:
        raise Refused("no session is planned; followup schedule tells which are due")
    day, _, record = found[0]
    others = [ref for when, ref, _ in found[1:] if when == day]
    if not others:
        return record, ""
    named = ", ".join(others[:3])
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""  # noqa: PLR2004 - three are named
    return record, f"; on the same day: {named}{more}"


def _refuse_past(subject: Subject, record: Record[Session]) -> None:
    """Say of a session that is not to come what became of it, and where its agenda or what was open is."""
    from followup_build.model.vocabulary import Status  # noqa: PLC0415 - `--help` must not wait for it
    from followup_build.status.wording import day_text  # noqa: PLC0415
    from followup_build.views.preparation import find_next  # noqa: PLC0415

    item = subject.snapshot.items["session", record.id]
    if item.status is Status.NOT_STARTED:
        return
    day, before = day_text(record.data.date), record.data.date - timedelta(days=1)
    then = f"followup session agenda {record.id} --as-of {before}"
    after = find_next(subject, record)
    instead = f"; what is open is on the agenda of {after.id}" if after is not None else ""
    if item.status is Status.ACHIEVED:
        raise Refused(f"{record.id} was held on {day}; its agenda as things stood the day before: {then}")
    if item.status is Status.DROPPED:
        raise Refused(f"{record.id} was cancelled, and has no agenda{instead}")
    lines = [
        f"{record.id} was planned for {day}, and its record does not say what became of it",
        f"if it was held: followup session hold {record.id}",
        f"the agenda of {record.id} as things stood the day before: {then}",
    ]
    if after is not None:
        lines.append(f"what is open now: followup session agenda {after.id}")
    raise Refused("\n".join(lines))
