"""Days, numbers, counts and statuses as people read them, for the sentences that say why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from followup_build.model.period import frequency_of
from followup_build.model.vocabulary import Frequency, Status

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
NO_BREAK_SPACE = "\u00a0"
ICON_BY_STATUS: Mapping[Status, str] = {
    Status.NOT_STARTED: "○",
    Status.ON_TRACK: "●",
    Status.AT_RISK: "▲",
    Status.OFF_TRACK: "✖",
    Status.ACHIEVED: "✔",
    Status.MISSED: "✘",
    Status.DROPPED: "–",
    Status.NO_DATA: "?",
}
"""A status is never a colour alone."""


def status_word(status: Status) -> str:
    """A status as people say it: `off track`."""
    return status.value.replace("_", " ")


def day_text(day: date) -> str:
    """`30 June 2026`, the same in every locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def drop_text(day: date, because: str) -> str:
    """That something was taken back, and why, where that is said."""
    return f"Dropped on {day_text(day)}{f': {because}' if because else ''}".rstrip(".") + "."


def month_text(day: date) -> str:
    """`June 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def period_text(key: str) -> str:
    """A period's key as people say it: `October 2026`, `week 46 of 2026`, `Q2 2026`, `2026`, `28 February 2027`."""
    frequency = frequency_of(key)
    if frequency is Frequency.DATED:
        return day_text(date.fromisoformat(key))
    if frequency is Frequency.MONTHLY:
        return month_text(date.fromisoformat(f"{key}-01"))
    if frequency is Frequency.WEEKLY:
        return f"week {int(key[6:])} of {key[:4]}"
    return f"{key[5:]} {key[:4]}" if frequency is Frequency.QUARTERLY else key


def rounded(value: Decimal, decimals: int) -> Decimal:
    """A value with so many decimals, but with two digits that say something however small it is."""
    return round(value, max(decimals, 1 - value.adjusted()) if value else decimals)


def number_text(value: Decimal, unit: str | None = None, decimals: int = 4) -> str:
    """`1 200 000 ZAR`, `85.2 %`: no zeros at the end, groups of three by a narrow space, and no break before the unit.

    Values that were computed are shown with two decimals, values that were typed with four.
    """
    text = f"{rounded(value, decimals):,f}".replace(",", THIN_SPACE)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}{NO_BREAK_SPACE}{unit}" if unit else text


def percent_text(share: Decimal, beside: Decimal | None = None) -> str:
    """A share as percent, `73 %`; with so many decimals that it does not look like the one beside it by rounding."""
    for decimals in range(4):
        text = f"{share * 100:.{decimals}f}{NO_BREAK_SPACE}%"
        if beside is None or share == beside or text != f"{beside * 100:.{decimals}f}{NO_BREAK_SPACE}%":
            break
    return text


def count_text(count: int, noun: str) -> str:
    """`one day`, `five days`, `24 days`."""
    word = _SMALL[count] if 0 <= count < len(_SMALL) else str(count)
    return f"{word} {noun}" if count == 1 else f"{word} {noun}s"


def away_text(today: date, day: date) -> str:
    """How far a day is from another, as people say it: `today`, `tomorrow`, `in five days`, `in three weeks`."""
    days = (day - today).days
    if days < 0:
        return f"{count_text(-days, 'day')} ago"
    if days < 2:  # noqa: PLR2004 - today and tomorrow have names of their own
        return ("today", "tomorrow")[days]
    return f"in {count_text(days, 'day')}" if days < _WEEKS_FROM else f"in {count_text(round(days / 7), 'week')}"


_WEEKS_FROM = 21
"""From so many days on people count in weeks."""


def times_text(count: int) -> str:
    """`once`, `twice`, `3 times`."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
