"""Which session is meant: the next one that a series or a milestone calls for, or one of a day that somebody names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from followup_build.editing.fault import RefusedError
from followup_build.model.organisation import Cadence
from followup_build.model.scalars import LAST_YEAR
from followup_build.model.vocabulary import SessionKind, SessionState, Status
from followup_build.status.item import MilestoneFigures
from followup_build.status.occurrences import half_interval, next_working_day
from followup_build.status.schedule import Appointment, AppointmentState, appointments
from followup_build.status.wording import day_text
from followup_build.views.subject import Subject

_LAST = date(LAST_YEAR, 12, 31)
_AHEAD = (1, 4, 20, LAST_YEAR)
"""Years, so that a series that meets every ten years finds its next day, and the others need not look so far."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody says of a new session."""

    cadence: str | None = None
    kind: SessionKind | None = None
    milestone: str | None = None
    day: date | None = None
    departments: tuple[str, ...] = ()
    """None for those of its series, or for all."""


def find_call(subject: Subject, wanted: Wanted) -> Appointment:
    """The session that is meant, which is not on file.

    Raises:
        RefusedError: there is none, or it is on file.
    """
    if wanted.milestone is not None:
        found = _after_milestone(subject, wanted, wanted.milestone)
    elif wanted.kind is not None and wanted.day is not None:
        found = _appointment(subject, wanted.day, kind=wanted.kind)
    elif wanted.day is not None:
        found = _on_day(subject, wanted, wanted.day)
    else:
        found = _next(subject, wanted.cadence)
    return replace(found, departments=wanted.departments) if wanted.departments else found


def _appointment(
    subject: Subject,
    day: date,
    *,
    kind: SessionKind | None,
    cadence: str | None = None,
    call: Appointment | None = None,
    milestone: str | None = None,
) -> Appointment:
    return Appointment(
        day,
        AppointmentState.MISSED if day < subject.snapshot.as_of else AppointmentState.DUE,
        kind,
        cadence,
        call.occurrence if call else None,
        call.counted if call else None,
        None,
        milestone,
        subject.portfolio.cadences[cadence].departments if cadence else (),
        call.call if call else None,
    )


def _open(subject: Subject, first: date, last: date, cadence: str | None) -> Iterator[Appointment]:
    """What is called for and has no session, or one that was cancelled."""
    for one in appointments(subject.portfolio, subject.ledger, subject.snapshot, first, last):
        if one.occurrence is not None and cadence in (None, one.cadence):
            is_on_file = one.session is not None and one.state is not AppointmentState.CANCELLED
            if not is_on_file:
                yield one


def _next(subject: Subject, cadence: str | None) -> Appointment:
    as_of = subject.snapshot.as_of
    for years in _AHEAD:
        last = date(min(as_of.year + years, LAST_YEAR), 12, 31)
        found = next((one for one in _open(subject, as_of, last, cadence) if one.session is None), None)
        if found is not None:
            return found
    raise RefusedError(_why_none(subject, cadence))


def _soon(as_of: date) -> date:
    return date(min(as_of.year + _AHEAD[1], LAST_YEAR), 12, 31)


def _why_none(subject: Subject, cadence: str | None) -> str:
    cadences = subject.portfolio.cadences
    if not cadences:
        return (
            "organisation.yml has no series of sessions (cadences); for a session of no series, "
            "add --kind, --date and --title"
        )
    if cadence is None:
        return "no series has another day to come; add --cadence C and --date DATE, or --kind K and --date DATE"
    series = cadences[cadence]
    if series.kind is SessionKind.POST_MILESTONE:
        return f"no major milestone waits for a session of {cadence}; for one of another milestone, add --milestone REF"
    if series.until is not None and series.until < subject.snapshot.as_of:
        return f"{cadence} ended on {series.until}; for a session of an earlier day, add --date DATE"
    if series.until is not None:
        return f"every session of {cadence} until {series.until}, its last day, is on file"
    return f"{cadence} does not say on which days it meets; add --date DATE, or mend it in organisation.yml"


def _on_day(subject: Subject, wanted: Wanted, day: date) -> Appointment:
    if wanted.cadence is None:
        return _of_any_series(subject, day)
    series = subject.portfolio.cadences[wanted.cadence]
    if series.kind is SessionKind.POST_MILESTONE:
        raise RefusedError(f"{wanted.cadence} meets after milestones; add --milestone REF, the one that was reached")
    call = _nearest(subject, wanted.cadence, series, day)
    return _appointment(subject, day, kind=series.kind, cadence=wanted.cadence, call=call)


def _of_any_series(subject: Subject, day: date) -> Appointment:
    found = [one for one in _open(subject, day, day, None) if one.session is None and one.occurrence == day]
    series = sorted({one.cadence or "" for one in found})
    if len(found) == 1:
        return found[0]
    if found:
        raise RefusedError(f"more than one series meets on {day}; add --cadence, one of {', '.join(series)}")
    raise RefusedError(
        f"no series calls for a session on {day} that is not on file; add --cadence C, the series that it belongs to, "
        "or --kind K for a session of no series"
    )


def _nearest(subject: Subject, cadence: str, series: Cadence, day: date) -> Appointment | None:
    """The occurrence of a series that a session of some day answers: its own, else the nearest within half a step."""
    if series.every is None:
        return None
    reach = half_interval(series.every)
    last = min(day.toordinal() + 2 * reach.days + 366, _LAST.toordinal())
    near = [
        (day not in (one.occurrence, one.counted), abs((one.occurrence - day).days), one.occurrence, one)
        for one in _open(subject, date.min, date.fromordinal(last), cadence)
        if one.occurrence is not None and abs(one.occurrence - day) <= reach
    ]
    return min(near, key=lambda one: one[:3])[3] if near else None


def _after_milestone(subject: Subject, wanted: Wanted, ref: str) -> Appointment:
    """The session that a milestone calls for; of its last day or, where that is over, of the next working day."""
    _refuse_followed(subject, ref)
    as_of = subject.snapshot.as_of
    cadences = subject.portfolio.cadences
    after = [key for key, one in cadences.items() if one.kind is SessionKind.POST_MILESTONE]
    if wanted.cadence is not None and wanted.cadence not in after:
        raise RefusedError(f"{wanted.cadence} does not follow milestones; leave it out, or --milestone")
    calls = [one for one in _open(subject, date.min, _soon(as_of), wanted.cadence) if one.milestone == ref]
    if calls:
        day = calls[0].occurrence or as_of
        cadence = calls[0].cadence
        wished = wanted.day or (day if day >= as_of else next_working_day(as_of, subject.portfolio.holidays))
        return _appointment(subject, wished, kind=SessionKind.POST_MILESTONE, cadence=cadence, milestone=ref)
    cadence = wanted.cadence or next(iter(after), None)
    why = _why_not_called(subject, ref)
    if wanted.day is None:
        raise RefusedError(f"{why}; to have one all the same, add --date DATE")
    return _appointment(subject, wanted.day, kind=SessionKind.POST_MILESTONE, cadence=cadence, milestone=ref)


def _refuse_followed(subject: Subject, ref: str) -> None:
    item = subject.snapshot.items.get(("milestone", ref))
    if item is None:
        raise RefusedError(f"{ref} is only proposed, so no session follows it")
    if item.status is Status.DROPPED:
        raise RefusedError(f"{ref} was dropped, so no session follows it")
    for record in subject.portfolio.sessions.values():
        if record.data.milestone == ref and record.data.status is not SessionState.CANCELLED:
            raise RefusedError(
                f"{record.id} follows {ref} already, on {record.data.date}; to move it: "
                f"followup session move {record.id} --to DATE"
            )


def _why_not_called(subject: Subject, ref: str) -> str:
    figures = subject.snapshot.items["milestone", ref].figures
    if isinstance(figures, MilestoneFigures) and figures.achieved is None:
        return f"{ref} is due on {day_text(figures.due)} and not reached, so no session follows it yet"
    if not any(one.kind is SessionKind.POST_MILESTONE for one in subject.portfolio.cadences.values()):
        return "organisation.yml has no series after milestones"
    return f"nothing calls for a session after {ref}: it is no major milestone of an approved plan in its series' time"
