"""The calendar of sessions and of milestones due, of the organisation and of each department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from followup_build.diagnostics.text_format import counted
from followup_build.model.session import Session
from followup_build.model.vocabulary import Frequency, Status
from followup_build.status.item import ItemStatus, MilestoneFigures
from followup_build.views.cells import CARRIED, ENDED, Chip, Link, chip, text_of
from followup_build.views.month import Entry, Month, build_months
from followup_build.views.schedule import missing_sessions
from followup_build.views.standing import standing_chip
from followup_build.views.subject import Subject
from followup_build.views.timing import time_of

AHEAD = 2
"""So many months after the present one are open; the others are folded up."""
_AROUND = timedelta(days=92)
"""The calendar shows the fiscal year, and no less than this before and after the day."""
_NAMED = 2
_WORDS = {
    Status.NOT_STARTED: "planned",
    Status.ACHIEVED: "held",
    Status.OFF_TRACK: "missed",
    Status.DROPPED: "cancelled",
}
MISSED = chip(Status.OFF_TRACK, word=_WORDS[Status.OFF_TRACK])
_WHOLE = ""
"""The calendar that holds everything stands under no department's id."""


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The months of a fiscal year, in order."""

    months: tuple[Month, ...]

    @property
    def before(self) -> tuple[Month, ...]:
        """The months that are over."""
        return self.months[: self._now]

    @property
    def now(self) -> tuple[Month, ...]:
        """The present month and those that stand open after it."""
        return tuple(month for month in self.months if month.is_open)

    @property
    def after(self) -> tuple[Month, ...]:
        """The months further ahead."""
        return self.months[self._now + len(self.now) :]

    @property
    def _now(self) -> int:
        return next(place for place, month in enumerate(self.months) if month.is_current)


def session_chip(item: ItemStatus) -> Chip:
    """The chip of a session: planned, held, missed or cancelled."""
    return chip(item.status, word=_WORDS[item.status])


def asks(subject: Subject, data: Session) -> tuple[str, ...]:
    """The departments that a session asks, by id; where it names none, all."""
    return data.departments or tuple(subject.portfolio.departments)


class Calendars:
    """Makes the calendar of the whole and of each department from one list of entries."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._entries: dict[str, list[Entry]] = defaultdict(list)
        for departments, entry in (*_sessions(subject), *_missing(subject), *_milestones(subject)):
            for one in (_WHOLE, *departments):
                self._entries[one].append(entry)

    def build(self, department: str = _WHOLE) -> CalendarView:
        """The calendar of one department, or of all."""
        subject, as_of = self._subject, self._subject.snapshot.as_of
        year = subject.portfolio.calendar.period(subject.portfolio.calendar.key_of(Frequency.YEARLY, as_of))
        first, last = min(year.start, as_of - _AROUND), max(year.end, as_of + _AROUND)
        entries = self._entries[department]
        if department:
            entries = [replace(one, whose="") if one.noun == "milestone" else one for one in entries]
        coming = min((one.on for one in entries if one.chip == _PLANNED), default=None)
        marked = (replace(one, chip=_NEXT) if one.chip == _PLANNED and one.on == coming else one for one in entries)
        return CalendarView(build_months(first, last, marked, subject.portfolio.holidays, as_of, AHEAD))


_PLANNED = chip(Status.NOT_STARTED, word="planned")
_NEXT = Chip("next", "▶", "next")


def _sessions(subject: Subject) -> Iterator[tuple[tuple[str, ...], Entry]]:
    for item in subject.items("session"):
        data = subject.portfolio.sessions[item.ref].data
        name, note = subject.names.item(item), time_of(subject.portfolio, data)[0] or ""
        yield (
            asks(subject, data),
            Entry(data.date, "session", name, session_chip(item), note, _whose(subject, data.departments)),
        )


def _missing(subject: Subject) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Sessions that were called for and missed without a word on file."""
    for row in missing_sessions(subject):
        departments, on = row.appointment.departments, row.appointment.day
        yield (
            departments or tuple(subject.portfolio.departments),
            Entry(on, "session", Link(row.title, row.path), MISSED, "", _whose(subject, departments)),
        )


def _whose(subject: Subject, departments: tuple[str, ...]) -> str:
    """One or two departments by name, more by number."""
    if len(departments) > _NAMED:
        return counted(len(departments), "department")
    found = (subject.names.department(one) for one in departments)
    return " and ".join(text_of(one) for one in found)


def _milestones(subject: Subject) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Milestones on the day for which they are promised now; what was dropped or went on in another plan is no news."""
    for item in subject.items("milestone"):
        # The day of a confidential milestone is part of what it says.
        if item.confidential or item.status is Status.DROPPED or not isinstance(item.figures, MilestoneFigures):
            continue
        standing = standing_chip(subject, item)
        if standing in (CARRIED, ENDED) or subject.is_draft(item):
            continue
        state = replace(standing, is_stale=False)
        departments = (item.department,) if item.department else ()
        whose = _whose(subject, departments)
        yield departments, Entry(item.figures.due, "milestone", subject.names.item(item), state, "due", whose)


@dataclass(frozen=True, slots=True)
class DepartmentCalendarView:
    """The calendar of one department."""

    title: str
    department: Link
    calendar: CalendarView


def build_department_calendars(subject: Subject) -> Iterator[tuple[str, DepartmentCalendarView]]:
    """A calendar for each department, by its id: the sessions that ask it, and its own milestones."""
    calendars = Calendars(subject)
    for department, settings in subject.portfolio.departments.items():
        name = settings.name or department
        yield (
            department,
            DepartmentCalendarView(
                f"Calendar of {name}",
                Link(name, f"departments/{department}/index.html"),
                calendars.build(department),
            ),
        )


def calendar_links(subject: Subject) -> tuple[Link, ...]:
    """Where each department's calendar stands."""
    return tuple(
        Link(settings.name or department, f"departments/{department}/calendar/index.html")
        for department, settings in subject.portfolio.departments.items()
    )
