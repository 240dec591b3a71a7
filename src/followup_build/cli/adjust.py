"""`followup adjust`: a change to a promise, proposed as an adjustment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import click

from followup_build.cli.adjust_options import Asked, refuse_bad_id, wanted_of, with_asked
from followup_build.cli.completion import complete_adjustments, complete_people, complete_promises, complete_sessions
from followup_build.cli.settings import Day, Settings, dry_run_option, with_settings

_EXAMPLE = """\b
For example:
  followup adjust finance-2026/portal-live --due 2026-08-15 --follow-up 2026-10-01 \\
      --owner n.dlamini --reason "The supplier is five weeks late."
"""


@click.command(epilog=_EXAMPLE)
@click.argument("ref", shell_complete=complete_promises)
@with_asked
@click.option("--reason", metavar="TEXT", help="Why the promise has to change; asked for on a terminal.")
@click.option(
    "--owner",
    metavar="P",
    shell_complete=complete_people,
    help="Who answers for carrying it out; asked for on a terminal.",
)
@click.option("--follow-up", type=Day(), metavar="DATE", help="When its effect is looked at; asked for on a terminal.")
@click.option("--by", metavar="P", shell_complete=complete_people, help="Who proposes it (the owner).")
@click.option("--on", type=Day(), metavar="DATE", help="The day on which it is proposed (today).")
@click.option("--session", metavar="S", shell_complete=complete_sessions, help="The session where it was talked about.")
@click.option(
    "--challenge", metavar="C", help="The challenge that it answers, for example 2026-q1-review/finance/late."
)
@click.option("--title", metavar="TEXT", help="The adjustment's title (made from the change).")
@click.option("--id", "record_id", metavar="ID", help="The adjustment's id (the day and the title).")
@click.option(
    "--into",
    metavar="ID",
    shell_complete=complete_adjustments,
    help="Add the change to this proposed adjustment instead of making a new one.",
)
@dry_run_option
@with_settings
def command(
    settings: Settings,
    ref: str,
    reason: str | None,
    owner: str | None,
    follow_up: date | None,
    by: str | None,
    on: date | None,
    session: str | None,
    challenge: str | None,
    title: str | None,
    record_id: str | None,
    into: str | None,
    dry_run: bool,
    **asked: Any,
) -> int:
    """Propose a change to a promise, as a new adjustment.

    REF is what changes: finance-2026/portal-live, or a plan. What it changes from is looked up. One call changes one
    promise; followup adjust REF ... --into ID adds the change of another one to the same adjustment.
    """
    from followup_build.cli.writing import ask_for, finish, known, writing  # noqa: PLC0415 - `--help` is fast
    from followup_build.editing.proposing import (  # noqa: PLC0415
        Proposal,
        approved_content,
        new_adjustment,
        one_more_change,
    )

    given = Asked(**asked)
    needed = None
    if into is None:
        refuse_bad_id(record_id)
        if None in (reason, owner, follow_up):
            # Nobody answers three questions to hear then that the promise does not exist.
            wanted_of(settings.open(), ref, given, reason or "?")
        needed = _complete(ask_for, reason, owner, follow_up)
    else:
        said = {"reason": reason, "owner": owner, "follow-up": follow_up, "by": by, "on": on, "id": record_id}
        said |= {"title": title, "session": session, "challenge": challenge}
        extra = [f"--{name}" for name, value in said.items() if value is not None]
        if extra:
            raise click.UsageError(f"{into} has these already: {', '.join(extra)}; leave them out, or --into")
    with writing(settings, dry_run=dry_run) as workspace:
        wanted = wanted_of(workspace, ref, given, needed[0] if needed else None)
        root, records, portfolio = workspace.root, workspace.source.records, workspace.portfolio
        if needed is None:
            known(workspace, into, "adjustment", "adjustment")
            write = one_more_change(root, portfolio, portfolio.adjustments[str(into)], wanted)
        else:
            why, responsible, day = needed
            for person in (responsible, by):
                known(workspace, person, "person", "person")
            known(workspace, session, "session", "session")
            known(workspace, challenge, "challenge", "challenge")
            proposal = Proposal(
                why, responsible, day, by or responsible, on or workspace.as_of, session, challenge, title, record_id
            )
            write = new_adjustment(root, records, portfolio, wanted, proposal)
        proposed = workspace.with_files({write.path: write.after})
        approved = approved_content(proposed.portfolio, write.path, write.after, workspace.as_of)
        once = None if approved is None else {write.path: approved}
        status = finish(
            settings,
            workspace,
            [write],
            dry_run=dry_run,
            once_approved=once,
            refused=("stale-proposal",),
            after=proposed,
        )
        plan = portfolio.plans.get(ref.partition("/")[0])
        if plan is not None and plan.data.is_draft and not settings.quiet:
            click.echo(f"followup: {plan.id} is a draft, which may also be edited in place", err=True)
        return status


def _complete(
    ask: Callable[[list[tuple[str, str]]], list[str]], reason: str | None, owner: str | None, follow_up: date | None
) -> tuple[str, str, date]:
    """What every adjustment needs, asked for where it lacks."""
    questions = {
        "reason": ("--reason TEXT", "why the promise has to change"),
        "owner": ("--owner P", "who answers for carrying it out"),
        "follow_up": ("--follow-up DATE", "the day on which its effect is looked at"),
    }
    have: dict[str, Any] = {"reason": reason, "owner": owner, "follow_up": follow_up}
    missing = [name for name, value in have.items() if value is None or value == ""]
    have |= dict(zip(missing, ask([questions[name] for name in missing]), strict=True))
    return have["reason"], have["owner"], Day().convert(have["follow_up"], None, None)
