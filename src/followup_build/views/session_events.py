"""Sessions as events: those on file, and those that are called for before somebody writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from followup_build.model.session import Session
from followup_build.model.vocabulary import SessionState, Status
from followup_build.status.item import ItemStatus
from followup_build.status.schedule import Appointment, appointments
from followup_build.status.session_text import count_moves
from followup_build.views.cells import text_of
from followup_build.views.event import UNSAID, Event
from followup_build.views.names import path_of
from followup_build.views.schedule import title_of_call
from followup_build.views.subject import Subject
from followup_build.views.timing import time_of

_HOUR = 60
"""How many minutes a session takes of which nobody said so."""
_NOT_ON_FILE = "No session is on file for it."


def iter_session_events(subject: Subject) -> Iterator[Event]:
    """Each session on file, and each that is called for within the coming year and has nothing on file.

    A session that is put on file takes over the name of what called for it, so that calendars move the one event.
    """
    sessions = subject.portfolio.sessions
    last = last_called(subject.snapshot.as_of)
    until = max((last, *(record.data.date for record in sessions.values())))
    found = appointments(subject.portfolio, subject.ledger, subject.snapshot, date.min, until)
    on_file = {one.session: one for one in found if one.session is not None}
    called_off = _called_off(subject, on_file.values())
    for item in subject.items("session"):
        one = on_file[item.ref]
        yield _on_file(subject, item, one, called_off[one.cadence, one.occurrence])
    for one in found:
        # The day would give away when a confidential milestone was reached.
        is_told = one.milestone is None or not subject.names.hides(one.milestone)
        if one.session is None and one.day <= last and is_told:
            yield _called_for(subject, one)


def last_called(as_of: date) -> date:
    """So far ahead calendars hold what nobody has written yet: to the end of the month in which a year is over.

    A month at a time, so that a calendar stays as it is on days on which nothing is said.
    """
    following = as_of.year * 12 + as_of.month + 12
    return date(following // 12, following % 12 + 1, 1) - timedelta(days=1)


def _called_off(subject: Subject, found: Collection[Appointment]) -> Counter[tuple[str | None, date | None]]:
    """How often the session of a series' day was cancelled, and another one answers in its place."""
    answered = {(one.cadence, day): one for one in found if one.occurrence for day in (one.counted, one.occurrence)}
    cancelled = Counter[tuple[str | None, date | None]]()
    for one in found:
        data = subject.portfolio.sessions[one.session or ""].data
        other = answered.get((data.cadence, data.occurrence or data.date))
        if data.status is SessionState.CANCELLED and one.occurrence is None and other is not None:
            cancelled[other.cadence, other.occurrence] += 1
    return cancelled


def _on_file(subject: Subject, item: ItemStatus, one: Appointment, replaced: int) -> Event:
    record = subject.portfolio.sessions[item.ref]
    data, moves = record.data, count_moves(record)
    start, minutes = time_of(subject.portfolio, data)
    is_cancelled = item.status is Status.DROPPED
    # To which series a confidential session belongs is part of what it says.
    call = None if data.confidential else one.call
    series = subject.portfolio.cadences.get(data.cadence or "")
    days = (data.date, series.from_ if series else None)
    # Each of these is a change of the event by that name: it was put on file, moved, and before it one was called off.
    changes = _changes(one) + 1 + max(moves, one.occurrence != data.date) + 2 * replaced if call else moves
    return Event(
        f"session/{call or item.ref}",
        item.kind,
        subject.names.item(item).text,
        data.date,
        path_of(item.kind, item.ref),
        next((one for one in days if one is not None and one <= subject.snapshot.as_of), UNSAID),
        _participants(subject, data),
        frozenset(data.departments) or None,
        changes + is_cancelled,
        is_cancelled,
        time=start,
        minutes=minutes or _HOUR,
        place="" if data.confidential else data.place or "",
        details=(f"Chair: {text_of(subject.names.person(data.chair))}",) if data.chair else (),
    )


def _called_for(subject: Subject, one: Appointment) -> Event:
    """A session that nobody has written yet; what there is to say of it is the same before its day and after it."""
    series = subject.portfolio.cadences[one.cadence or ""]
    is_said = series.from_ is not None and series.from_ <= subject.snapshot.as_of
    return Event(
        f"session/{one.call}",
        "session",
        title_of_call(subject, one),
        one.day,
        "sessions/index.html",
        series.from_ if is_said and series.from_ else UNSAID,
        _heads(subject, one.departments),
        frozenset(one.departments) or None,
        _changes(one),
        is_tentative=True,
        time=series.time,
        minutes=series.minutes or _HOUR,
        details=(_NOT_ON_FILE,),
    )


def _changes(one: Appointment) -> int:
    """Whether a weekend or a holiday moved it from the day that its series counts."""
    return int(one.counted != one.occurrence)


def _heads(subject: Subject, asked: tuple[str, ...]) -> frozenset[str]:
    """The heads of the departments that are asked, or of all."""
    departments = subject.portfolio.departments
    heads = (departments[one].head for one in asked or departments if one in departments)
    return frozenset(one for one in heads if one is not None)


def _participants(subject: Subject, data: Session) -> frozenset[str]:
    """Who was there; of a session to come: who chairs it, is asked to it, brings a topic or heads a department."""
    is_past = data.date <= subject.snapshot.as_of
    # What a record that is ahead of the day tells of those who came waits for its day.
    is_told = not data.confidential and (is_past or data.status is SessionState.PLANNED)
    named = {data.chair, *(data.attendees if is_told else ())}
    if not (is_past and is_told and data.attendees):
        named |= _heads(subject, data.departments)
        if not data.confidential:
            named |= {topic.by for topic in data.agenda}
    return frozenset(one for one in named - set(data.apologies if is_told else ()) if one is not None)
