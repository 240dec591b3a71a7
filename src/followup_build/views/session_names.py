"""The id and the title of a new session: as the sessions of its series have had them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from followup_build.model.period import FiscalCalendar
from followup_build.model.recurrence import Unit
from followup_build.model.vocabulary import Frequency
from followup_build.status.schedule import Appointment
from followup_build.status.wording import day_text, month_text, period_text
from followup_build.views.subject import Subject

_EXAMPLES = 5
"""So many sessions back the habit is looked for."""
_ORDINALS = ("first", "second", "third", "fourth")
Phrases = Callable[[FiscalCalendar, date], Sequence[str]]


def new_session_id(subject: Subject, one: Appointment) -> str:
    """An id that no session has, by the habit of the series: `2026-05-check-in` after `2026-04-check-in`."""
    taken = subject.portfolio.sessions
    wanted = _by_habit(subject, one, _id_phrases, lambda _, record_id: record_id)
    if wanted is None or wanted in taken:
        wanted = f"{one.day}-{_subject_of(subject, one)}"
    number, session = 1, wanted
    while session in taken:
        number += 1
        session = f"{wanted}-{number}"
    return session


def new_session_title(subject: Subject, one: Appointment) -> str:
    """A title by the habit of the series, else the series' own and the month, the day or the milestone."""
    name = series_name(subject, one)
    if one.milestone is not None:
        item = subject.snapshot.items["milestone", one.milestone]
        return f"{name}: {subject.names.item(item).text}"
    habit = _by_habit(subject, one, _title_phrases, lambda title, _: title)
    if habit is not None:
        return habit
    every = subject.portfolio.cadences[one.cadence].every if one.cadence else None
    when = _counted(one)
    return f"{name}, {month_text(when) if every is not None and every.unit is not Unit.WEEK else day_text(when)}"


def series_name(subject: Subject, one: Appointment) -> str:
    """What a series, or a kind of session, is called."""
    cadence = subject.portfolio.cadences.get(one.cadence or "")
    words = (one.cadence or f"{one.kind} session").replace("-", " ")
    return (cadence.title if cadence else None) or f"{words[0].upper()}{words[1:]}"


def _subject_of(subject: Subject, one: Appointment) -> str:
    if one.milestone is not None and not subject.names.hides(one.milestone):
        return one.milestone.rpartition("/")[2]
    return one.cadence or str(one.kind)


def _counted(one: Appointment) -> date:
    return one.counted or one.occurrence or one.day


def _by_habit(subject: Subject, one: Appointment, phrases: Phrases, text_of: Callable[[str, str], str]) -> str | None:
    """The text of the latest session of the series with its day, month or quarter put forward to the new one's.

    None where the latest ones do not follow such a habit, and for what follows a milestone, which has no such days.
    """
    if one.cadence is None or one.milestone is not None:
        return None
    calendar = subject.portfolio.calendar
    told = [
        (record.data.occurrence or record.data.date, text_of(record.data.title, record.id))
        for record in reversed(subject.sessions_by_cadence.get(one.cadence, ()))
        if not record.data.confidential
    ][:_EXAMPLES]
    for number, before, after in _forms(calendar, told, phrases):
        others = [f"{before}{phrases(calendar, when)[number]}{after}" == text for when, text in told[1:]]
        text = f"{before}{phrases(calendar, _counted(one))[number]}{after}"
        # What two sessions have in common tells them not apart.
        if (any(others) or not others) and text != told[0][1]:
            return text
    return None


def _forms(
    calendar: FiscalCalendar, told: Sequence[tuple[date, str]], phrases: Phrases
) -> Iterator[tuple[int, str, str]]:
    """The ways in which the latest text may name its time: which phrase, and what stands before and behind it."""
    for when, text in told[:1]:
        for number, phrase in sorted(enumerate(phrases(calendar, when)), key=lambda one: -len(one[1])):
            match = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)
            if match:
                yield number, text[: match.start()], text[match.end() :]


def _id_phrases(calendar: FiscalCalendar, day: date) -> Sequence[str]:
    return tuple(key.lower() for key in _keys(calendar, day))


def _title_phrases(calendar: FiscalCalendar, day: date) -> Sequence[str]:
    keys = _keys(calendar, day)
    quarters = (calendar.key_of(Frequency.QUARTERLY, one) for one in (day, _before(calendar, Frequency.QUARTERLY, day)))
    long = (f"{_ORDINALS[int(key[-1]) - 1]} quarter of {key[:4]}" for key in quarters)
    return (*long, *map(period_text, keys), *keys)


def _keys(calendar: FiscalCalendar, day: date) -> Sequence[str]:
    """The day, its week, month, fiscal quarter and year, and the ones before these."""
    periods = (Frequency.WEEKLY, Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.YEARLY)
    now = [calendar.key_of(one, day) for one in periods]
    past = [calendar.key_of(one, _before(calendar, one, day)) for one in periods]
    return (day.isoformat(), *now[:3], *past[:3], now[3], past[3], str(day.year))


def _before(calendar: FiscalCalendar, frequency: Frequency, day: date) -> date:
    """The last day of the period before a day's."""
    return calendar.period(calendar.key_of(frequency, day)).start - timedelta(days=1)
