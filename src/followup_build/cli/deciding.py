"""What the commands that decide on an adjustment have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click

from followup_build.cli.settings import Refused, Settings
from followup_build.cli.writing import finish, known, writing
from followup_build.editing.deciding import Decision
from followup_build.editing.records import edit_record
from followup_build.load.records import Record
from followup_build.model.adjustment import Adjustment
from followup_build.model.plan import Plan
from followup_build.workspace import Workspace


def decide(
    settings: Settings,
    record_id: str,
    by: str | None,
    judge: Callable[[Workspace, Record[Adjustment]], Decision],
    *,
    dry_run: bool,
    judge_plan: Callable[[Workspace, Record[Plan]], Decision] | None = None,
) -> int:
    """Find the record, judge what was asked for, and write it."""
    with writing(settings, dry_run=dry_run) as workspace:
        portfolio = workspace.portfolio
        plan = portfolio.plans.get(record_id) if judge_plan is not None else None
        adjustment = portfolio.adjustments.get(record_id)
        known(workspace, by, "person", "person")
        for record in (adjustment, plan):
            if record is not None and record.path in portfolio.loaded.torn:
                raise Refused(f"{record.path} has faults, so nobody knows all that it says; run followup check first")
        if adjustment is not None:
            decision, path = judge(workspace, adjustment), adjustment.path
        elif plan is not None and judge_plan is not None:
            decision, path = judge_plan(workspace, plan), plan.path
        else:
            kinds = ("adjustment", "plan") if judge_plan is not None else ("adjustment",)
            known(workspace, record_id, " or ".join(kinds), *kinds)
            raise click.UsageError(f"{record_id} could not be read; run followup check")
        if decision.edit is None:
            click.echo(f"{decision.note}; nothing to do.")
            return 0
        write = edit_record(workspace.root, portfolio, path, [decision.edit])
        status = finish(settings, workspace, [write], dry_run=dry_run)
        if decision.note and not settings.quiet:
            click.echo(f"\n{decision.note[0].upper()}{decision.note[1:]}.")
        return status


def day_of(workspace: Workspace, on: date | None) -> date:
    """The day that was given, else the one from which the records are looked at."""
    return on if on is not None else workspace.as_of
