"""Progress from one session to the next: what changed or is in trouble in a row each, the rest in a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from followup_build.model.vocabulary import Status
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import ItemStatus
from followup_build.status.rollup import ORDER, RED
from followup_build.status.standing import Standing
from followup_build.views.cells import Cell, Row, Table, chip_of, day
from followup_build.views.subject import Subject

_DONE = (Status.ACHIEVED, Status.MISSED, Status.DROPPED)
_WELL = (Status.ON_TRACK, Status.ACHIEVED, Status.NOT_STARTED, Status.DROPPED)


@dataclass(frozen=True, slots=True)
class AgendaBlock:
    """A table of the agenda, and below it what needs no words."""

    table: Table
    steady: tuple[Cell, ...] = ()
    """Items that stand as they stood, and well."""


def build_progress(
    subject: Subject, departments: tuple[str, ...], since: date | None
) -> tuple[str, tuple[AgendaBlock, ...]]:
    """How many changed; for each department, where its milestones and KPIs stood at the last session, and stand now."""
    before = subject.promises_on(since) if since else {}
    blocks, total, changed, red = [], 0, 0, 0
    for department in departments:
        telling: list[tuple[bool, int, Row]] = []
        steady: list[Cell] = []
        for item in (*subject.items("milestone", department), *subject.items("kpi", department)):
            was = before.get((item.kind, item.ref))
            if not _is_on_the_agenda(subject, item, was):
                continue
            is_same = was is not None and (was.status, was.stale) == (item.status, item.stale)
            total += 1
            changed += was is not None and not is_same
            red += item.status in RED
            if is_same and not item.stale and item.status in _WELL:
                steady.append(subject.names.item(item))
                continue
            earlier: Cell = "new" if was is None else "the same" if is_same else chip_of(was)
            cells = subject.names.item(item), chip_of(item), earlier, subject.names.reason(item)
            telling.append((is_same, ORDER.index(item.status), Row(cells)))
        telling.sort(key=lambda one: one[:2])
        blocks.append(AgendaBlock(_department_table(subject, department, since, telling, steady), tuple(steady)))
    since_then = f", {changed} changed since {day(since)}" if since else ""
    summary = f"{total} milestones and KPIs{since_then}, {red} off track or missed"
    return summary, (AgendaBlock(_standing(subject, departments)), *blocks)


def _standing(subject: Subject, departments: tuple[str, ...]) -> Table:
    rows = []
    for department in departments:
        kind = ORGANISATION if department == ORGANISATION else "department"
        item = subject.snapshot.items[kind, department]
        rows.append(Row((subject.names.item(item), chip_of(item), " ".join(item.reasons))))
    return Table("Where the departments stand", ("Department", "Status", "Why"), tuple(rows))


def _department_table(
    subject: Subject,
    department: str,
    since: date | None,
    telling: list[tuple[bool, int, Row]],
    steady: list[Cell],
) -> Table:
    name = _name(subject, department)
    then = f"On {day(since)}" if since else "Before"
    empty = "Nothing has changed, and nothing is in trouble." if steady else f"{name} has no plan in force."
    return Table(name, ("Milestone or KPI", "Now", then, "Why"), tuple(row for *_, row in telling), empty)


def _name(subject: Subject, department: str) -> str:
    if department == ORGANISATION:
        return f"{subject.portfolio.organisation.name or 'The organisation'} as a whole"
    return subject.portfolio.departments[department].name or department


def _is_on_the_agenda(subject: Subject, item: ItemStatus, was: ItemStatus | None) -> bool:
    """Whether an item belongs to a plan in force, and was not done with before the last session."""
    standing = subject.snapshot.standing[item.ref.partition("/")[0]]
    return standing is Standing.IN_FORCE and not (was is not None and was.status == item.status in _DONE)
