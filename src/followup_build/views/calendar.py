"""Calendars: sessions, and the days on which something is due, of everybody, of a department and of a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from followup_build.views.event import Event
from followup_build.views.events import iter_events
from followup_build.views.names import path_of
from followup_build.views.subject import Subject

KEPT = timedelta(days=183)
"""So long what is past stays in calendars."""


@dataclass(frozen=True, slots=True)
class CalendarPlace:
    """Where a calendar stands, and what it is called."""

    path: str
    """Relative to the site's root."""
    name: str
    holds: str
    """What somebody finds in it."""
    page: str
    """The page of what it belongs to."""
    is_personal: bool
    selects: Callable[[Event], bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as a calendar needs it."""

    uid: str
    title: str
    kind: str
    start: date | datetime
    """A moment in UTC, or a whole day."""
    end: date | datetime
    """The moment at which it ends; of a whole day, the day after."""
    stamp: datetime
    """When the records last said something about it."""
    sequence: int
    is_cancelled: bool
    is_tentative: bool
    is_busy: bool
    """Whether it takes time; a deadline does not."""
    place: str
    details: tuple[str, ...]
    address: str
    """Of its page; empty where nobody has said where the site stands."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """One calendar file."""

    path: str
    name: str
    entries: tuple[Entry, ...]


def calendar_places(subject: Subject) -> Iterator[CalendarPlace]:
    """All calendars, without their events: everything, the sessions, then departments and people."""
    name = subject.portfolio.organisation.name or "The organisation"
    yield CalendarPlace("calendar.ics", name, "Everything of everybody", path_of("organisation", ""), False, _is_any)
    yield CalendarPlace(
        "sessions/calendar.ics", f"{name}: sessions", "The sessions alone", "sessions/index.html", False, _is_session
    )
    for department_id, department in subject.portfolio.departments.items():
        yield CalendarPlace(
            f"departments/{department_id}/calendar.ics",
            department.name or department_id,
            "Sessions where it takes part, its actions, milestones and adjustments",
            path_of("department", department_id),
            False,
            _of_department(department_id),
        )
    for person_id, person in subject.portfolio.people.items():
        # Whoever has left keeps no calendar, since nothing that is open may be theirs.
        if person.left is None or person.left > subject.snapshot.as_of:
            yield CalendarPlace(
                f"people/{person_id}/calendar.ics",
                person.name or person_id,
                "Sessions to attend, and what is theirs to do",
                path_of("person", person_id),
                True,
                _of_person(person_id),
            )


def _is_any(_: Event) -> bool:
    return True


def _is_session(event: Event) -> bool:
    return event.kind == "session"


def _of_department(department: str) -> Callable[[Event], bool]:
    return lambda event: event.departments is None or department in event.departments


def _of_person(person: str) -> Callable[[Event], bool]:
    return lambda event: person in event.people


def build_calendars(subject: Subject) -> tuple[Calendar, ...]:
    """All calendars with their events of the last half year and of what is to come, each event made once."""
    first = subject.snapshot.as_of - KEPT
    events = sorted((one for one in iter_events(subject) if one.day >= first), key=lambda one: (one.day, one.name))
    entries = [(event, _entry(subject, event)) for event in events]
    return tuple(
        Calendar(place.path, place.name, tuple(entry for event, entry in entries if place.selects(event)))
        for place in calendar_places(subject)
    )


def _entry(subject: Subject, event: Event) -> Entry:
    zone, site = subject.portfolio.zone, subject.portfolio.organisation.site_url
    start: date | datetime = event.day
    end: date | datetime = event.day + timedelta(days=1)
    if event.time is not None:
        # A session happens once, so its moment says it all, on either side of a change of the clocks. Of an hour that
        # the night has twice, when the clocks go back, the first is meant (`fold` is 0), as model.Session says.
        start = datetime.combine(event.day, time.fromisoformat(event.time), zone).astimezone(UTC)
        end = start + timedelta(minutes=event.minutes)
    return Entry(
        f"{event.name}@{authority(subject)}",
        " ".join(event.title.split()),
        event.kind.capitalize(),
        start,
        end,
        datetime.combine(event.said_on, time(), zone).astimezone(UTC),
        event.changes,
        event.is_cancelled,
        event.is_tentative,
        event.time is not None,
        event.place,
        event.details,
        f"{site.rstrip('/')}/{event.path}" if site else "",
    )


def authority(subject: Subject) -> str:
    """Who gives the names of events: the site's host, else the organisation by its name."""
    organisation = subject.portfolio.organisation
    host = urlsplit(organisation.site_url or "").hostname
    return host or f"{re.sub('[^a-z0-9]+', '-', (organisation.name or '').lower()).strip('-') or 'followup'}.invalid"
