"""Recurrences against tables, and against python-dateutil, which counts by another way."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import FR, MO, MONTHLY, TH, TU, WE, WEEKLY, YEARLY, rrule
from dateutil.rrule import weekday as rule_day
from hypothesis import given
from hypothesis import strategies as st

from followup_build.model.organisation import Cadence
from followup_build.model.period import FiscalCalendar
from followup_build.model.recurrence import WEEKDAYS
from followup_build.status.occurrences import iter_occurrences

WORKING = (MO, TU, WE, TH, FR)
STARTS = st.dates(date(1995, 1, 1), date(2110, 12, 31))


def found(every: str, on: str, start: date | str, last: date | str, *holidays: str, first_month: int = 1) -> list[str]:
    """Day, and behind a slash the day as it is counted where that is another."""
    cadence = Cadence.model_validate({"kind": "monthly", "every": every, "on": on, "from": str(start)})
    closed = frozenset(map(date.fromisoformat, holidays))
    days = iter_occurrences(cadence, FiscalCalendar(first_month), closed, date.fromisoformat(str(last)))
    return [f"{one.day}" + (f"/{one.counted}" if one.day != one.counted else "") for one in days]


def counted(every: str, on: str, start: date, last: date) -> list[date]:
    cadence = Cadence.model_validate({"kind": "monthly", "every": every, "on": on, "from": str(start)})
    # Far enough behind the last day that none which is moved past it is left out.
    days = iter_occurrences(cadence, FiscalCalendar(), frozenset(), last + timedelta(days=10))
    return [one.counted for one in days if one.counted <= last]


def interval(count: int, unit: str) -> str:
    return unit if count == 1 else f"{count} {unit}s"


def by_rule(frequency: int, start: date, last: date, **rule: object) -> list[date]:
    begin, end = (datetime.combine(day, time()) for day in (start, last))
    return [when.date() for when in rrule(frequency, dtstart=begin, until=end, wkst=MO, **rule)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("every", "on", "start", "last", "holidays", "expected"),
    [
        # Saturday, Sunday, and a holiday on the Monday behind them.
        ("month", "5", "2026-09-01", "2026-10-01", "2026-09-07", "2026-09-08/2026-09-05"),
        ("month", "6", "2026-09-01", "2026-10-01", "2026-09-07", "2026-09-08/2026-09-06"),
        # A chain from a Thursday over a weekend to the Wednesday, and into the next month.
        ("month", "24", "2026-12-01", "2026-12-31", "2026-12-24 2026-12-25 2026-12-28", "2026-12-29/2026-12-24"),
        ("month", "31", "2026-12-01", "2027-01-15", "2026-12-31 2027-01-01", "2027-01-04/2026-12-31"),
        # The last working day goes back over a chain, and is never moved forward.
        ("month", "last working day", "2026-12-01", "2026-12-31", "2026-12-31 2026-12-30 2026-12-29", "2026-12-28"),
        ("month", "last working day", "2027-02-01", "2027-02-28", "2027-02-26", "2027-02-25"),
        # The last day of a quarter on a Sunday, with a holiday behind it.
        ("quarter", "last day", "2028-10-01", "2029-01-05", "2029-01-01", "2029-01-02/2028-12-31"),
        # Two weeks over the end of a year with 53 weeks, of one with 52, and over 29 February.
        ("2 weeks", "monday", "2026-12-14", "2027-01-25", "", "2026-12-14 2026-12-28 2027-01-11 2027-01-25"),
        ("2 weeks", "friday", "2025-12-12", "2026-01-09", "2025-12-26", "2025-12-12 2025-12-29/2025-12-26 2026-01-09"),
        ("2 weeks", "tuesday", "2028-02-15", "2028-03-14", "", "2028-02-15 2028-02-29 2028-03-14"),
        # A week's first interval is the week of `from`, even where its own day lies before `from`.
        ("3 weeks", "monday", "2026-01-07", "2026-03-01", "", "2026-01-26 2026-02-16"),
        # 29 February every year: the last day where there is none; a Saturday moves to the Monday.
        ("year", "29", "2024-02-29", "2028-12-31", "",
         "2024-02-29 2025-02-28 2026-03-02/2026-02-28 2027-03-01/2027-02-28 2028-02-29"),
        ("year", "last day", "2096-02-29", "2100-12-31", "",
         "2096-02-29 2097-02-28 2098-02-28 2099-03-02/2099-02-28 2100-03-01/2100-02-28"),
        ("year", "first monday", "2026-11-30", "2028-12-31", "", "2027-11-01 2028-11-06"),
        ("12 months", "first monday", "2026-11-30", "2028-12-31", "", "2027-11-01 2028-11-06"),
        ("4 quarters", "15", "2026-05-01", "2028-12-31", "", "2027-04-15 2028-04-17/2028-04-15"),
    ],
)  # fmt: skip
def test_what_moves_and_what_does_not(every: str, on: str, start: str, last: str, holidays: str, expected: str) -> None:
    assert found(every, on, start, last, *holidays.split()) == expected.split()


def test_a_month_without_a_working_day_has_no_last_one() -> None:
    closed = [str(date(2026, 8, 1) + timedelta(days=day)) for day in range(31)]
    assert found("month", "last working day", "2026-07-01", "2026-09-30", *closed) == ["2026-07-31", "2026-09-30"]


@pytest.mark.parametrize("day", range(1, 32))
@pytest.mark.parametrize("count", [1, 2, 3, 5, 6, 7, 11, 12, 24])
def test_days_of_months_are_counted_from_the_first_for_a_century(day: int, count: int) -> None:
    start, last = date(2024, 1, 1), date(2124, 1, 1)
    # The relative day is clamped to the month, as ours is; chained, it would drift.
    months = (start + relativedelta(months=count * number, day=day) for number in range(1201))
    assert counted(interval(count, "month"), str(day), start, last) == [one for one in months if one <= last]


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_years_are_counted_from_the_month_of_the_first(month: int, count: int) -> None:
    start, last = date(2024, month, 1), date(2140, 1, 1)
    years = (start + relativedelta(years=count * number, day=29) for number in range(120))
    assert counted(interval(count, "year"), "29", start, last) == [one for one in years if one <= last]


@given(STARTS, st.integers(1, 53), st.integers(0, 6))
def test_weeks_are_those_of_a_rule(start: date, count: int, weekday: int) -> None:
    last = start + timedelta(weeks=3 * count + 60)
    expected = by_rule(WEEKLY, start, last, interval=count, byweekday=rule_day(weekday))
    assert counted(interval(count, "week"), WEEKDAYS[weekday], start, last) == expected


@given(STARTS, st.integers(1, 30), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, 5, -1]))
def test_weekdays_of_months_are_those_of_a_rule(start: date, count: int, weekday: int, ordinal: int) -> None:
    last = start + timedelta(days=31 * (3 * count + 24))
    words = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
    on = f"{words[ordinal]} {WEEKDAYS[weekday]}"
    expected = by_rule(MONTHLY, start, last, interval=count, byweekday=rule_day(weekday)(ordinal))
    assert counted(interval(count, "month"), on, start, last) == expected
    if count % 12 == 0:
        assert counted(interval(count // 12, "year"), on, start, last) == expected


@given(STARTS, st.integers(1, 30))
def test_last_days_are_those_of_a_rule(start: date, count: int) -> None:
    last = start + timedelta(days=31 * (3 * count + 24))
    every = interval(count, "month")
    assert counted(every, "last day", start, last) == by_rule(MONTHLY, start, last, interval=count, bymonthday=-1)
    assert counted(every, "last working day", start, last) == by_rule(
        MONTHLY, start, last, interval=count, byweekday=WORKING, bysetpos=-1
    )


@given(STARTS, st.integers(1, 5), st.integers(0, 6))
def test_years_by_weekday_are_those_of_a_rule(start: date, count: int, weekday: int) -> None:
    last = start + timedelta(days=366 * (3 * count + 12))
    expected = by_rule(YEARLY, start, last, interval=count, bymonth=start.month, byweekday=rule_day(weekday)(+2))
    assert counted(interval(count, "year"), f"second {WEEKDAYS[weekday]}", start, last) == expected


ENDS = {
    1: "2026-03-31 2026-06-30 2026-09-30 2026-12-31 2027-03-31",
    2: "2026-01-31 2026-04-30 2026-07-31 2026-10-31 2027-01-31",
    3: "2026-02-28 2026-05-31 2026-08-31 2026-11-30 2027-02-28",
}
"""The ends of quarters, by the remainder of the fiscal year's first month."""


@pytest.mark.parametrize("first_month", range(1, 13))
def test_quarters_end_as_the_fiscal_year_has_them(first_month: int) -> None:
    days = found("quarter", "last day", "2026-01-01", "2027-04-09", first_month=first_month)
    assert [day.rpartition("/")[2] for day in days] == ENDS[(first_month - 1) % 3 + 1].split()
    opening = found("quarter", "1", "2026-01-01", "2027-04-09", first_month=first_month)
    firsts = [str(date.fromisoformat(day) + timedelta(days=1)) for day in ENDS[(first_month - 1) % 3 + 1].split()]
    inside = [day.rpartition("/")[2] for day in opening if day.rpartition("/")[2] != "2026-01-01"]
    assert inside == firsts[: len(inside)]
    assert len(inside) >= 4


@pytest.mark.parametrize("first_month", range(1, 13))
@pytest.mark.parametrize("count", [1, 2, 3, 4, 6])
def test_several_quarters_are_so_many_months(first_month: int, count: int) -> None:
    # From the first day of a fiscal quarter on, three months and a quarter are the same.
    start = date(2025, first_month, 1)
    last = date(2035, 12, 1)
    quarters = found(interval(count, "quarter"), "15", start, last, first_month=first_month)
    assert quarters == found(f"{3 * count} months", "15", start, last)
    assert len(quarters) >= 6
