"""Days that a session cannot have, because another one has them."""

from __future__ import annotations

from datetime import date

from followup_build.editing.fault import RefusedError
from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.model.vocabulary import SessionState
from followup_build.views.subject import Subject
from followup_build.views.timing import time_of

_SATURDAY = 5
_HOUR = 60
"""How many minutes a session takes of which nobody said so."""


def refuse_taken(subject: Subject, wanted: Session, own: str | None = None) -> None:
    """Refuse a day on which the series meets already, or on which the same departments meet at the same time.

    Args:
        subject: the records.
        wanted: the session as it would be.
        own: its id, where it is on file.

    Raises:
        RefusedError: another session, which was not cancelled, has the day.
    """
    for record in subject.portfolio.sessions.values():
        data = record.data
        if record.id == own or data.date != wanted.date or data.status is SessionState.CANCELLED:
            continue
        if data.cadence is not None and data.cadence == wanted.cadence and data.milestone == wanted.milestone:
            raise RefusedError(
                f"{data.cadence} has a session on {wanted.date} already, {record.id}; choose another day"
            )
        if _asked(subject, data) == _asked(subject, wanted) and _meet_at_once(subject, record, wanted):
            time, _ = time_of(subject.portfolio, data)
            at = f" at {time}" if time else ""
            raise RefusedError(
                f"{record.id} asks the same departments on {wanted.date}{at}; choose another day, or another --time"
            )


def _asked(subject: Subject, session: Session) -> frozenset[str]:
    return frozenset(session.departments or subject.portfolio.departments)


def _meet_at_once(subject: Subject, record: Record[Session], wanted: Session) -> bool:
    """Whether both take place at one time; where a time is not told, whether one of them is the other once more."""
    first, second = (_minutes_of(subject, one) for one in (record.data, wanted))
    if first is None or second is None:
        other = record.data
        is_alike = (other.kind, other.milestone) == (wanted.kind, wanted.milestone)
        return is_alike and (other.cadence == wanted.cadence or None in (other.cadence, wanted.cadence))
    return first[0] < second[1] and second[0] < first[1]


def _minutes_of(subject: Subject, session: Session) -> tuple[int, int] | None:
    """From which minute of the day to which."""
    time, minutes = time_of(subject.portfolio, session)
    if time is None:
        return None
    hour, minute = time.split(":")
    start = int(hour) * 60 + int(minute)
    return start, start + (minutes or _HOUR)


def day_note(subject: Subject, day: date) -> str | None:
    """That nobody meets on a day, and why; None for a working day."""
    holiday = subject.portfolio.holidays.get(day)
    if holiday is not None:
        return f"{day} is a holiday: {holiday}"
    return f"{day} is a {day:%A}" if day.weekday() >= _SATURDAY else None
