"""Days, numbers and counts as people read them, for the sentences that say why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
THIN_SPACE = "\u202f"


def day_text(day: date) -> str:
    """`30 June 2026`, the same in every locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_text(day: date) -> str:
    """`June 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def number_text(value: Decimal, unit: str | None = None) -> str:
    """`1 200 000 ZAR`, `85.2 %`: at most four decimals, no zeros at the end, groups of three by a narrow space."""
    rounded = round(value, 4)
    text = f"{rounded:,f}".replace(",", THIN_SPACE)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text} {unit}" if unit else text


def percent_text(share: Decimal) -> str:
    """A share as whole percent: `73 %`."""
    return f"{round(share * 100):d} %"


def count_text(count: int, noun: str) -> str:
    """`one day`, `five days`, `24 days`."""
    word = _SMALL[count] if 0 <= count < len(_SMALL) else str(count)
    return f"{word} {noun}" if count == 1 else f"{word} {noun}s"


def times_text(count: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
