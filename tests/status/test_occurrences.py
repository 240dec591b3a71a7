from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_build.model.organisation import Cadence
from followup_build.model.period import FiscalCalendar
from followup_build.model.recurrence import ORDINALS, WEEKDAYS
from followup_build.status.occurrences import add_working_days, half_interval, iter_occurrences, next_working_day

DAY = timedelta(days=1)
EASTER = frozenset((date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25)))


def cadence(every: str, on: str, start: str, until: str | None = None) -> Cadence:
    return Cadence.model_validate({"kind": "monthly", "every": every, "on": on, "from": start, "until": until})


def days(
    one: Cadence, last: str, *, holidays: frozenset[date] = frozenset(), first_month: int = 1, counted: bool = False
) -> list[str]:
    found = iter_occurrences(one, FiscalCalendar(first_month), holidays, date.fromisoformat(last))
    return [(each.counted if counted else each.day).isoformat() for each in found]


@pytest.mark.parametrize(
    ("every", "on", "start", "last", "expected"),
    [
        # The 31st, clamped at short months and never chained: after 28 February comes the 31st again.
        (
            "month",
            "31",
            "2026-01-31",
            "2026-06-30",
            "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 2026-06-30",
        ),
        ("month", "30", "2028-01-01", "2028-03-31", "2028-01-30 2028-02-29 2028-03-30"),
        ("2 months", "31", "2025-12-31", "2026-06-30", "2025-12-31 2026-02-28 2026-04-30 2026-06-30"),
        ("year", "29", "2024-02-29", "2029-01-01", "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29"),
        ("4 years", "29", "2024-02-29", "2033-01-01", "2024-02-29 2028-02-29 2032-02-29"),
        ("month", "last day", "2028-01-01", "2028-05-01", "2028-01-31 2028-02-29 2028-03-31 2028-04-30"),
        (
            "month",
            "last working day",
            "2026-01-01",
            "2026-05-31",
            "2026-01-30 2026-02-27 2026-03-31 2026-04-30 2026-05-29",
        ),
        ("quarter", "last day", "2026-01-01", "2026-12-31", "2026-03-31 2026-06-30 2026-09-30 2026-12-31"),
        ("quarter", "first monday", "2026-01-01", "2026-07-31", "2026-01-05 2026-04-06 2026-07-06"),
        ("3 months", "second wednesday", "2026-06-01", "2027-03-31", "2026-06-10 2026-09-09 2026-12-09 2027-03-10"),
        ("month", "last friday", "2026-01-01", "2026-03-31", "2026-01-30 2026-02-27 2026-03-27"),
        # Months without a fifth Friday have no session.
        ("month", "fifth friday", "2026-01-01", "2026-08-31", "2026-01-30 2026-05-29 2026-07-31"),
        ("month", "tuesday", "2026-01-01", "2026-02-28", "2026-01-06 2026-02-03"),
        ("week", "monday", "2026-03-04", "2026-03-24", "2026-03-09 2026-03-16 2026-03-23"),
        ("2 weeks", "friday", "2026-03-04", "2026-04-10", "2026-03-06 2026-03-20 2026-04-03"),
        # The month of `from` is the first, even where its own day lies before `from`.
        ("3 months", "5", "2026-04-10", "2026-11-01", "2026-07-05 2026-10-05"),
        # No day of the month is meant by a week.
        ("week", "15", "2026-01-01", "2026-12-31", ""),
        ("week", "second monday", "2026-01-01", "2026-12-31", ""),
    ],
)
def test_days_are_counted_from_the_anchor(every: str, on: str, start: str, last: str, expected: str) -> None:
    assert days(cadence(every, on, start), last, counted=True) == expected.split()


ENDS = ("2026-03-31", "2026-04-30", "2026-05-31")
"""Of the quarter that holds 15 March, by the first month of the fiscal year, over and over."""


@pytest.mark.parametrize("first_month", range(1, 13))
def test_a_quarter_ends_as_the_fiscal_year_says(first_month: int) -> None:
    one = cadence("quarter", "last day", "2026-03-15")
    assert days(one, "2026-06-15", first_month=first_month, counted=True)[0] == ENDS[(first_month - 1) % 3]


def test_weekends_and_holidays_move_a_session_to_the_next_working_day() -> None:
    # Good Friday, the weekend and Family Day; the next month is counted from the anchor, not from Tuesday.
    assert days(cadence("month", "3", "2026-04-01"), "2026-05-31", holidays=EASTER) == ["2026-04-07", "2026-05-04"]


def test_the_last_working_day_is_before_a_holiday() -> None:
    new_year = frozenset((date(2026, 12, 31),))
    assert days(cadence("month", "last working day", "2026-12-01"), "2026-12-31", holidays=new_year) == ["2026-12-30"]


def test_a_series_stops_at_its_last_day_and_at_the_day_asked_about() -> None:
    assert days(cadence("month", "1", "2026-01-01", "2026-03-01"), "2027-01-01", counted=True)[-1] == "2026-03-01"
    # Moved past the day that is asked about.
    assert days(cadence("month", "28", "2026-02-01"), "2026-03-01") == []


def test_two_that_move_to_one_day_are_one() -> None:
    closed = frozenset(date(2026, 12, 21) + n * DAY for n in range(14))
    found = days(cadence("week", "wednesday", "2026-12-14"), "2027-01-10", holidays=closed)
    assert found == ["2026-12-16", "2027-01-04", "2027-01-06"]


def test_a_series_without_days_has_none() -> None:
    one = Cadence.model_validate({"kind": "monthly", "every": "month"})
    assert list(iter_occurrences(one, FiscalCalendar(), frozenset(), date(2030, 1, 1))) == []


def test_working_days_leave_out_weekends_and_holidays() -> None:
    assert next_working_day(date(2026, 4, 3), EASTER) == date(2026, 4, 7)
    assert next_working_day(date(2026, 4, 2), EASTER) == date(2026, 4, 2)
    assert add_working_days(date(2026, 4, 2), 1, EASTER) == date(2026, 4, 7)
    assert add_working_days(date(2026, 4, 1), 10, EASTER) == date(2026, 4, 17)
    assert add_working_days(date(2026, 4, 1), 0, EASTER) == date(2026, 4, 1)


def test_half_an_interval_is_of_the_longest_one() -> None:
    every = cadence("month", "1", "2026-01-01").every
    assert every is not None
    assert half_interval(every) == timedelta(days=15)


UNITS = ("week", "month", "quarter", "year")


@given(
    unit=st.sampled_from(UNITS),
    count=st.integers(1, 5),
    on=st.one_of(
        st.sampled_from(WEEKDAYS),
        st.tuples(st.sampled_from(sorted(ORDINALS)), st.sampled_from(WEEKDAYS)).map(" ".join),
        st.integers(1, 31).map(str),
        st.sampled_from(("last day", "last working day")),
    ),
    start=st.dates(date(2019, 1, 1), date(2025, 12, 31)),
    first_month=st.integers(1, 12),
    holidays=st.frozensets(st.dates(date(2019, 1, 1), date(2031, 12, 31)), max_size=30),
)
def test_a_search_day_by_day_finds_the_same(
    unit: str, count: int, on: str, start: date, first_month: int, holidays: frozenset[date]
) -> None:
    one = cadence(unit if count == 1 else f"{count} {unit}s", on, start.isoformat())
    last = start + timedelta(days=700)
    found = [each.counted for each in iter_occurrences(one, FiscalCalendar(first_month), holidays, last)]
    searched = list(_searched(unit, count, on, start, first_month, holidays, last))
    # What moves past the last day, or onto the day of the one before, is left out of the first list alone.
    assert [day for day in searched if day in found] == found
    for day in set(searched) - set(found):
        moved = _moved(day, holidays)
        assert moved > last or any(_moved(other, holidays) == moved for other in found if other < day)


def _moved(day: date, holidays: frozenset[date]) -> date:
    while day.isoweekday() > 5 or day in holidays:
        day += DAY
    return day


def _searched(
    unit: str, count: int, on: str, start: date, first_month: int, holidays: frozenset[date], last: date
) -> Iterator[date]:
    """Ask of each day whether it is one: slow, and by another way."""
    day = start
    while day <= last:
        if _number(unit, day, first_month, start) % count == 0 and _is_meant(
            unit, on, day, first_month, start, holidays
        ):
            yield day
        day += DAY


def _number(unit: str, day: date, first_month: int, start: date) -> int:
    """Which interval since the first one a day lies in."""
    if unit == "week":
        return (day.toordinal() - 1) // 7 - (start.toordinal() - 1) // 7
    months = day.year * 12 + day.month - 1
    if unit == "month":
        return months - (start.year * 12 + start.month - 1)
    if unit == "quarter":
        offset = first_month - 1
        return (months - offset) // 3 - (start.year * 12 + start.month - 1 - offset) // 3
    return day.year - start.year


def _is_meant(unit: str, on: str, day: date, first_month: int, start: date, holidays: frozenset[date]) -> bool:
    def is_within(other: date) -> bool:
        if unit == "year":
            return (other.year, other.month) == (day.year, day.month)
        return _number(unit, other, first_month, start) == _number(unit, day, first_month, start)

    if unit == "year" and day.month != start.month:
        return False
    around = [day + n * DAY for n in range(-92, 93)]
    whole = [other for other in around if is_within(other)]
    if on == "last day":
        return day == whole[-1]
    if on == "last working day":
        working = [other for other in whole if other.isoweekday() < 6 and other not in holidays]
        return bool(working) and day == working[-1]
    if on.isdigit():
        length = monthrange(day.year, day.month)[1]
        is_first_month = (day.year, day.month) == (whole[0].year, whole[0].month)
        return unit != "week" and is_first_month and day.day == min(int(on), length)
    ordinal, _, weekday = on.rpartition(" ")
    same = [other for other in whole if other.weekday() == WEEKDAYS.index(weekday)]
    if ordinal == "last":
        return day == same[-1]
    number = ORDINALS[ordinal or "first"]
    return len(same) >= number and day == same[number - 1]
