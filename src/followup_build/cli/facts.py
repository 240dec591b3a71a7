"""What the commands that report facts have in common: a reference that is known, and the write of what came of it."""

from __future__ import annotations

import click

from followup_build.cli.settings import Settings
from followup_build.cli.writing import finish, known
from followup_build.editing.store import Write
from followup_build.portfolio import MEMBER_KINDS
from followup_build.workspace import Workspace

_COMMANDS = {"milestone": "followup milestone", "kpi": "followup measure"}


def known_member(workspace: Workspace, ref: str, what: str, kind: str) -> None:
    """Refuse a reference that leads to no member of that kind, and say which command knows what it leads to."""
    other = workspace.portfolio.find(ref, "plan", *MEMBER_KINDS)
    if other is not None and other.kind != kind:
        hint = f"; use {_COMMANDS[other.kind]} {ref}" if other.kind in _COMMANDS else f", not a {what}"
        raise click.UsageError(f"{ref} is a {'KPI' if other.kind == 'kpi' else other.kind}{hint}")
    known(workspace, ref, what, kind)


def finish_fact(settings: Settings, workspace: Workspace, write: Write | None, said: str, *, dry_run: bool) -> int:
    """Write a file; where there is nothing to write, say so."""
    if write is None:
        click.echo(f"{said}; nothing to do.")
        return 0
    return finish(settings, workspace, [write], dry_run=dry_run)
