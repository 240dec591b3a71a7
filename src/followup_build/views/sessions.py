"""Sessions: a calendar, those to come and those past, and a page for each that serves before, during and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from followup_build.diagnostics.text_format import counted
from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.model.vocabulary import Frequency, SessionState, Status
from followup_build.status.item import ItemStatus
from followup_build.status.session_text import said_in
from followup_build.status.wording import count_text
from followup_build.views.agenda import Agenda, build_agenda, topics_table
from followup_build.views.cells import Cell, Chip, Line, Link, Prose, Row, Table, dated, day, listed
from followup_build.views.month import ROOM, weekday_text
from followup_build.views.names import path_of
from followup_build.views.outcome import Outcome, build_outcome, tracker_link
from followup_build.views.preparation import expected_table, next_session, reported, series_facts
from followup_build.views.reports import ReportPart, build_report
from followup_build.views.schedule import ScheduleRow, missing_sessions
from followup_build.views.session_calendar import MISSED, Calendars, CalendarView, calendar_links, session_chip
from followup_build.views.subject import Subject
from followup_build.views.timing import span_text, time_of


@dataclass(frozen=True, slots=True)
class Past:
    """The past sessions of a fiscal year, the latest first."""

    title: str
    table: Table


@dataclass(frozen=True, slots=True)
class SessionsView:
    """All sessions: month by month, the next ones soonest first, the past ones latest first."""

    next: tuple[Cell, ...]
    """The soonest session to come, several on one day, or how many they are."""
    missed: tuple[Cell, ...]
    """The latest sessions whose records do not say what became of them."""
    calendar: CalendarView
    departments: tuple[Link, ...]
    """The calendars of departments."""
    coming: Table
    past: tuple[Past, ...]
    """The latest fiscal year first."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session."""

    title: str
    is_hidden: bool
    chip: Chip
    state: str
    """`planned`, `held`, `missed` or `cancelled`."""
    reasons: str
    """Why it was missed or cancelled; empty otherwise."""
    when: str
    summary: tuple[tuple[str, Cell], ...]
    """What matters in it, each leading to where it is told."""
    facts: tuple[tuple[str, Cell], ...]
    instead: Cell
    """The session that takes up what was open, where this one was missed or cancelled; empty where none is planned."""
    agenda: Agenda
    """Computed, for a session to come; without parts once its day has passed or it was held or cancelled."""
    as_of: str
    expected: Table
    """Who prepares a session to come, and whose report is there; without rows for any other."""
    topics: Table
    """The chair's topics of a session that has no computed agenda any more."""
    decisions: tuple[Prose, ...]
    outcome: Outcome
    has_outcome: bool
    """Whether to say what came of it, be it nothing."""
    text_heading: str
    """Minutes are the text of a session that was held; any other text is notes."""
    text: Prose
    reports: tuple[ReportPart, ...]
    attendees: tuple[Cell, ...]
    apologies: tuple[Cell, ...]


_MINUTES = re.compile(r"^## Minutes(?:\n|\Z)", re.MULTILINE)
_SHOWN = 5
"""So many missed sessions are named above the calendar; all of them stand in it."""


def build_sessions(subject: Subject) -> SessionsView:
    """All sessions on file, and those that were called for and missed without a word on file."""
    items = sorted(subject.items("session"), key=lambda item: (_data(subject, item).date, item.ref))
    coming = [item for item in items if _is_coming(subject, item)]
    past = [item for item in reversed(items) if not _is_coming(subject, item)]
    absent = missing_sessions(subject)
    missed = [
        *((_data(subject, item).date, _named(subject, item)) for item in past if item.status is Status.OFF_TRACK),
        *((row.appointment.day, _absent(row)) for row in absent),
    ]
    missed.sort(key=lambda one: one[0], reverse=True)
    soonest = min((_data(subject, item).date for item in coming if item.status is Status.NOT_STARTED), default=None)
    return SessionsView(
        tuple(_next(subject, [item for item in coming if _data(subject, item).date == soonest])),
        tuple(cell for _, cell in missed[:_SHOWN]),
        Calendars(subject).build(),
        calendar_links(subject),
        _coming(subject, coming),
        tuple(_past(subject, past, absent)),
    )


def _next(subject: Subject, items: list[ItemStatus]) -> Iterator[Cell]:
    """The soonest sessions; where many fall on one day, how many they are."""
    if len(items) <= ROOM:
        yield from (_named(subject, item) for item in items)
        return
    when = _data(subject, items[0]).date
    count = Link(counted(len(items), "session"), "sessions/index.html#coming")
    yield Line((count, f" on {weekday_text(when)} {day(when)}, {_ahead((when - subject.snapshot.as_of).days)}"))


def _named(subject: Subject, item: ItemStatus) -> Line:
    return Line((subject.names.item(item), f", {when_text(subject, _data(subject, item))}"))


def _is_coming(subject: Subject, item: ItemStatus) -> bool:
    """Whether a session is ahead; one of today is, until it was held."""
    return item.status is Status.NOT_STARTED or _data(subject, item).date > subject.snapshot.as_of


def _data(subject: Subject, item: ItemStatus) -> Session:
    return subject.portfolio.sessions[item.ref].data


def _coming(subject: Subject, items: Iterable[ItemStatus]) -> Table:
    rows = []
    for item in items:
        data = _data(subject, item)
        rows.append(Row((*_row(subject, item), subject.names.person(data.chair) if data.chair else "–")))
    columns = ("Session", "Date", "Kind", "Departments", "State", "Chair")
    return Table("Sessions to come", columns, tuple(rows), "No session is planned.")


def _past(subject: Subject, items: Iterable[ItemStatus], absent: Iterable[ScheduleRow]) -> Iterator[Past]:
    def year(one: tuple[date, Row]) -> str:
        return subject.portfolio.calendar.key_of(Frequency.YEARLY, one[0])

    columns = ("Session", "Date", "Kind", "Departments", "State", "Agreed")
    days = [
        *((_data(subject, one).date, Row((*_row(subject, one), _agreed(subject, one)))) for one in items),
        *((row.appointment.day, _absent_row(subject, row)) for row in absent),
    ]
    days.sort(key=lambda one: one[0], reverse=True)
    for key, found in groupby(days, key=year):
        rows = tuple(row for _, row in found)
        title = f"{counted(len(rows), 'session')} of {key}"
        yield Past(title, Table(f"Past sessions of {key}", columns, rows))


def _row(subject: Subject, item: ItemStatus) -> tuple[Cell, ...]:
    data = _data(subject, item)
    departments = _departments(subject, data.departments)
    return subject.names.item(item), dated(data.date), str(data.kind or "–"), departments, session_chip(item)


def _agreed(subject: Subject, item: ItemStatus) -> Cell:
    return tracker_link(subject, item.ref) or "–"


def _absent(row: ScheduleRow) -> Line:
    when = row.appointment.day
    return Line((Link(row.title, row.path), f", {weekday_text(when)} {day(when)}"))


def _absent_row(subject: Subject, row: ScheduleRow) -> Row:
    """A session that was called for and missed, and has no page of its own."""
    one = row.appointment
    departments = _departments(subject, one.departments)
    cells = ((row.title, "not on file"), dated(one.day), str(one.kind or "–"), departments, MISSED, "–")
    return Row(cells, row.anchor)


def _departments(subject: Subject, asked: tuple[str, ...]) -> tuple[Cell, ...]:
    """The departments that a session asks."""
    return tuple(subject.names.department(one) for one in asked) or ("all departments",)


def build_session_pages(subject: Subject) -> Iterator[tuple[str, SessionView]]:
    """A page for each session, by its id."""
    for item in subject.items("session"):
        yield item.ref, _session(subject, item, subject.portfolio.sessions[item.ref])


def _session(subject: Subject, item: ItemStatus, record: Record[Session]) -> SessionView:
    names, data = subject.names, record.data
    hidden = data.confidential
    is_told = _is_told(subject, data)
    is_coming = item.status is Status.NOT_STARTED
    reports = subject.reports_to(record.id) if is_told else ()
    outcome = build_outcome(subject, record, reports)
    state = session_chip(item)
    is_over = item.status in (Status.OFF_TRACK, Status.DROPPED)
    return SessionView(
        names.item(item).text,
        hidden,
        state,
        state.word,
        names.reasons(item) if is_over else "",
        when_text(subject, data, hidden=hidden),
        () if hidden else tuple(_summary(subject, item, record, outcome)),
        tuple(_facts(subject, item, record)),
        next_session(subject, record) if is_over else "",
        build_agenda(subject, record) if is_coming and not hidden else Agenda(),
        day(subject.snapshot.as_of),
        expected_table(subject, record) if is_coming and not hidden else Table("", (), ()),
        Table("Topics", (), ()) if is_coming or hidden else topics_table(subject, data),
        tuple(Prose(decision) for decision in told_decisions(subject, record)),
        outcome,
        not outcome.is_empty or item.status is Status.ACHIEVED,
        "Minutes" if data.status is SessionState.HELD else "Notes",
        Prose(told_text(subject, record)),
        tuple(build_report(subject, report, record) for report in reports if not report.data.confidential),
        names.persons(data.attendees) if is_told else (),
        names.persons(data.apologies) if is_told else (),
    )


def _is_told(subject: Subject, data: Session) -> bool:
    """Whether its own day has come; before, a record that is ahead of the day keeps what came of it to itself."""
    return data.date <= subject.snapshot.as_of and not data.confidential


def told_decisions(subject: Subject, record: Record[Session]) -> tuple[str, ...]:
    """What a session decided, as far as it may be told by the day."""
    return tuple(record.data.decisions.values()) if _is_told(subject, record.data) else ()


def told_text(subject: Subject, record: Record[Session]) -> str:
    """Its minutes or notes, as far as they may be told; without a heading that only says so, as the page has one."""
    is_notes = record.data.status is not SessionState.HELD and not record.data.confidential
    if not is_notes and not _is_told(subject, record.data):
        return ""
    return _MINUTES.sub("", said_in(record.body).strip(), count=1)


def when_text(subject: Subject, data: Session, *, hidden: bool = False) -> str:
    """`Wednesday 9 December 2026, 10:00 to 12:00, Head office, in 19 days`."""
    away = (data.date - subject.snapshot.as_of).days
    is_ahead = data.status is SessionState.PLANNED and away >= 0
    parts = (
        f"{weekday_text(data.date)} {day(data.date)}",
        span_text(*time_of(subject.portfolio, data)),
        "" if hidden else data.place or "",
        _ahead(away) if is_ahead else "",
    )
    return ", ".join(part for part in parts if part)


def _ahead(days: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(days) or f"in {count_text(days, 'day')}"


def _summary(
    subject: Subject, item: ItemStatus, record: Record[Session], outcome: Outcome
) -> Iterator[tuple[str, Cell]]:
    """What a reader looks for first, each leading to its part of the page."""
    page, data = path_of("session", record.id), record.data
    if item.status is not Status.ACHIEVED:
        return
    if data.decisions:
        yield "Decided", Link(counted(len(data.decisions), "decision"), f"{page}#decisions")
    if outcome.actions.rows:
        yield "To do", Link(outcome.actions_text, f"{page}#outcome")
    if outcome.adjustments.rows:
        yield "To change", Link(outcome.adjustments_text, f"{page}#outcome")
    if outcome.moved:
        yield "Changed", Link(counted(len(outcome.moved), "promise"), f"{page}#outcome")
    has_part = any(not report.data.confidential for report in subject.reports_to(record.id))
    yield from reported(subject, record, f"{page}#reports" if has_part else "")
    if data.attendees:
        sent = f", {len(data.apologies)} sent apologies" if data.apologies else ""
        yield "Attended", Link(f"{len(data.attendees)}{sent}", f"{page}#attendance")


def _facts(subject: Subject, item: ItemStatus, record: Record[Session]) -> Iterator[tuple[str, Cell]]:
    names, data = subject.names, record.data
    yield "Kind", str(data.kind or "–")
    yield "Chair", names.person(data.chair) if data.chair else "–"
    yield "Departments", listed(_departments(subject, data.departments))
    if data.milestone and not data.confidential:
        yield "After", names.link(data.milestone, "milestone")
    if item.status is Status.NOT_STARTED and not data.confidential:
        yield from reported(subject, record, f"{path_of('session', record.id)}#expected")
    yield from series_facts(subject, record)
