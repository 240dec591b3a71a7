"""Periods: the weeks, months, quarters and years that measurements and targets speak of."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Annotated

from followup_build.model.scalars import FIRST_YEAR, LAST_YEAR, Scalar, fault, parse_date, shown, written
from followup_build.model.vocabulary import Frequency

_FORMS: tuple[tuple[Frequency, re.Pattern[str], str], ...] = (
    (Frequency.WEEKLY, re.compile(r"[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])\Z"), "2026-W14"),
    (Frequency.MONTHLY, re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\Z"), "2026-04"),
    (Frequency.QUARTERLY, re.compile(r"[0-9]{4}-Q[1-4]\Z"), "2026-Q2"),
    (Frequency.YEARLY, re.compile(r"[0-9]{4}\Z"), "2026"),
    (Frequency.DATED, re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"), "2026-04-15"),
)
EXAMPLE_BY_FREQUENCY = {frequency: example for frequency, _, example in _FORMS}


@cache
def frequency_of(key: str) -> Frequency | None:
    """Which kind of period a key names, by its form; None if it names none."""
    return next((frequency for frequency, form, _ in _FORMS if form.match(key)), None)


def parse_period_key(value: object) -> str:
    """A period's key, `2026-W14`, `2026-04`, `2026-Q2` or `2026`, or a date."""
    text = value if isinstance(value, str) else ""
    frequency = frequency_of(text)
    if frequency is None:
        raise fault(
            "not-a-period",
            f"{shown(value)} is neither a period nor a date",
            "write it like 2026-04, 2026-Q2, 2026, 2026-W14 or 2026-04-15",
        )
    if frequency is Frequency.DATED:
        parse_date(text)
    elif not FIRST_YEAR <= int(text[:4]) < LAST_YEAR:
        raise fault("not-a-period", f"{text} lies outside the years {FIRST_YEAR} to {LAST_YEAR}", "correct the year")
    elif frequency is Frequency.WEEKLY:
        try:
            date.fromisocalendar(int(text[:4]), int(text[6:]), 1)
        except ValueError:
            raise fault("not-a-period", f"{text} is a week that its year does not have", "correct the week") from None
    return text


PeriodKey = Annotated[
    str,
    Scalar(
        parse_period_key,
        written(
            "A period or a day",
            "integer",
            pattern="|".join(form.pattern.removesuffix(r"\Z") for _, form, _ in _FORMS),
            examples=list(EXAMPLE_BY_FREQUENCY.values()),
        ),
    ),
]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from start to end, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """Turns the keys of periods into days, in an organisation whose year may start in any month."""

    first_month: int = 1
    named_by_start: bool = True
    """Whether a fiscal year that crosses New Year bears the earlier year's number."""

    def period(self, key: str) -> Period:
        """The days of a period; the key has been parsed before, so it names one."""
        return _period(self.first_month, self.named_by_start, key)

    def key_of(self, frequency: Frequency, day: date) -> str:
        """The key of the period of that frequency in which a day lies."""
        if frequency is Frequency.DATED:
            return day.isoformat()
        if frequency is Frequency.WEEKLY:
            iso = day.isocalendar()
            return f"{iso.year}-W{iso.week:02d}"
        if frequency is Frequency.MONTHLY:
            return f"{day.year}-{day.month:02d}"
        months_in = (day.month - self.first_month) % 12
        first_year = day.year if day.month >= self.first_month else day.year - 1
        year = first_year if self.named_by_start or self.first_month == 1 else first_year + 1
        return str(year) if frequency is Frequency.YEARLY else f"{year}-Q{months_in // 3 + 1}"


@cache
def _period(first_month: int, named_by_start: bool, key: str) -> Period:
    # A tree names the same few hundred periods again and again.
    frequency = frequency_of(key)
    year = int(key[:4])
    if frequency is Frequency.DATED:
        day = date.fromisoformat(key)
        return Period(day, day)
    if frequency is Frequency.WEEKLY:
        monday = date.fromisocalendar(year, int(key[6:]), 1)
        return Period(monday, monday + timedelta(days=6))
    if frequency is Frequency.MONTHLY:
        return _months(year, int(key[5:]), 1)
    crosses = first_month > 1
    first_year = year if named_by_start or not crosses else year - 1
    if frequency is Frequency.YEARLY:
        return _months(first_year, first_month, 12)
    offset = first_month - 1 + 3 * (int(key[6:]) - 1)
    return _months(first_year + offset // 12, offset % 12 + 1, 3)


def _months(year: int, month: int, count: int) -> Period:
    last = month - 1 + count - 1
    end_year, end_month = year + last // 12, last % 12 + 1
    return Period(date(year, month, 1), date(end_year, end_month, monthrange(end_year, end_month)[1]))
