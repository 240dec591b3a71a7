"""The state of plans, as papers tell it: a bar for each plan in force, then what changed or is in trouble."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from followup_build.status.standing import Standing
from followup_build.views.agenda_part import AgendaBlock
from followup_build.views.cells import Chip, Line, chip_of, day, listed
from followup_build.views.papers.paper import Bar, Bars, Block, Entry, Listing
from followup_build.views.progress import build_progress
from followup_build.views.standing import standing_counts
from followup_build.views.subject import Subject


def plan_blocks(subject: Subject, departments: tuple[str, ...], since: date | None) -> tuple[str, tuple[Block, ...]]:
    """How many KPIs and milestones changed since a day, and for each department what its plans show."""
    summary, (_, *blocks) = build_progress(subject, departments, since)
    bars = Bars("", tuple(_bars(subject, departments)), "No plan is in force.")
    return f"{summary}.", (bars, *(part for one in blocks for part in _changes(one, since)))


def _bars(subject: Subject, departments: tuple[str, ...]) -> Iterator[Bar]:
    for department in departments:
        for item in subject.items("plan", department):
            if subject.snapshot.standing[item.ref] is Standing.IN_FORCE:
                name = Line((subject.names.department(department), ": ", subject.names.item(item)))
                yield Bar(name, (chip_of(item),), standing_counts(subject, item))


def _changes(block: AgendaBlock, since: date | None) -> Iterator[Block]:
    then = f"On {day(since)}" if since else "Before"
    entries = []
    for row in block.table.rows:
        name, now, earlier, why = row.cells
        entries.append(Entry(name, (now,) if isinstance(now, Chip) else (), ((then, earlier),), why))
    foot = Line(("As before, and well: ", listed(block.steady), ".")) if block.steady else ""
    yield Listing(block.table.caption, tuple(entries), block.table.empty, foot)
