"""Scales: from days and values to places in a drawing, and where an axis is labelled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from followup_build.model.period import FiscalCalendar
from followup_build.model.vocabulary import Frequency
from followup_build.status.wording import month_text

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
"""The distances between labels that people read without counting, times a power of ten."""
_MONTHS_A_STEP = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Values up the side of a drawing."""

    low: Decimal
    high: Decimal
    bottom: float
    """The y of the lowest value, in pixels from the top."""
    top: float

    def y(self, value: Decimal) -> float:
        """Where a value stands."""
        share = float(value - self.low) / float(self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class TimeScale:
    """Days along the bottom of a drawing."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where a day stands; days outside stand at the edge."""
        span = max((self.last - self.first).days, 1)
        share = min(max((day - self.first).days / span, 0), 1)
        return self.left + share * (self.right - self.left)

    def ticks(self, most: int) -> tuple[tuple[date, str], ...]:
        """The first days of months, quarters or years, at most so many, each with its label."""
        months = [month for month in _months(self.first, self.last) if self.first <= month <= self.last]
        step = next((step for step in _MONTHS_A_STEP if len(months) <= most * step), _MONTHS_A_STEP[-1])
        chosen = [month for month in months if (month.year * 12 + month.month - 1) % step == 0]
        return tuple((month, _tick_text(month, step, is_first=number == 0)) for number, month in enumerate(chosen))


def _months(first: date, last: date) -> Iterable[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _tick_text(month: date, step: int, *, is_first: bool) -> str:
    """`Mar`, with the year where it begins: `Mar 2026`, `Jan 2027`; years alone where a year is a step."""
    if step >= 12:  # noqa: PLR2004 - the months of a year
        return str(month.year)
    name = month_text(month)[:3]
    return f"{name} {month.year}" if is_first or month.month <= step else name


def quarters(calendar: FiscalCalendar, first: date, last: date) -> Iterable[tuple[date, str]]:
    """The first days of the fiscal quarters from one that begins on a day, each with its name: `Q3 2026`."""
    day = first
    while day <= last:
        key = calendar.key_of(Frequency.QUARTERLY, day)
        yield day, f"{key[5:]} {key[:4]}"
        day = calendar.period(key).end + timedelta(days=1)


def nice_ticks(low: Decimal, high: Decimal, most: int) -> tuple[Decimal, ...]:
    """Round values that enclose two, at most about so many; two equal values get room around them."""
    if low == high:
        reach = abs(low) / 10 or Decimal(1)
        low, high = low - reach, high + reach
    rough = (high - low) / max(most - 1, 1)
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(one * power for one in _STEPS if one * power >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple(number * step for number in (first + one for one in range(int(last - first) + 1)))
