"""What the commands that report facts have in common: a reference that is known, and the write of what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import click

from followup_build.cli.settings import Settings
from followup_build.cli.writing import finish, known
from followup_build.editing.store import Write
from followup_build.load.records import Record
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


def tell_twin(settings: Settings, known_records: Mapping[str, Record[Any]], write: Write, title: str) -> None:
    """Say that another record of the same day has the same title: the command may have been typed twice."""
    made = PurePosixPath(write.path).stem
    day = made[: len("2026-01-01")]
    twin = next(
        (one for one, record in known_records.items() if one.startswith(day) and record.data.title == title), None
    )
    if twin is not None and not settings.quiet:
        click.echo(f"followup: {twin} has the same day and title; if they are one, take {made} back", err=True)


def finish_fact(settings: Settings, workspace: Workspace, write: Write | None, said: str, *, dry_run: bool) -> int:
    """Write a file; where there is nothing to write, say so."""
    if write is None:
        click.echo(f"{said}; nothing to do.")
        return 0
    return finish(settings, workspace, [write], dry_run=dry_run)
