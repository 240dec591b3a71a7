"""Feeds: what changed, the latest first, of everybody and of each department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from followup_build.portfolio import ORGANISATION
from followup_build.views.calendar import authority
from followup_build.views.cells import Aside, Cell, Chip, Line, Link, Moved, Outside, Prose
from followup_build.views.facts import Fact, iter_facts, iter_measured
from followup_build.views.names import path_of
from followup_build.views.subject import Subject

KEPT = timedelta(days=92)
"""So far back a feed reaches; a reader that asks once a quarter misses nothing."""
MOST = 200
"""And so many entries it has at most."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One fact."""

    id: str
    title: str
    updated: datetime
    """The start of its day in the organisation's time zone."""
    path: str
    """Of the page that tells more, relative to the site's root."""
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed."""

    path: str
    """Relative to the site's root."""
    title: str
    author: str
    page: str
    """The page that shows the same to readers."""
    site: str
    """The site's address with a slash at the end; empty where nobody has said it."""
    authority: str
    updated: datetime
    entries: tuple[FeedEntry, ...]


def feed_places(subject: Subject) -> Iterator[tuple[str, str, str, str | None]]:
    """Path, title, page and department of each feed, without its entries."""
    name = subject.portfolio.organisation.name or "The organisation"
    yield "feed.xml", f"{name}: what changed", "changes/index.html", None
    for department_id, department in subject.portfolio.departments.items():
        page = path_of("department", department_id)
        path = f"departments/{department_id}/feed.xml"
        yield path, f"{name}, {department.name or department_id}: what changed", page, department_id


def build_feeds(subject: Subject) -> tuple[Feed, ...]:
    """All feeds as of the day; what is dated later is not known yet."""
    organisation, as_of = subject.portfolio.organisation, subject.snapshot.as_of
    found = sorted(
        ((fact, departments) for fact, departments in _facts(subject) if as_of - KEPT < fact.on <= as_of),
        key=lambda one: (-one[0].on.toordinal(), one[0].what, one[0].order),
    )
    entries = [(_entry(subject, fact), departments) for fact, departments in found]
    feeds = []
    for path, title, page, department in feed_places(subject):
        mine = [entry for entry, departments in entries if department is None or department in departments][:MOST]
        feeds.append(
            Feed(
                path,
                title,
                organisation.name or "The organisation",
                page,
                f"{organisation.site_url.rstrip('/')}/" if organisation.site_url else "",
                authority(subject),
                mine[0].updated if mine else _start(subject, as_of),
                tuple(mine),
            )
        )
    return tuple(feeds)


def _facts(subject: Subject) -> Iterator[tuple[Fact, frozenset[str]]]:
    """The facts with the departments that they concern; the values of one day and department are one fact."""
    for fact in iter_facts(subject):
        yield fact, frozenset(_departments(subject, fact))
    measured: dict[tuple[date, str], list[tuple[str, Cell]]] = defaultdict(list)
    for one in iter_measured(subject):
        measured[one.on, one.department or ORGANISATION].append((one.ref, one.cell))
    for (when, department), values in measured.items():
        cells = tuple(cell for _, cell in sorted(values, key=lambda one: one[0]))
        what = f"{len(values)} {'value' if len(values) == 1 else 'values'} measured"
        about = (subject.names.department(department), *cells)
        yield Fact(when, what, about, f"measured/{department}"), frozenset((department,))


def _departments(subject: Subject, fact: Fact) -> Iterator[str]:
    kind, portfolio = fact.what.partition(" ")[0], subject.portfolio
    if kind in ("action", "adjustment"):
        item = subject.snapshot.find(kind, fact.order)
        if item is not None and item.department:
            yield item.department
    elif kind == "milestone":
        yield portfolio.department_of(fact.order) or ORGANISATION
    elif kind == "session":
        yield from portfolio.sessions[fact.order].data.departments or portfolio.departments
    elif kind == "practice":
        practice, _, adopter = fact.order.partition("/")
        yield portfolio.practices[practice].data.from_
        if adopter:
            yield adopter


def _entry(subject: Subject, fact: Fact) -> FeedEntry:
    cells = fact.about if isinstance(fact.about, tuple) else (fact.about,)
    said = [words for cell in cells if (words := " ".join(plain_text(cell).split()))]
    # A count may grow, and the fact stays the same one.
    what = "" if fact.order.startswith("measured/") else f"{fact.what.replace(' ', '-')}/"
    return FeedEntry(
        f"{fact.on.isoformat()}:{what}{fact.order}",
        f"{fact.what[0].upper()}{fact.what[1:]}: {said[0]}",
        _start(subject, fact.on),
        next(_paths(fact.about), "changes/index.html"),
        "\n".join(said[1:]),
    )


def _start(subject: Subject, day: date) -> datetime:
    return datetime.combine(day, time(), subject.portfolio.zone)


def plain_text(cell: Cell) -> str:
    """What somebody reads in a cell."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, tuple):
        return "\n".join(map(plain_text, cell))
    if isinstance(cell, Line):
        return "".join(map(plain_text, cell.parts))
    if isinstance(cell, Link | Outside):
        return cell.text
    if isinstance(cell, Prose):
        return cell.markdown
    if isinstance(cell, Moved):
        return f"{cell.current} (first {cell.original})"
    if isinstance(cell, Aside):
        return f"{cell.label}: {', '.join(map(plain_text, cell.cells))}"
    assert isinstance(cell, Chip)  # noqa: S101 - the last kind of cell
    return cell.word


def _paths(cell: Cell) -> Iterator[str]:
    if isinstance(cell, Link) and cell.path:
        yield cell.path
    parts = cell if isinstance(cell, tuple) else cell.parts if isinstance(cell, Line) else ()
    for part in parts:
        yield from _paths(part)
