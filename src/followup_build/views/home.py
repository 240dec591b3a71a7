"""Home: what needs attention now, where each department stands, what changed, what comes next, what went well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from followup_build.model.vocabulary import Status
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import ItemStatus, RollupFigures, SessionFigures
from followup_build.status.rollup import ORDER
from followup_build.status.standing import Standing
from followup_build.status.wording import away_text
from followup_build.views.achievements import recent_wins
from followup_build.views.beginning import Beginning, build_beginning
from followup_build.views.between import WEIGHTY, Span, find_latest
from followup_build.views.calls import Call
from followup_build.views.cells import Cell, Chip, Link, chip, chip_of, day, text_of
from followup_build.views.charts.bars import strip
from followup_build.views.charts.chart import Drawing, Role
from followup_build.views.concerns import Concern, build_concerns
from followup_build.views.duties import Duties, build_duties
from followup_build.views.people import has_left, person_calls
from followup_build.views.subject import Subject

UPCOMING = 5
MOST_CHANGES = 6
FEW_TILES = 12
"""Up to so many stand in the order of the file, each with its head; more are sorted, the worst first, and say less."""
MOST_TILES = 24
"""Up to so many stand open; the rest is folded up."""


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
    bar: Drawing
    """The counts as one bar."""
    overdue_actions: int


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A session to come."""

    when: str
    away: str
    """`in five days`."""
    what: Link
    departments: tuple[Cell, ...]
    """Whom it asks; empty where it asks all."""


@dataclass(frozen=True, slots=True)
class You:
    """Somebody, and what waits for them in a few words."""

    id: str
    name: str
    path: str
    waits: str
    """`2 overdue, 1 to decide`; empty where nothing waits."""


@dataclass(frozen=True, slots=True)
class Team:
    """The people of a department."""

    name: str
    people: tuple[You, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page."""

    organisation: str
    as_of: str
    chip: Chip
    reasons: str
    beginning: Beginning | None
    """What waits to be done first; None where it has been."""
    calls: tuple[Call, ...]
    """What needs attention in numbers; each leads to what it counts."""
    teams: tuple[Team, ...]
    tiles: tuple[Tile, ...]
    """The organisation's own plans, then the departments."""
    more_tiles: tuple[Tile, ...]
    are_tiles_small: bool
    span: Span | None
    """What changed since the last session; None where there was none."""
    changes: tuple[Cell, ...]
    """The first few of what weighs most."""
    concerns: tuple[Concern, ...]
    upcoming: tuple[Upcoming, ...]
    wins: tuple[tuple[str, Cell, tuple[Cell, ...]], ...]


def build_home(subject: Subject) -> HomeView:
    """The first page as of the snapshot's day."""
    snapshot, portfolio = subject.snapshot, subject.portfolio
    whole = snapshot.items["organisation", "organisation"]
    departments = [snapshot.items["department", department] for department in portfolio.departments]
    tiles = (*_own_tiles(subject), *(tile(subject, item) for item in by_urgency(departments)))
    concerns = tuple(concern for concern in build_concerns(subject) if concern.count)
    span = find_latest(subject)
    return HomeView(
        portfolio.organisation.name or "The organisation",
        day(snapshot.as_of),
        chip_of(whole),
        " ".join(whole.reasons),
        build_beginning(subject),
        tuple(concern.call for concern in concerns),
        tuple(_teams(subject)),
        tiles[:MOST_TILES],
        tiles[MOST_TILES:],
        len(departments) > FEW_TILES,
        span,
        tuple(_weighty(span) if span else ())[:MOST_CHANGES],
        concerns,
        upcoming(subject, snapshot.as_of),
        tuple((day(when), what, thanks) for when, what, thanks in recent_wins(subject, UPCOMING)),
    )


def by_urgency(departments: list[ItemStatus]) -> list[ItemStatus]:
    """Departments in their own order while a glance takes in all of them, else the worst first."""
    if len(departments) <= FEW_TILES:
        return departments
    return sorted(departments, key=_urgency)


def _urgency(item: ItemStatus) -> tuple[int, tuple[int, ...]]:
    """The worse status first, then whoever has more of what is worst."""
    counts = item.figures.counts if isinstance(item.figures, RollupFigures) else {}
    return ORDER.index(item.status), tuple(-counts.get(status, 0) for status in ORDER)


def tile(subject: Subject, item: ItemStatus) -> Tile:
    """A department at a glance."""
    assert isinstance(item.figures, RollupFigures)  # noqa: S101 - the kind decides the figures
    return Tile(
        subject.names.item(item),
        chip_of(item),
        "Head",
        subject.names.person(item.owner),
        counts_of(item.figures.counts),
        strip((Role(status.value.replace("_", "-")), number) for status, number in item.figures.counts.items()),
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


def _weighty(span: Span) -> Iterator[Cell]:
    """One after another from each kind of change, so that no kind hides the next."""
    groups = [group.lines for group in span.groups if group.kind in WEIGHTY]
    for number in range(max((len(lines) for lines in groups), default=0)):
        yield from (lines[number] for lines in groups if number < len(lines))


def _teams(subject: Subject) -> Iterator[Team]:
    """Everybody who is there, by department; a name leads to what waits for it."""
    duties, nothing, as_of = build_duties(subject), Duties(), subject.snapshot.as_of
    found: dict[str, list[You]] = {body: [] for body in (*subject.portfolio.departments, ORGANISATION)}
    for person_id, person in subject.portfolio.people.items():
        if has_left(subject, person):
            continue
        calls = person_calls(duties.get(person_id, nothing), as_of)
        waits = ", ".join(f"{one.number} {one.words}" for one in calls if one.anchor != "sessions")
        you = You(person_id, person.name or person_id, f"people/{person_id}/index.html", waits)
        found.setdefault(person.department or ORGANISATION, []).append(you)
    for body, people in found.items():
        if people:
            name = subject.names.department(body)
            yield Team(text_of(name), tuple(sorted(people, key=lambda one: one.name)))


def upcoming(subject: Subject, as_of: date) -> tuple[Upcoming, ...]:
    """The next sessions on file."""
    items = [item for item in subject.items("session") if item.status is Status.NOT_STARTED]
    items.sort(key=_session_day)
    return tuple(
        Upcoming(
            day(_session_day(item)),
            away_text(as_of, _session_day(item)),
            subject.names.item(item),
            tuple(subject.names.department(one) for one in subject.portfolio.sessions[item.ref].data.departments),
        )
        for item in items
        if _session_day(item) >= as_of
    )[:UPCOMING]


def _session_day(item: ItemStatus) -> date:
    return item.figures.date if isinstance(item.figures, SessionFigures) else date.max
