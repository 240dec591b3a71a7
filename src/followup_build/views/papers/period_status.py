"""Where departments or plans stand at the end of a period, as the bars and the count of red of its pack show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from followup_build.model.vocabulary import Status
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import ItemStatus, RollupFigures
from followup_build.status.rollup import ORDER, RED
from followup_build.status.standing import Standing
from followup_build.status.wording import status_word
from followup_build.views.cells import chip, chip_of, day
from followup_build.views.papers.paper import Bar, Bars
from followup_build.views.subject import Subject

BARS = 6
"""So many stand on the first page."""
_SEVERITY = tuple(chip(status).tone for status in ORDER)


def status_bars(now: Subject, then: Subject, department: str | None) -> Bars:
    """The organisation as a whole and its departments; of one department, its plans in force."""
    items = (_rolled_up(now, body) for body in now.bodies) if department is None else _plans_in_force(now, department)
    return Bars("", tuple(_bar(now, then, item) for item in items if item is not None), "No plan is in force.")


def _bar(now: Subject, then: Subject, item: ItemStatus) -> Bar:
    was = then.snapshot.find(item.kind, item.ref)
    segments = tuple((chip(status), number) for status, number in _counts(item).items())
    before = f"{day(then.snapshot.as_of)}: {status_word(was.status)}" if was is not None else ""
    return Bar(now.names.item(item), (chip_of(item),), segments, before)


def worst_bars(bars: Bars) -> Bars:
    """The whole and what stands worst below it, where all are too many for one page."""
    if len(bars.bars) <= BARS:
        return bars
    whole, *others = bars.bars
    others.sort(key=lambda bar: _SEVERITY.index(bar.chips[0].tone))
    kept = (whole, *others[: BARS - 1])
    return replace(bars, bars=kept, foot=f"{len(bars.bars) - len(kept)} others stand no worse than the last of these.")


def count_red(subject: Subject, department: str | None) -> int:
    """How many KPIs and milestones are red, as the roll-ups of `followup status` count them."""
    wholes: Iterable[ItemStatus | None] = (_rolled_up(subject, department or ORGANISATION),)
    if department == ORGANISATION:  # its roll-up holds the departments, too
        wholes = _plans_in_force(subject, ORGANISATION)
    return sum(_counts(item).get(status, 0) for item in wholes for status in RED)


def _rolled_up(subject: Subject, body: str) -> ItemStatus | None:
    return subject.snapshot.find(ORGANISATION if body == ORGANISATION else "department", body)


def _plans_in_force(subject: Subject, body: str) -> Iterator[ItemStatus]:
    for item in subject.items("plan", body):
        if subject.snapshot.standing[item.ref] is Standing.IN_FORCE:
            yield item


def _counts(item: ItemStatus | None) -> Mapping[Status, int]:
    return item.figures.counts if item is not None and isinstance(item.figures, RollupFigures) else {}
