"""The history of a record: which commits changed its files, as far as git and the clone tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from followup_build.source.log import Commit, Log
from followup_build.status.wording import count_text
from followup_build.views.cells import Cell, Line, Outside, short_day

MOST = 20
"""So many changes are listed; the platform has the rest."""


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """The changes of a record's files, the latest first."""

    summary: str
    """`three changes, the last on 12 Aug 2026 by Neo Dlamini`."""
    lines: tuple[Cell, ...]
    note: str
    """That older changes are not known here, or not listed; empty otherwise."""


def build_history(
    log: Log, paths: tuple[str, ...], zone: ZoneInfo, repository: str, *, is_hidden: bool
) -> RecordHistory | None:
    """The history of some files together; None where nothing is known of them.

    What a commit says of a confidential record stays with the record: only when it changed is told.
    """
    found = {commit.hash: commit for path in paths for commit in log.commits.get(path, ())}
    commits = sorted(found.values(), key=lambda one: (-one.on.timestamp(), one.hash))
    if not commits:
        return None
    last = commits[0]
    by = "" if is_hidden else f" by {last.by}"
    known = "at least " if log.is_incomplete else ""
    when = "on" if len(commits) == 1 else "the last on"
    summary = f"{known}{count_text(len(commits), 'change')}, {when} {_day(last.on, zone)}{by}"
    notes = []
    if len(commits) > MOST:
        notes.append(f"{len(commits) - MOST} older changes are not listed.")
    if log.is_incomplete:
        notes.append("The site was built from a clone that does not hold the whole history.")
    return RecordHistory(
        summary,
        tuple(_line(one, zone, repository, is_hidden=is_hidden) for one in commits[:MOST]),
        " ".join(notes),
    )


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return short_day(moment.astimezone(zone).date())


def _line(commit: Commit, zone: ZoneInfo, repository: str, *, is_hidden: bool) -> Cell:
    name: Cell = Outside(commit.hash, f"{repository.rstrip('/')}/commit/{commit.hash}") if repository else commit.hash
    told = "" if is_hidden else f": {commit.subject}, {commit.by}"
    return Line((f"{_day(commit.on, zone)}{told} (", name, ")"))
