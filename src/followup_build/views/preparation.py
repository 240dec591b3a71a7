"""What a session asks of its departments, and its neighbours: the one before, the next, and what takes its place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.model.vocabulary import SessionState, Status
from followup_build.views.cells import Cell, Line, Link, Row, Table, chip, day, listed
from followup_build.views.session_calendar import asks, session_chip
from followup_build.views.subject import Subject

_SENT = chip(Status.ACHIEVED, word="sent")
_MISSING = chip(Status.NOT_STARTED, word="not sent yet")


def expected_table(subject: Subject, record: Record[Session]) -> Table:
    """The departments that a session to come asks, who speaks for each, and whether its report is there."""
    names, sent = subject.names, _senders(subject, record)
    is_known = record.data.status is SessionState.PLANNED
    rows = tuple(
        Row(
            (
                names.department(one),
                names.person(subject.portfolio.departments[one].head),
                *((_SENT if one in sent else _MISSING,) if is_known else ()),
            )
        )
        for one in asks(subject, record.data)
        if one in subject.portfolio.departments
    )
    return Table("Who is expected", ("Department", "Head", *(("Report",) if is_known else ())), rows)


def reported(subject: Subject, record: Record[Session], address: str) -> Iterator[tuple[str, Cell]]:
    """How many of the departments asked have reported, and which have not.

    A session that was held, seen from a day before, keeps to itself what was sent to it.
    """
    if record.data.date > subject.snapshot.as_of and record.data.status is not SessionState.PLANNED:
        return
    asked = [one for one in asks(subject, record.data) if one in subject.portfolio.departments]
    sent = _senders(subject, record)
    silent = [subject.names.department(one) for one in asked if one not in sent]
    is_ahead = record.data.status is SessionState.PLANNED
    if is_ahead and len(asked) == 1:
        yield "Reports", Link("no report yet" if silent else "sent", address)
        return
    count = Link(
        f"{len(asked) - len(silent) or 'none'} of {len(asked)} {'sent' if is_ahead else 'departments'}", address
    )
    if not silent or len(silent) == len(asked):
        yield "Reports", count
    else:
        yield "Reports", Line((count, "; still to come from " if is_ahead else "; none from ", listed(silent)))


def _senders(subject: Subject, record: Record[Session]) -> frozenset[str]:
    """The departments whose report says something."""
    return frozenset(report.id.partition("/")[2] for report in subject.reports_to(record.id))


def series_facts(subject: Subject, record: Record[Session]) -> Iterator[tuple[str, Cell]]:
    """The cadence that a session belongs to, and its neighbours there."""
    cadence = record.data.cadence
    if not cadence:
        return
    settings = subject.portfolio.cadences.get(cadence)
    in_order = subject.sessions_by_cadence[cadence]
    at = bisect_left(in_order, (record.data.date, record.id), key=lambda one: (one.data.date, one.id))
    yield "Series", (settings.title if settings else None) or cadence
    for word, found in (("Previous", in_order[:at][-1:]), ("Next", in_order[at + 1 :][:1])):
        for one in found:
            yield word, _neighbour(subject, one)


def _neighbour(subject: Subject, record: Record[Session]) -> Cell:
    item = subject.snapshot.items["session", record.id]
    return Line((subject.names.link(record.id, "session"), f", {day(record.data.date)} ", session_chip(item)))


def next_session(subject: Subject, record: Record[Session]) -> Cell:
    """The soonest session to come that asks all departments of this one; empty where there is none."""
    found = find_next(subject, record)
    return "" if found is None else Line((subject.names.link(found.id, "session"), f" on {day(found.data.date)}"))


def find_next(subject: Subject, record: Record[Session]) -> Record[Session] | None:
    """The same as a record."""
    asked = set(asks(subject, record.data))
    found = [
        one
        for one in subject.portfolio.sessions.values()
        if subject.snapshot.items["session", one.id].status is Status.NOT_STARTED
        and asked <= set(asks(subject, one.data))
    ]
    return min(found, key=lambda one: (one.data.date, one.id), default=None)
