"""Home: where each department stands, what needs attention now, what comes next, what went well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from followup_build.model.vocabulary import Status
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import ItemStatus, RollupFigures, SessionFigures
from followup_build.status.standing import Standing
from followup_build.views.achievements import recent_wins
from followup_build.views.cells import Cell, Chip, Link, chip, chip_of, day
from followup_build.views.concerns import Concern, build_concerns
from followup_build.views.subject import Subject

UPCOMING = 5


@dataclass(frozen=True, slots=True)
class Count:
    """How many KPIs and milestones have a status."""

    chip: Chip
    number: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A department at a glance, or a plan: its state and the counts below it."""

    name: Link
    chip: Chip
    role: str
    """What the person is called who answers for it."""
    head: Cell
    counts: tuple[Count, ...]
    overdue_actions: int


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A session to come."""

    when: str
    what: Link


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page."""

    organisation: str
    as_of: str
    chip: Chip
    reasons: str
    tiles: tuple[Tile, ...]
    """The organisation's own plans, then the departments."""
    concerns: tuple[Concern, ...]
    upcoming: tuple[Upcoming, ...]
    wins: tuple[tuple[str, Cell, tuple[Cell, ...]], ...]


def build_home(subject: Subject) -> HomeView:
    """The first page as of the snapshot's day."""
    snapshot, portfolio = subject.snapshot, subject.portfolio
    whole = snapshot.items["organisation", "organisation"]
    departments = (snapshot.items["department", department] for department in portfolio.departments)
    return HomeView(
        portfolio.organisation.name or "The organisation",
        day(snapshot.as_of),
        chip_of(whole),
        " ".join(whole.reasons),
        (*_own_tiles(subject), *(tile(subject, item) for item in departments)),
        tuple(concern for concern in build_concerns(subject) if concern.count),
        upcoming(subject, snapshot.as_of),
        recent_wins(subject, UPCOMING),
    )


def tile(subject: Subject, item: ItemStatus) -> Tile:
    """A department at a glance."""
    assert isinstance(item.figures, RollupFigures)  # noqa: S101 - the kind decides the figures
    return Tile(
        subject.names.item(item),
        chip_of(item),
        "Head",
        subject.names.person(item.owner),
        counts_of(item.figures.counts),
        item.figures.actions.get(Status.OFF_TRACK, 0),
    )


def _own_tiles(subject: Subject) -> Iterator[Tile]:
    """The organisation's own plans in force, which no department's tile counts."""
    overdue = sum(item.status is Status.OFF_TRACK for item in subject.items("action", ORGANISATION))
    for item in subject.items("plan", ORGANISATION):
        if subject.snapshot.standing[item.ref] is Standing.IN_FORCE:
            yield replace(tile(subject, item), role="Owner", overdue_actions=overdue)


def counts_of(counts: Mapping[Status, int]) -> tuple[Count, ...]:
    """The counts as chips."""
    return tuple(Count(chip(status), number) for status, number in counts.items())


def upcoming(subject: Subject, as_of: date) -> tuple[Upcoming, ...]:
    """The next sessions on file."""
    items = [item for item in subject.items("session") if item.status is Status.NOT_STARTED]
    items.sort(key=_session_day)
    return tuple(
        Upcoming(day(_session_day(item)), subject.names.item(item)) for item in items if _session_day(item) >= as_of
    )[:UPCOMING]


def _session_day(item: ItemStatus) -> date:
    return item.figures.date if isinstance(item.figures, SessionFigures) else date.max
