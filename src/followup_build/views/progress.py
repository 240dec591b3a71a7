"""Progress from one session to the next: what changed or is in trouble in a row each, the rest in a line."""

from __future__ import annotations

from datetime import date

from followup_build.model.vocabulary import Status
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import ItemStatus, RollupFigures
from followup_build.status.rollup import ORDER, RED
from followup_build.status.standing import Standing
from followup_build.status.wording import status_word
from followup_build.views.agenda_part import AgendaBlock
from followup_build.views.cells import Cell, Row, Table, chip_of, day
from followup_build.views.subject import Subject

_DONE = (Status.ACHIEVED, Status.MISSED, Status.DROPPED)
_WELL = (Status.ON_TRACK, Status.ACHIEVED, Status.NOT_STARTED, Status.DROPPED)


def build_progress(
    subject: Subject, departments: tuple[str, ...], since: date | None
) -> tuple[str, tuple[AgendaBlock, ...]]:
    """How many changed; for each department, where its milestones and KPIs stood at the last session, and stand now.

    The organisation's own come first, then the departments, the one in most trouble first.
    """
    before = subject.promises_on(since) if since else {}
    departments = in_order(subject, departments)
    blocks, total, changed, red = [], 0, 0, 0
    for department in departments:
        telling: list[tuple[bool, int, Row]] = []
        steady: list[Cell] = []
        for item in (*subject.items("milestone", department), *subject.items("kpi", department)):
            was = before.get((item.kind, item.ref))
            if not _is_on_the_agenda(subject, item, was):
                continue
            # That somebody has reported again is no news where the report says what was known.
            is_same = was is not None and was.status is item.status and (was.stale or not item.stale)
            total += 1
            changed += was is not None and not is_same
            red += item.status in RED
            if is_same and not item.stale and item.status in _WELL:
                steady.append(subject.names.item(item))
                continue
            earlier: Cell = "new" if was is None else "the same" if is_same else chip_of(was)
            cells = subject.names.item(item), chip_of(item), earlier, _why(subject, item)
            telling.append((is_same, ORDER.index(item.status), Row(cells)))
        telling.sort(key=lambda one: one[:2])
        table = _department_table(subject, department, since, telling, steady)
        blocks.append(AgendaBlock(table, tuple(steady), unchanged=sum(is_same for is_same, *_ in telling)))
    since_then = f" still open or changed since {day(since)}: {changed} changed" if since else ""
    summary = f"{total} milestones and KPIs{since_then}, {red} off track or missed"
    return summary, (AgendaBlock(_standing(subject, departments), is_overview=True), *blocks)


def _why(subject: Subject, item: ItemStatus) -> str:
    """The sentence that decided, and since when nobody has reported."""
    reason = subject.names.reason(item)
    return f"{reason} {item.reasons[-1]}" if reason and item.stale and len(item.reasons) > 1 else reason


def whole(subject: Subject, department: str) -> ItemStatus:
    """Where a department stands as a whole, or the organisation."""
    return subject.snapshot.items[ORGANISATION if department == ORGANISATION else "department", department]


def in_order(subject: Subject, departments: tuple[str, ...]) -> tuple[str, ...]:
    """The worst first; two of one status as in the file, and what is above the departments before them."""
    own, others = (
        [one for one in departments if one == ORGANISATION],
        [one for one in departments if one != ORGANISATION],
    )
    return (*own, *sorted(others, key=lambda one: ORDER.index(whole(subject, one).status)))


def _standing(subject: Subject, departments: tuple[str, ...]) -> Table:
    rows = []
    for department in departments:
        item = whole(subject, department)
        counts = item.figures.counts if isinstance(item.figures, RollupFigures) else {}
        told = ", ".join(f"{number} {status_word(status)}" for status, number in counts.items())
        rows.append(Row((subject.names.item(item), chip_of(item), speaker(subject, department), told or "–")))
    columns = ("Department", "Status", "Who speaks", "KPIs and milestones")
    return Table("Where the departments stand", columns, tuple(rows))


def speaker(subject: Subject, department: str) -> Cell:
    """The head of a department; for the organisation, the owners of its plans in force."""
    names = subject.names
    if department != ORGANISATION:
        return names.person(subject.portfolio.departments[department].head)
    owners = {
        plan.owner: names.person(plan.owner)
        for plan in subject.items("plan", ORGANISATION)
        if subject.snapshot.standing[plan.ref] is Standing.IN_FORCE and not plan.confidential
    }
    return tuple(owners.values()) or "–"


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
