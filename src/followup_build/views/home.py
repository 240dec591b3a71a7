"""Home: what needs attention now, where each department stands, what comes next, what went well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from followup_build.model.vocabulary import Status
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus, RollupFigures, SessionFigures
from followup_build.status.standing import OWED
from followup_build.views.achievements import recent_wins
from followup_build.views.cells import Cell, Chip, Link, chip, chip_of, day
from followup_build.views.subject import Subject

MOST_SHOWN = 6
UPCOMING = 5


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that needs attention."""

    what: Link
    chip: Chip
    why: str
    owner: Cell


@dataclass(frozen=True, slots=True)
class Concern:
    """Things of one kind that need attention: the first few, and where all are."""

    title: str
    count: int
    notices: tuple[Notice, ...]
    all_of_them: Link


@dataclass(frozen=True, slots=True)
class Count:
    """How many KPIs and milestones have a status."""

    chip: Chip
    number: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A department at a glance: its state and the counts below it."""

    name: Link
    chip: Chip
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
    concerns: tuple[Concern, ...]
    tiles: tuple[Tile, ...]
    upcoming: tuple[Upcoming, ...]
    wins: tuple[tuple[str, Cell, tuple[Cell, ...]], ...]


def build_home(subject: Subject) -> HomeView:
    """The first page as of the snapshot's day."""
    snapshot, portfolio = subject.snapshot, subject.portfolio
    whole = snapshot.items["organisation", "organisation"]
    tiles = [tile(subject, whole, "Organisation")] + [
        tile(subject, snapshot.items["department", department]) for department in portfolio.departments
    ]
    return HomeView(
        portfolio.organisation.name or "The organisation",
        day(snapshot.as_of),
        chip_of(whole),
        " ".join(whole.reasons),
        tuple(concern for concern in _concerns(subject) if concern.count),
        tuple(tiles[1:]),
        upcoming(subject, snapshot.as_of),
        recent_wins(subject, UPCOMING),
    )


def tile(subject: Subject, item: ItemStatus, name: str = "") -> Tile:
    """A department, or the organisation, at a glance."""
    assert isinstance(item.figures, RollupFigures)  # noqa: S101 - the kind decides the figures
    link = subject.names.item(item)
    overdue = item.figures.actions.get(Status.OFF_TRACK, 0)
    return Tile(
        Link(name or link.text, link.path),
        chip_of(item),
        subject.names.person(item.owner),
        counts_of(item.figures.counts),
        overdue,
    )


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


def _concerns(subject: Subject) -> tuple[Concern, ...]:
    snapshot = subject.snapshot
    red = [
        (one.item, f"Red since {day(one.since)}, and nobody has answered. {' '.join(one.item.reasons[:1])}")
        for one in snapshot.needs_response
    ]
    overdue = [
        item
        for item in subject.items("action")
        if isinstance(item.figures, ActionFigures) and item.figures.days_overdue
    ]
    overdue.sort(key=lambda item: item.figures.due if isinstance(item.figures, ActionFigures) else date.max)
    late = [item for item in subject.items("milestone") if item.status is Status.OFF_TRACK and _counts(subject, item)]
    undecided = [item for item in subject.items("adjustment") if item.status is Status.NOT_STARTED]
    unreviewed = [
        item
        for item in subject.items("adjustment")
        if isinstance(item.figures, AdjustmentFigures)
        and item.figures.state.value == "approved"
        and item.status is Status.AT_RISK
    ]
    stale = [
        item for kind in ("kpi", "milestone") for item in subject.items(kind) if item.stale and _counts(subject, item)
    ]
    missed = [item for item in subject.items("session") if item.status is Status.OFF_TRACK]
    return (
        _concern(subject, "Off track, and nobody has answered", red, Link("All milestones", "milestones/index.html")),
        _concern(subject, "Overdue actions", _why(overdue), Link("All actions", "actions/index.html")),
        _concern(subject, "Overdue milestones", _why(late), Link("All milestones", "milestones/index.html")),
        _concern(
            subject,
            "Adjustments to decide",
            _why(undecided),
            word="to decide",
            link=Link("All adjustments", "adjustments/index.html"),
        ),
        _concern(
            subject,
            "Adjustments whose effect should have been looked at",
            _why(unreviewed),
            Link("All adjustments", "adjustments/index.html"),
        ),
        _concern(
            subject,
            "Sessions that were missed",
            _why(missed),
            word="missed",
            link=Link("All sessions", "sessions/index.html"),
        ),
        _concern(
            subject,
            "Out of date",
            [(item, item.reasons[-1]) for item in stale],
            Link("Data quality", "quality/index.html"),
        ),
    )


def _counts(subject: Subject, item: ItemStatus) -> bool:
    return subject.snapshot.standing[item.ref.partition("/")[0]] in OWED


def _why(items: list[ItemStatus]) -> list[tuple[ItemStatus, str]]:
    return [(item, " ".join(item.reasons[:1])) for item in items]


def _concern(subject: Subject, title: str, items: list[tuple[ItemStatus, str]], link: Link, word: str = "") -> Concern:
    names = subject.names
    notices = tuple(
        Notice(
            names.item(item),
            chip(item.status, is_stale=item.stale, word=word),
            "" if item.confidential else why,
            names.person(item.owner),
        )
        for item, why in items[:MOST_SHOWN]
    )
    return Concern(title, len(items), notices, link)
