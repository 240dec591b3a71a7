"""Months as tables of weeks: entries with a state go in, days with what stands on them come out."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.model.recurrence import WEEKDAYS
from followup_build.status.wording import day_text, month_text
from followup_build.views.cells import Chip, Link

ROOM = 4
"""So many entries have room in the cell of a day; of more, the cell tells how many, and a list below which."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands on a day: a session on file, a milestone due, or whatever else has a day and a state."""

    on: date
    noun: str
    """What it is, for counting: `session`, `milestone`."""
    what: Link
    chip: Chip
    note: str = ""
    """In small type before it: the time of day, or what the day means to it."""
    whose: str = ""
    """In small type behind it: the departments that it concerns; empty where it is all, or the calendar's own."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries of one noun have one state: `12 sessions planned`."""

    number: int
    noun: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month."""

    iso: str
    number: int
    weekday: str
    words: str
    """The whole date."""
    is_today: bool
    is_weekend: bool
    holiday: str
    """Empty on other days."""
    entries: tuple[Entry, ...]
    tallies: tuple[Tally, ...]
    """Of a day with more entries than its cell has room for; empty otherwise."""

    @property
    def has_something(self) -> bool:
        """Whether a list of days would tell of it."""
        return bool(self.entries or self.holiday or self.is_today)


@dataclass(frozen=True, slots=True)
class Month:
    """A month: weeks from Monday on, in which days of other months are None."""

    anchor: str
    title: str
    short: str
    weeks: tuple[tuple[Day | None, ...], ...]
    crowded: tuple[Day, ...]
    """The days whose entries need a list below the table."""
    sessions: int
    summary: str
    """What it holds, for a month that is folded up."""
    is_current: bool
    is_open: bool


def build_months(
    first: date, last: date, entries: Iterable[Entry], holidays: Mapping[date, str], today: date, ahead: int
) -> tuple[Month, ...]:
    """The months from one day's to another's; today's and the next ones, so many as `ahead` says, are open."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.on, []).append(entry)
    now = _number(today)
    return tuple(
        _month(start, by_day, holidays, today, is_open=now <= _number(start) <= now + ahead)
        for start in _starts(first, last)
    )


def weekday_text(day: date) -> str:
    """`Wednesday`, the same in every locale."""
    return WEEKDAYS[day.weekday()].capitalize()


def _number(day: date) -> int:
    """Months count on over the years."""
    return day.year * 12 + day.month


def _starts(first: date, last: date) -> Iterator[date]:
    start = first.replace(day=1)
    while start <= last:
        yield start
        start = (start + timedelta(days=31)).replace(day=1)


def _month(
    start: date, by_day: Mapping[date, list[Entry]], holidays: Mapping[date, str], today: date, *, is_open: bool
) -> Month:
    weeks = tuple(
        tuple(
            _day(one, by_day.get(one, ()), holidays.get(one, ""), today) if one.month == start.month else None
            for one in week
        )
        for week in Calendar().monthdatescalendar(start.year, start.month)
    )
    days = [one for week in weeks for one in week if one is not None]
    entries = [entry for one in days for entry in one.entries]
    return Month(
        start.isoformat()[:7],
        month_text(start),
        month_text(start)[:3],
        weeks,
        tuple(one for one in days if one.tallies),
        sum(entry.noun == "session" for entry in entries),
        _summary(_tallies(entries)),
        start == today.replace(day=1),
        is_open,
    )


def _day(day: date, entries: Iterable[Entry], holiday: str, today: date) -> Day:
    found = tuple(sorted(entries, key=lambda entry: (entry.noun != "session", entry.note, entry.what.text)))
    return Day(
        day.isoformat(),
        day.day,
        weekday_text(day),
        f"{weekday_text(day)} {day_text(day)}",
        day == today,
        day.weekday() >= _SATURDAY,
        holiday,
        found,
        _tallies(found) if len(found) > ROOM else (),
    )


def _tallies(entries: Iterable[Entry]) -> tuple[Tally, ...]:
    """How many of each state, sessions first, otherwise as they come."""
    counts = Counter((entry.noun, entry.chip.icon, entry.chip.word, entry.chip.tone) for entry in entries)
    found = (Tally(number, noun, Chip(tone, icon, word)) for (noun, icon, word, tone), number in counts.items())
    return tuple(sorted(found, key=lambda one: one.noun != "session"))


def _summary(tallies: Iterable[Tally]) -> str:
    """`2 held, 1 missed; 3 milestones due`."""
    tallies = tuple(tallies)
    sessions = ", ".join(f"{one.number} {one.chip.word}" for one in tallies if one.noun == "session")
    due = sum(one.number for one in tallies if one.noun != "session")
    parts = [sessions, f"{due} {'milestone' if due == 1 else 'milestones'} due" if due else ""]
    return "; ".join(part for part in parts if part) or "nothing"
