"""The history of a record: which commits changed its files, as far as git and the clone tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from followup_build.load.records import Record
from followup_build.source.log import Commit
from followup_build.status.wording import count_text
from followup_build.views.cells import Aside, Cell, Line, Outside, short_day
from followup_build.views.subject import Subject

MOST = 20
"""So many changes are listed; the platform has the rest."""
MOST_IN_ROW = 3
"""The same in the row of a table."""


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """The changes of a record's files, the latest first."""

    summary: str
    """`three changes, the last on 12 Aug 2026 by Neo Dlamini`."""
    lines: tuple[Cell, ...]
    note: str
    """That older changes are not known here, or not listed; empty otherwise."""


def build_history(subject: Subject, *records: Record[Any], is_anonymous: bool = False) -> RecordHistory | None:
    """The history of some records together; None where nothing is known of them.

    What a commit says of a confidential record stays with the record: only when it changed is told. The same goes for
    what somebody said without a name, who may be the one that committed it.
    """
    commits = _commits(subject, records)
    if not commits:
        return None
    zone = subject.portfolio.zone
    is_hidden = is_anonymous or any(getattr(one.data, "confidential", False) for one in records)
    last = commits[0]
    by = "" if is_hidden else f" by {last.by}"
    known = "at least " if subject.log.is_incomplete else ""
    when = "on" if len(commits) == 1 else "the last on"
    summary = f"{known}{count_text(len(commits), 'change')}, {when} {_day(last.on, zone)}{by}"
    notes = []
    if len(commits) > MOST:
        notes.append(f"{len(commits) - MOST} older changes are not listed.")
    if subject.log.is_incomplete:
        notes.append("The site was built from a clone that does not hold the whole history.")
    lines = tuple(_line(subject, one, is_hidden=is_hidden) for one in commits[:MOST])
    return RecordHistory(summary, lines, " ".join(notes))


def history_in_row(subject: Subject, record: Record[Any]) -> Aside | None:
    """The days and commits of a record's last changes, short enough for a row; None where nothing is known.

    Not by whom: a search for a person's name in the table is a search for what is theirs.
    """
    commits = _commits(subject, (record,))
    if not commits:
        return None
    zone = subject.portfolio.zone
    shown: list[Cell] = [Line((f"{_day(one.on, zone)} (", _commit(subject, one), ")")) for one in commits[:MOST_IN_ROW]]
    if len(commits) > MOST_IN_ROW:
        shown.append(f"{len(commits) - MOST_IN_ROW} before")
    return Aside("Changed", tuple(shown))


def _commits(subject: Subject, records: Sequence[Record[Any]]) -> list[Commit]:
    """The commits that changed the records' files, the latest first."""
    known = subject.log.commits
    found = {commit.hash: commit for record in records for commit in known.get(record.path, ())}
    return sorted(found.values(), key=lambda one: (-one.on.timestamp(), one.hash))


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return short_day(moment.astimezone(zone).date())


def _commit(subject: Subject, commit: Commit) -> Cell:
    repository = subject.portfolio.organisation.repository
    return Outside(commit.hash, f"{repository.rstrip('/')}/commit/{commit.hash}") if repository else commit.hash


def _line(subject: Subject, commit: Commit, *, is_hidden: bool) -> Cell:
    told = "" if is_hidden else f": {commit.subject}, {commit.by}"
    return Line((f"{_day(commit.on, subject.portfolio.zone)}{told} (", _commit(subject, commit), ")"))
