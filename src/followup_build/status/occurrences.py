"""The days of a series of sessions, each counted from the day on which the series starts."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.model.organisation import Cadence
from followup_build.model.period import FiscalCalendar
from followup_build.model.recurrence import Every, On, Unit
from followup_build.model.vocabulary import Frequency

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_SATURDAY = 5
_LONGEST = {Unit.WEEK: 7, Unit.MONTH: 31, Unit.QUARTER: 92, Unit.YEAR: 366}
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """A day on which a series of sessions meets."""

    day: date
    """A working day."""
    counted: date
    """The day as the series counts it, before weekends and holidays moved it."""
    opening: date
    """The first day of its week, month or quarter, which stays when the series changes its day."""


def iter_occurrences(
    cadence: Cadence, calendar: FiscalCalendar, holidays: Container[date], last: date
) -> Iterator[Occurrence]:
    """Every occurrence up to a day, from the first one on; none where the series does not say on which days it meets.

    The first interval is the week, month or fiscal quarter in which `from` lies; a yearly series meets in its month.
    A day within a quarter is the quarter's, so that `last day` is the day on which it ends. Where two occurrences
    would move to one day, the sessions are one.
    """
    every, on, start = cadence.every, cadence.on, cadence.from_
    if every is None or on is None or start is None or (every.unit is Unit.WEEK and on.day is not None):
        return
    end = min(last, cadence.until or last)
    before = None
    for opening, closing in _intervals(every, start, calendar, end):
        counted = _day_within(opening, closing, on, holidays)
        if counted is None or not start <= counted <= end:
            continue
        day = next_working_day(counted, holidays)
        if day != before and day <= last:
            yield Occurrence(day, counted, opening)
        before = day


def half_interval(every: Every) -> timedelta:
    """Half of the longest interval of a series."""
    return timedelta(days=every.count * _LONGEST[every.unit] // 2)


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Whether people meet on a day."""
    return day.weekday() < _SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Container[date]) -> date:
    """The day itself, or the first one after it on which people meet."""
    while not is_working_day(day, holidays):
        day += _DAY
    return day


def add_working_days(day: date, count: int, holidays: Container[date]) -> date:
    """The last of so many working days after a day."""
    for _ in range(count):
        day = next_working_day(day + _DAY, holidays)
    return day


def _intervals(every: Every, start: date, calendar: FiscalCalendar, end: date) -> Iterator[tuple[date, date]]:
    """The first and the last day of each interval's week, month or quarter that begins by the end."""
    if every.unit is Unit.WEEK:
        opening = start - timedelta(days=start.weekday())
        while opening <= end:
            yield opening, opening + _WEEK - _DAY
            opening += every.count * _WEEK
        return
    opening = start.replace(day=1)
    if every.unit is Unit.QUARTER:
        opening = calendar.period(calendar.key_of(Frequency.QUARTERLY, start)).start
    first, length = opening.year * 12 + opening.month - 1, 3 if every.unit is Unit.QUARTER else 1
    while opening <= end:
        closing = _first_of(first + length) - _DAY
        yield opening, closing
        first += every.count * _MONTHS[every.unit]
        opening = _first_of(first)


def _first_of(month: int) -> date:
    """The first day of a month, counted from the year 0."""
    return date(month // 12, month % 12 + 1, 1)


def _day_within(opening: date, closing: date, on: On, holidays: Container[date]) -> date | None:
    """The day that is meant in an interval; None where it has none, like a fifth Friday."""
    if on.day is not None:
        return opening.replace(day=min(on.day, monthrange(opening.year, opening.month)[1]))
    if on.last_day:
        return closing
    if on.last_working_day:
        days = (closing - n * _DAY for n in range((closing - opening).days + 1))
        return next((day for day in days if is_working_day(day, holidays)), None)
    weekday, ordinal = on.weekday or 0, on.ordinal or 1
    if ordinal < 0:
        return closing - timedelta(days=(closing.weekday() - weekday) % 7)
    found = opening + timedelta(days=(weekday - opening.weekday()) % 7) + (ordinal - 1) * _WEEK
    return found if found <= closing else None
