"""The sessions of some months: planned, due, missed, and what to type for what was missed or is not on file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.model.vocabulary import Frequency, SessionKind
from followup_build.status.schedule import Appointment, AppointmentState, appointments
from followup_build.status.wording import day_text
from followup_build.views.cells import text_of
from followup_build.views.names import Names
from followup_build.views.session_names import new_session_id
from followup_build.views.subject import Subject

AROUND = timedelta(days=92)
"""A schedule goes back to the start of the fiscal year, and no less than this; and so far ahead, unless it is told."""


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One session, on file or called for."""

    appointment: Appointment
    title: str
    whose: str
    """The departments that it asks."""
    note: str
    """Why it is on another day than its series says; empty where it is not."""
    file: str
    """Where its record stands or should stand, relative to the records folder."""
    commands: tuple[str, ...]
    """What to type, one of them; none where nothing is to be done."""

    @property
    def path(self) -> str:
        """Where the site tells of it while nothing is on file, relative to its root."""
        return f"sessions/index.html#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Its place on that page."""
        return f"missed-{(self.appointment.call or '').replace('/', '-')}"

    @property
    def absence(self) -> str:
        """That nothing is on file for it."""
        return f"Called for by {day_text(self.appointment.day)}, and nothing is on file."


@dataclass(frozen=True, slots=True)
class ScheduleView:
    """All of them, the earliest first, and the days between which they lie."""

    first: date
    last: date
    rows: tuple[ScheduleRow, ...]

    def of(self, state: AppointmentState) -> tuple[ScheduleRow, ...]:
        """Those of which this became."""
        return tuple(row for row in self.rows if row.appointment.state is state)


def build_schedule(subject: Subject, until: date | None = None, department: str | None = None) -> ScheduleView:
    """The schedule of everybody, or of what asks one department."""
    first, last = _first_day(subject), until or subject.snapshot.as_of + AROUND
    rows = tuple(
        _row(subject, one)
        for one in appointments(subject.portfolio, subject.ledger, subject.snapshot, first, last)
        if department is None or not one.departments or department in one.departments
    )
    return ScheduleView(first, last, rows)


def missing_sessions(subject: Subject) -> tuple[ScheduleRow, ...]:
    """The sessions that were called for and are over, and of which nothing is on file, as far as pages may tell."""
    found = appointments(
        subject.portfolio, subject.ledger, subject.snapshot, _first_day(subject), subject.snapshot.as_of
    )
    return tuple(
        _row(subject, one)
        for one in found
        if one.session is None
        and one.state is AppointmentState.MISSED
        # The day would give away when a confidential milestone was reached.
        and (one.milestone is None or not subject.names.hides(one.milestone))
    )


def _first_day(subject: Subject) -> date:
    as_of, calendar = subject.snapshot.as_of, subject.portfolio.calendar
    year = calendar.period(calendar.key_of(Frequency.YEARLY, as_of))
    return min(year.start, as_of - AROUND)


def _row(subject: Subject, one: Appointment) -> ScheduleRow:
    session = one.session or new_session_id(subject, one)
    return ScheduleRow(
        one,
        _title(subject, one),
        ", ".join(_text(subject.names, department) for department in one.departments) or "all departments",
        _note(subject, one),
        f"sessions/{session}/session.md",
        _commands(subject, one),
    )


def _text(names: Names, department: str) -> str:
    cell = names.department(department)
    return text_of(cell)


def _title(subject: Subject, one: Appointment) -> str:
    if one.session is not None:
        item = subject.snapshot.items["session", one.session]
        return subject.names.item(item).text
    return title_of_call(subject, one)


def title_of_call(subject: Subject, one: Appointment) -> str:
    """What a session that is not on file would be called: as its series, and after which milestone."""
    cadence = subject.portfolio.cadences[one.cadence or ""]
    title = cadence.title or one.cadence or ""
    if one.milestone is None:
        return title
    milestone = subject.names.item(subject.snapshot.items["milestone", one.milestone]).text
    return f"{title}: {milestone}"


def _note(subject: Subject, one: Appointment) -> str:
    if one.session is not None:
        moved = one.occurrence is not None and one.occurrence != one.day and one.milestone is None
        return f"in place of {day_text(one.occurrence)}" if moved and one.occurrence else ""
    if one.milestone is not None:
        return "the last day for it"
    if one.counted is None or one.counted == one.day:
        return ""
    holiday = subject.portfolio.holidays.get(one.counted)
    return f"moved from {day_text(one.counted)}, {holiday or 'a weekend'}"


def _commands(subject: Subject, one: Appointment) -> tuple[str, ...]:
    if one.session is not None:
        if one.state is not AppointmentState.MISSED:
            return ()
        return (
            f"followup session hold {one.session}",
            f"followup session move {one.session} --to DATE",
            f"followup session cancel {one.session}",
        )
    if one.milestone is None:
        return (f"followup session new --cadence {one.cadence} --date {one.day}",)
    series = [key for key, each in subject.portfolio.cadences.items() if each.kind is SessionKind.POST_MILESTONE]
    which = f" --cadence {one.cadence}" if len(series) > 1 else ""
    return (f"followup session new --milestone {one.milestone}{which}",)
