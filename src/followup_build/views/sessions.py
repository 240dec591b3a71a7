"""Sessions: those to come and those past, and a page for each that serves before, during and after."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from followup_build.load.records import Record
from followup_build.model.session import Report, Session
from followup_build.model.vocabulary import SessionState, Status
from followup_build.status.item import ItemStatus
from followup_build.status.wording import count_text
from followup_build.views.agenda import AgendaPart, build_agenda, topics_table
from followup_build.views.cells import Cell, Chip, Prose, Row, Table, chip, day
from followup_build.views.reports import ReportPart, build_report
from followup_build.views.subject import Subject
from followup_build.views.tables import action_table, adjustment_table

_WORDS = {
    Status.NOT_STARTED: "planned",
    Status.ACHIEVED: "held",
    Status.OFF_TRACK: "missed",
    Status.DROPPED: "cancelled",
}


@dataclass(frozen=True, slots=True)
class SessionsView:
    """All sessions: the next ones soonest first, the past ones latest first."""

    coming: Table
    past: Table


@dataclass(frozen=True, slots=True)
class Series:
    """The cadence that a session belongs to, and its neighbours there."""

    name: str
    previous: Cell
    """Empty where there is none."""
    next: Cell


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session."""

    title: str
    is_hidden: bool
    chip: Chip
    reasons: str
    """Why it was missed or cancelled; empty otherwise."""
    is_missed: bool
    kind: str
    when: str
    series: Series | None
    chair: Cell
    departments: tuple[Cell, ...]
    attendees: tuple[Cell, ...]
    apologies: tuple[Cell, ...]
    milestone: Cell
    agenda: tuple[AgendaPart, ...]
    """Computed, for a session to come; empty once its day has passed or it was held or cancelled."""
    as_of: str
    topics: Table
    """The chair's topics of a session that has no computed agenda any more."""
    decisions: tuple[Prose, ...]
    text_heading: str
    """Minutes are the text of a session that was held; any other text is notes."""
    text: Prose
    reports: tuple[ReportPart, ...]
    outcome: tuple[Table, ...]
    has_outcome: bool
    """Whether to say what came of it, be it nothing."""


def session_chip(item: ItemStatus) -> Chip:
    """The chip of a session: planned, held, missed or cancelled."""
    return chip(item.status, word=_WORDS[item.status])


def build_sessions(subject: Subject) -> SessionsView:
    """All sessions on file."""
    items = sorted(subject.items("session"), key=lambda item: (_data(subject, item).date, item.ref))
    coming = [item for item in items if _is_coming(subject, item)]
    past = [item for item in reversed(items) if not _is_coming(subject, item)]
    return SessionsView(
        _sessions(subject, coming, "Sessions to come", "No session is planned."),
        _sessions(subject, past, "Past sessions", "No session is past."),
    )


def _is_coming(subject: Subject, item: ItemStatus) -> bool:
    """Whether a session is ahead; one of today is, until it was held."""
    return item.status is Status.NOT_STARTED or _data(subject, item).date > subject.snapshot.as_of


def _data(subject: Subject, item: ItemStatus) -> Session:
    return subject.portfolio.sessions[item.ref].data


def _sessions(subject: Subject, items: Iterable[ItemStatus], caption: str, empty: str) -> Table:
    names, found = subject.names, []
    for item in items:
        data = _data(subject, item)
        chair = names.person(data.chair) if data.chair else "–"
        kind, asked = str(data.kind or "–"), _departments(subject, data)
        found.append(Row((names.item(item), day(data.date), kind, asked, session_chip(item), chair)))
    return Table(caption, ("Session", "Date", "Kind", "Departments", "State", "Chair"), tuple(found), empty)


def _departments(subject: Subject, data: Session) -> tuple[Cell, ...]:
    """The departments that a session asks."""
    return tuple(subject.names.department(one) for one in data.departments) or ("all departments",)


def build_session_pages(subject: Subject) -> Iterator[tuple[str, SessionView]]:
    """A page for each session, by its id."""
    for item in subject.items("session"):
        yield item.ref, _session(subject, item, subject.portfolio.sessions[item.ref])


def _session(subject: Subject, item: ItemStatus, record: Record[Session]) -> SessionView:
    names, data = subject.names, record.data
    hidden = data.confidential
    is_told = _is_told(subject, data)
    is_coming = item.status is Status.NOT_STARTED
    reports = subject.portfolio.reports_by_session.get(record.id, ()) if is_told else ()
    outcome = tuple(_outcome(subject, record, reports))
    return SessionView(
        names.item(item).text,
        hidden,
        session_chip(item),
        "" if item.status in (Status.NOT_STARTED, Status.ACHIEVED) else names.reasons(item),
        item.status is Status.OFF_TRACK,
        str(data.kind or "–"),
        _when(data),
        _series(subject, record),
        names.person(data.chair) if data.chair else "–",
        _departments(subject, data),
        names.persons(data.attendees) if is_told else (),
        names.persons(data.apologies) if is_told else (),
        names.link(data.milestone, "milestone"),
        build_agenda(subject, record) if is_coming and not hidden else (),
        day(subject.snapshot.as_of),
        Table("Topics", (), ()) if is_coming or hidden else topics_table(subject, data),
        tuple(Prose(decision) for decision in told_decisions(subject, record)),
        "Minutes" if data.status is SessionState.HELD else "Notes",
        Prose(told_text(subject, record)),
        tuple(build_report(subject, report, record) for report in reports if not report.data.confidential),
        outcome,
        bool(outcome) or item.status is Status.ACHIEVED,
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
    return record.body.strip().removeprefix("## Minutes\n") if is_notes or _is_told(subject, record.data) else ""


def _series(subject: Subject, record: Record[Session]) -> Series | None:
    cadence = record.data.cadence
    if not cadence:
        return None
    settings = subject.portfolio.cadences.get(cadence)
    in_order = subject.sessions_by_cadence[cadence]
    at = bisect_left(in_order, (record.data.date, record.id), key=lambda one: (one.data.date, one.id))
    before, after = in_order[:at][-1:], in_order[at + 1 :][:1]
    return Series(
        (settings.title if settings else None) or cadence,
        subject.names.link(before[0].id, "session") if before else "",
        subject.names.link(after[0].id, "session") if after else "",
    )


def _when(data: Session) -> str:
    parts = [
        day(data.date),
        data.time or "",
        count_text(data.minutes, "minute") if data.minutes else "",
        data.place or "",
    ]
    return ", ".join(part for part in parts if part)


def _outcome(subject: Subject, record: Record[Session], reports: Iterable[Record[Report]]) -> Iterator[Table]:
    """The actions and adjustments that name a session, or that answer a challenge of its reports; those there are."""
    answers = {ref for report in reports for challenge in report.data.challenges.values() for ref in challenge.response}
    actions = _with_answers(subject, "action", subject.actions_by_origin.get(record.id, ()), answers)
    adjustments = _with_answers(subject, "adjustment", subject.adjustments_by_session.get(record.id, ()), answers)
    if actions:
        yield action_table(subject, actions, "Actions agreed here")
    if adjustments:
        yield adjustment_table(subject, adjustments, "Adjustments proposed here")


def _with_answers(
    subject: Subject, kind: str, items: Iterable[ItemStatus], answers: Iterable[str]
) -> tuple[ItemStatus, ...]:
    found = (subject.snapshot.find(kind, ref) for ref in answers)
    by_ref = {item.ref: item for item in (*items, *found) if item is not None}
    return tuple(by_ref[ref] for ref in sorted(by_ref))
