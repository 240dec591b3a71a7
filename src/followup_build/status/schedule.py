"""The schedule: the sessions that the series and the milestones call for, against those on file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from followup_build.ledger.books import Ledger
from followup_build.load.records import Record
from followup_build.model.organisation import Cadence
from followup_build.model.recurrence import Every
from followup_build.model.session import Session
from followup_build.model.vocabulary import SessionKind, SessionState, Status
from followup_build.portfolio import Portfolio
from followup_build.status.item import MilestoneFigures
from followup_build.status.occurrences import Occurrence, add_working_days, half_interval, iter_occurrences
from followup_build.status.session import evaluate_session
from followup_build.status.snapshot import Snapshot
from followup_build.status.standing import Standing


class AppointmentState(StrEnum):
    """What became of a session that is called for, or on file."""

    MISSED = "missed"
    """Its day is over, and nothing says that it was held."""
    DUE = "due"
    """It is called for, and not on file yet."""
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


_STATE_BY_STATUS = {
    Status.NOT_STARTED: AppointmentState.PLANNED,
    Status.ACHIEVED: AppointmentState.HELD,
    Status.OFF_TRACK: AppointmentState.MISSED,
    Status.DROPPED: AppointmentState.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """A session on file, or one that should be."""

    day: date
    """Of one after a milestone that is not on file, the last day for it."""
    state: AppointmentState
    kind: SessionKind | None
    cadence: str | None
    occurrence: date | None
    """The day for which its series called for it; None for a session that no series called for."""
    counted: date | None
    """That day before weekends and holidays moved it."""
    session: str | None
    """None where nothing is on file."""
    milestone: str | None
    departments: tuple[str, ...]
    """Empty for all."""
    call: str | None
    """What the series calls it, which stays when its day moves; None for a session that no series called for."""


def appointments(
    portfolio: Portfolio, ledger: Ledger, snapshot: Snapshot, first: date, last: date
) -> tuple[Appointment, ...]:
    """Everything on file or called for between two days, the earliest first."""
    as_of = snapshot.as_of
    calls = [
        *_calls_of_series(portfolio, last),
        *_calls_after_milestones(portfolio, ledger, snapshot),
    ]
    answered = {call.session: call for call in calls if call.session is not None}
    found = [
        *(_on_file(record, answered.get(record.id), as_of) for record in portfolio.sessions.values()),
        *(_missing(portfolio.cadences[call.cadence], call, as_of) for call in calls if call.session is None),
    ]
    within = (one for one in found if first <= one.day <= last)
    return tuple(sorted(within, key=lambda one: (one.day, one.session or "", one.cadence or "", one.milestone or "")))


@dataclass(frozen=True, slots=True)
class _Call:
    """That a series wants a session, and the one that answers."""

    cadence: str
    occurrence: Occurrence
    session: str | None
    milestone: str | None = None

    @property
    def name(self) -> str:
        """What stays of it when its day moves."""
        return f"{self.cadence}/{self.milestone or self.occurrence.opening}"


def _on_file(record: Record[Session], call: _Call | None, as_of: date) -> Appointment:
    data = record.data
    return Appointment(
        data.date,
        _STATE_BY_STATUS[evaluate_session(data, as_of).status],
        data.kind,
        call.cadence if call else data.cadence,
        call.occurrence.day if call else None,
        call.occurrence.counted if call else None,
        record.id,
        data.milestone,
        data.departments,
        call.name if call else None,
    )


def _missing(cadence: Cadence, call: _Call, as_of: date) -> Appointment:
    day = call.occurrence.day
    state = AppointmentState.MISSED if day < as_of else AppointmentState.DUE
    counted = call.occurrence.counted
    return Appointment(
        day,
        state,
        cadence.kind,
        call.cadence,
        day,
        counted,
        None,
        call.milestone,
        tuple(cadence.departments),
        call.name,
    )


def _calls_of_series(portfolio: Portfolio, last: date) -> Iterator[_Call]:
    for key, cadence in portfolio.cadences.items():
        every = cadence.every
        if every is None or cadence.kind is SessionKind.POST_MILESTONE:
            continue
        sessions = [record for record in portfolio.sessions.values() if record.data.cadence == key]
        # A session may answer an occurrence after the last day that is asked about.
        end = max((last, *(_wanted(record.data) for record in sessions))) + timedelta(days=366)
        occurrences = tuple(iter_occurrences(cadence, portfolio.calendar, portfolio.holidays, end))
        answers = match(every, occurrences, sessions)
        yield from (_Call(key, one, answers.get(one)) for one in occurrences)


def _wanted(session: Session) -> date:
    return session.occurrence or session.date


def match(
    every: Every, occurrences: tuple[Occurrence, ...], sessions: list[Record[Session]]
) -> Mapping[Occurrence, str]:
    """The session that answers each occurrence: the one that names it, else the nearest within half an interval.

    Sessions that were cancelled come last, so that one held in the place of another answers. Of two that name one
    occurrence, and of two that are as near, the earlier one answers.
    """
    by_day = {one.counted: one for one in occurrences} | {one.day: one for one in occurrences}
    reach, pairs = half_interval(every), []
    for record in sessions:
        data = record.data
        named = by_day.get(data.occurrence) if data.occurrence is not None else None
        wanted = _wanted(data)
        near = (named,) if named else _between(occurrences, wanted - reach, wanted + reach)
        is_cancelled = data.status is SessionState.CANCELLED
        pairs += [
            (is_cancelled, named is None, abs((one.day - wanted).days), data.date, record.id, one) for one in near
        ]
    answers: dict[Occurrence, str] = {}
    used: set[str] = set()
    for *_, session, one in sorted(pairs):
        if one not in answers and session not in used:
            answers[one] = session
            used.add(session)
    return answers


def _between(occurrences: tuple[Occurrence, ...], first: date, last: date) -> tuple[Occurrence, ...]:
    start = bisect_left(occurrences, first, key=lambda one: one.day)
    return occurrences[start : bisect_right(occurrences, last, key=lambda one: one.day)]


def _calls_after_milestones(portfolio: Portfolio, ledger: Ledger, snapshot: Snapshot) -> Iterator[_Call]:
    """Each major milestone that was reached calls for a session within some working days."""
    for key, cadence in portfolio.cadences.items():
        if cadence.kind is not SessionKind.POST_MILESTONE or cadence.within is None:
            continue
        answers = _answers_to_milestones(portfolio, key)
        for ref, reached in _reached(ledger, snapshot):
            if (cadence.from_ or reached) <= reached <= (cadence.until or reached):
                day = add_working_days(reached, cadence.within, portfolio.holidays)
                yield _Call(key, Occurrence(day, day, reached), answers.get(ref), ref)


def _reached(ledger: Ledger, snapshot: Snapshot) -> Iterator[tuple[str, date]]:
    """Major milestones of approved plans, and when they were reached."""
    for item in snapshot.of_kind("milestone"):
        plan, _, key = item.ref.partition("/")
        figures = item.figures
        if (
            isinstance(figures, MilestoneFigures)
            and figures.achieved is not None
            and item.status is Status.ACHIEVED
            and snapshot.standing[plan] is not Standing.DRAFT
            and ledger.plans[plan].current.milestones[key].major
        ):
            yield item.ref, figures.achieved


def _answers_to_milestones(portfolio: Portfolio, cadence: str) -> Mapping[str, str]:
    """The session that each milestone has in a series; one without a series belongs to every one."""
    found: dict[str, str] = {}
    records = sorted(
        portfolio.sessions.values(),
        key=lambda one: (one.data.status is SessionState.CANCELLED, one.data.date, one.id),
    )
    for record in records:
        data = record.data
        is_of_series = data.cadence == cadence or (data.cadence is None and data.kind is SessionKind.POST_MILESTONE)
        if data.milestone is not None and is_of_series:
            found.setdefault(data.milestone, record.id)
    return found
