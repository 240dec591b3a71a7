"""A new session's folder: its own file, and a report for each department to fill in."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from followup_build.editing.fault import RefusedError
from followup_build.editing.markdown_file import OFFERED, markdown_file
from followup_build.editing.naming import id_of
from followup_build.editing.report_offers import in_comment, offer_lines
from followup_build.editing.store import Write
from followup_build.editing.taken import refuse_taken
from followup_build.editing.values import data_of, entry_lines
from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.model.vocabulary import SessionState
from followup_build.status.occurrences import iter_occurrences
from followup_build.status.schedule import Appointment, appointments
from followup_build.views.offers import build_offers
from followup_build.views.session_names import new_session_id, new_session_title
from followup_build.views.subject import Subject

_MINUTES = "## Minutes\n\n### Progress\n\n### Roadblocks\n\n### Adjustments\n\n### Achievements"
_NEXT_WITHIN = timedelta(days=366 * 3)


@dataclass(frozen=True, slots=True)
class Details:
    """What else is known of a new session."""

    id: str | None = None
    title: str | None = None
    """Needed for a session of no series."""
    time: str | None = None
    minutes: int | None = None
    place: str | None = None
    chair: str | None = None


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a new session comes to; nothing is written yet."""

    id: str
    data: Session
    writes: tuple[Write, ...]
    """Its own file first, where that is not there yet."""
    without_report: tuple[str, ...]
    """Departments without a head on that day, so that nobody is asked for a report."""


def new_session(root: Path, records: str, subject: Subject, call: Appointment, details: Details) -> NewSession:
    """The files of a session that is not on file yet.

    Args:
        root: the repository's folder.
        records: the records folder, relative to it.
        subject: the records.
        call: the session that is meant.
        details: what else is known of it.

    Raises:
        RefusedError: the id or the day is taken.
    """
    session_id = _id_of(root / records, subject, call, details)
    folder = f"{records}/sessions/{session_id}"
    data = _data_of(subject, call, details)
    session = Session.model_validate(data)
    refuse_taken(subject, session)
    asked = session.departments or tuple(subject.portfolio.departments)
    heads = _heads_of(subject, asked, call.day)
    offers = _session_offers(subject, call, heads, has_chair=session.chair is not None)
    own = Write(f"{folder}/session.md", None, markdown_file(data, _MINUTES, offers))
    without = tuple(one for one in asked if one not in heads)
    return NewSession(session_id, session, (own, *_reports(folder, subject, call, heads)), without)


def missing_reports(records: str, subject: Subject, record: Record[Session], only: Collection[str] = ()) -> NewSession:
    """The reports that a session on file lacks.

    Args:
        records: the records folder, relative to the repository.
        subject: the records.
        record: the session.
        only: the departments that are meant; all that it asks if left out.

    Raises:
        RefusedError: it was cancelled, or asks no such department.
    """
    day, data = record.data.date, record.data
    if data.status is SessionState.CANCELLED:
        raise RefusedError(f"{record.id} was cancelled, so that nobody reports to it")
    everybody = data.departments or tuple(subject.portfolio.departments)
    for one in only:
        if one not in everybody:
            raise RefusedError(f"{record.id} does not ask {one}; it asks {', '.join(everybody)}")
    asked = [one for one in only or everybody if f"{record.id}/{one}" not in subject.portfolio.reports]
    heads = _heads_of(subject, asked, day)
    found = appointments(subject.portfolio, subject.ledger, subject.snapshot, day, day)
    call = next(one for one in found if one.session == record.id)
    writes = tuple(_reports(f"{records}/sessions/{record.id}", subject, call, heads))
    return NewSession(record.id, data, writes, tuple(one for one in asked if one not in heads))


def _heads_of(subject: Subject, departments: Iterable[str], day: date) -> dict[str, str]:
    return {one: head for one in departments if (head := _head_of(subject, one, day)) is not None}


def _reports(folder: str, subject: Subject, call: Appointment, heads: Mapping[str, str]) -> Iterator[Write]:
    until = _until(subject, call)
    for department, head in heads.items():
        lines = offer_lines(build_offers(subject, call, department), department, until)
        yield Write(f"{folder}/{department}.md", None, markdown_file({"by": head}, "", lines))


def _id_of(records: Path, subject: Subject, call: Appointment, details: Details) -> str:
    is_of_series = call.cadence is not None or call.milestone is not None
    if details.id is not None:
        wanted = details.id
    elif is_of_series:
        wanted = new_session_id(subject, call)
    else:
        wanted = id_of(call.day, details.title or str(call.kind))
    if wanted in subject.portfolio.sessions or os.path.lexists(records / "sessions" / wanted):
        raise RefusedError(
            f"there is already a session {wanted}, in {records.name}/sessions/{wanted}; give another --id"
        )
    return wanted


def _data_of(subject: Subject, call: Appointment, details: Details) -> dict[str, Any]:
    series = subject.portfolio.cadences.get(call.cadence or "")
    is_in_place = call.milestone is None and call.occurrence not in (None, call.day)
    found: dict[str, Any] = data_of(
        {
            "title": details.title or new_session_title(subject, call),
            "kind": call.kind,
            "cadence": call.cadence,
            "milestone": call.milestone,
            "occurrence": call.occurrence if is_in_place else None,
            "date": call.day,
            "time": details.time if series is None or details.time != series.time else None,
            "minutes": details.minutes if series is None or details.minutes != series.minutes else None,
            "place": details.place,
            "status": SessionState.PLANNED,
            "chair": details.chair,
            "departments": list(call.departments) or None,
            # What a plan keeps to itself, a session that follows from it must not tell.
            "confidential": True if call.milestone and subject.names.hides(call.milestone) else None,
        }
    )
    return found


def _head_of(subject: Subject, department: str, day: date) -> str | None:
    """Who leads a department; None where nobody does who is there on that day."""
    found = subject.portfolio.departments.get(department)
    return found.head if found is not None and _is_there(subject, found.head, day) else None


def _is_there(subject: Subject, person: str | None, day: date) -> bool:
    found = subject.portfolio.people.get(person or "")
    return found is not None and (found.left is None or found.left > day)


def _session_offers(subject: Subject, call: Appointment, heads: Mapping[str, str], *, has_chair: bool) -> Iterator[str]:
    """Who may lead it, as the last time, and who may have been there."""
    yield OFFERED
    series = subject.sessions_by_cadence.get(call.cadence, ()) if call.cadence else ()
    last = next((one.data for one in reversed(series) if not one.data.confidential), None)
    if last is not None and not has_chair and _is_there(subject, last.chair, call.day):
        yield from in_comment([f"chair: {last.chair}"])
    attendees = list(dict.fromkeys(heads.values()))
    yield from in_comment(entry_lines("attendees", attendees, 0))
    yield from in_comment(["apologies: []"])


def _until(subject: Subject, call: Appointment) -> date | None:
    """The day on which the series meets next, when the departments report again."""
    series = subject.portfolio.cadences.get(call.cadence or "")
    if series is None or call.milestone is not None:
        return None
    last = date.fromordinal(min((call.day + _NEXT_WITHIN).toordinal(), date.max.toordinal()))
    counted = call.counted or call.day
    found = iter_occurrences(series, subject.portfolio.calendar, subject.portfolio.holidays, last)
    return next((one.day for one in found if one.counted > counted and one.day > call.day), None)
