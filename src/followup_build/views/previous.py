"""The session before another one, from which on something is new."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.model.vocabulary import SessionState
from followup_build.views.session_calendar import asks
from followup_build.views.subject import Subject


def previous_day(subject: Subject, session: Record[Session]) -> date | None:
    """The day of the session held before one on file."""
    return last_held(subject, session.data.cadence, asks(subject, session.data), session.data.date)


def last_held(subject: Subject, cadence: str | None, departments: Collection[str], before: date) -> date | None:
    """The day of the last session held before a day, best of a series, that asked all of some departments.

    Another one of the series tells more than none; one outside the series tells nothing of departments that it left
    out.
    """
    asked = set(departments)
    held = [
        one.data
        for one in subject.portfolio.sessions.values()
        if one.data.status is SessionState.HELD and one.data.date <= subject.snapshot.as_of and one.data.date < before
    ]
    of_series = [one for one in held if one.cadence and one.cadence == cadence]
    for several in (
        [one.date for one in of_series if asked <= set(asks(subject, one))],
        [one.date for one in of_series],
        [one.date for one in held if asked <= set(asks(subject, one))],
    ):
        if several:
            return max(several)
    return None
