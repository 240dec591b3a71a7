"""Standing: what still counts, what is a draft, what is past, and where the promises of a superseded plan went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from followup_build.ledger.succession import find_heir
from followup_build.model.vocabulary import Status
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import ItemStatus, RollupFigures
from followup_build.views.cells import CARRIED, DRAFT, ENDED, Cell, Chip, Line, chip, chip_of, text_of
from followup_build.views.subject import Subject

_OPEN = (Status.NOT_STARTED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.NO_DATA)


def where_it_went(subject: Subject, item: ItemStatus) -> Cell | None:
    """Where a promise of a superseded plan went; None where its plan goes on, or the promise was kept or dropped."""
    plan = subject.plan_of(item)
    successor = subject.successors.get(plan.id)
    if successor is None or item.status in (Status.ACHIEVED, Status.DROPPED):
        return None
    heir = find_heir(plan, successor, item.kind, item.ref.partition("/")[2])
    new_plan = subject.names.link(successor.id, "plan")
    if heir is not None:
        return Line(("Carried to ", new_plan, ": ", subject.names.link(heir, item.kind), "."))
    return Line(("Ended with its plan; ", new_plan, " took over.")) if item.status in _OPEN else None


def standing_chip(subject: Subject, item: ItemStatus) -> Chip:
    """The chip of a promise: its status, unless its plan is a draft, or gave way to another while it was open."""
    if subject.is_draft(item):
        return DRAFT
    plan = subject.plan_of(item)
    successor = subject.successors.get(plan.id)
    if successor is None or item.status not in _OPEN:
        return chip_of(item)
    return CARRIED if find_heir(plan, successor, item.kind, item.ref.partition("/")[2]) is not None else ENDED


def standing_counts(subject: Subject, item: ItemStatus) -> tuple[tuple[Chip, int], ...]:
    """How many KPIs and milestones of a plan stand where; of a superseded one, how many went on or ended."""
    if not isinstance(item.figures, RollupFigures):
        return ()
    if item.ref not in subject.successors:
        return tuple((chip(status), number) for status, number in item.figures.counts.items())
    plan = subject.plan_of(item).current
    items = subject.snapshot.items
    leaves = [items["kpi", f"{item.ref}/{key}"] for key in plan.kpis]
    leaves += [items["milestone", f"{item.ref}/{key}"] for key in plan.milestones]
    return tuple(Counter(replace(standing_chip(subject, leaf), is_stale=False) for leaf in leaves).items())


def standing_reason(subject: Subject, item: ItemStatus) -> Cell:
    """Why a promise stands as it does; of one that was open when its plan gave way, only where it went."""
    went = where_it_went(subject, item)
    if went is None or item.confidential:
        return subject.names.reasons(item)
    return went if item.status in _OPEN else (subject.names.reasons(item), went)


def in_order(subject: Subject, items: Iterable[ItemStatus]) -> tuple[ItemStatus, ...]:
    """Items by department, in the order of every list."""
    places = {body: place for place, body in enumerate(subject.bodies)}
    return tuple(sorted(items, key=lambda item: places.get(item.department or ORGANISATION, len(places))))


def by_standing(
    subject: Subject, items: Iterable[ItemStatus]
) -> tuple[tuple[ItemStatus, ...], tuple[ItemStatus, ...], tuple[ItemStatus, ...]]:
    """Items of approved plans that are not over, of drafts, and of plans that have ended or were superseded."""
    current: list[ItemStatus] = []
    drafts: list[ItemStatus] = []
    over: list[ItemStatus] = []
    for item in in_order(subject, items):
        (drafts if subject.is_draft(item) else over if subject.is_over(item) else current).append(item)
    return tuple(current), tuple(drafts), tuple(over)


def sections(subject: Subject, kind: str) -> Iterator[tuple[str, tuple[ItemStatus, ...]]]:
    """The promises of a kind under headings: a department each, then drafts, and what is past at the end."""
    current, drafts, over = by_standing(subject, subject.items(kind))
    for body, items in groupby(current, key=lambda item: item.department):
        department = subject.names.department(body)
        yield text_of(department), tuple(items)
    if drafts:
        yield "Drafts: not approved yet", drafts
    if over:
        yield "Ended plans", over
