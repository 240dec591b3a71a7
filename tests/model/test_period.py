from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from pydantic_core import PydanticCustomError

from followup_build.model.period import FiscalCalendar, Period, frequency_of, parse_period_key
from followup_build.model.vocabulary import Frequency

MARCH = FiscalCalendar(3, named_by_start=True)
OCTOBER_END = FiscalCalendar(10, named_by_start=False)


@pytest.mark.parametrize(
    ("calendar", "key", "start", "end"),
    [
        (FiscalCalendar(), "2026-Q1", "2026-01-01", "2026-03-31"),
        (FiscalCalendar(), "2026", "2026-01-01", "2026-12-31"),
        (FiscalCalendar(1, named_by_start=False), "2026", "2026-01-01", "2026-12-31"),
        (MARCH, "2026-Q1", "2026-03-01", "2026-05-31"),
        (MARCH, "2026-Q4", "2026-12-01", "2027-02-28"),
        (MARCH, "2027-Q4", "2027-12-01", "2028-02-29"),
        (MARCH, "2026", "2026-03-01", "2027-02-28"),
        (OCTOBER_END, "2022-Q1", "2021-10-01", "2021-12-31"),
        (OCTOBER_END, "2022-Q2", "2022-01-01", "2022-03-31"),
        (OCTOBER_END, "2022", "2021-10-01", "2022-09-30"),
        (MARCH, "2026-04", "2026-04-01", "2026-04-30"),
        (MARCH, "2024-02", "2024-02-01", "2024-02-29"),
        (MARCH, "2025-W01", "2024-12-30", "2025-01-05"),
        (MARCH, "2026-W53", "2026-12-28", "2027-01-03"),
        (MARCH, "2026-04-15", "2026-04-15", "2026-04-15"),
    ],
)
def test_period_of_key(calendar: FiscalCalendar, key: str, start: str, end: str) -> None:
    assert calendar.period(key) == Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("first_month", range(1, 13))
@pytest.mark.parametrize("named_by_start", [True, False])
def test_key_of_leads_back_to_a_period_that_holds_the_day_for_all_fiscal_starts(
    first_month: int, named_by_start: bool
) -> None:
    calendar = FiscalCalendar(first_month, named_by_start)
    for year in (2023, 2024, 2025):
        for month in range(1, 13):
            for day in (date(year, month, 1), date(year, month, monthrange(year, month)[1])):
                for frequency in Frequency:
                    period = calendar.period(calendar.key_of(frequency, day))
                    assert period.start <= day <= period.end, (frequency, day)


@pytest.mark.parametrize("first_month", range(1, 13))
def test_quarters_of_a_fiscal_year_fill_it_without_gaps(first_month: int) -> None:
    calendar = FiscalCalendar(first_month, named_by_start=False)
    year = calendar.period("2026")
    quarters = [calendar.period(f"2026-Q{number}") for number in range(1, 5)]
    assert quarters[0].start == year.start
    assert quarters[-1].end == year.end
    for earlier, later in pairwise(quarters):
        assert later.start == earlier.end + timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    [
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-Q0",
        "2026-W00",
        "2026-W54",
        "2025-W53",
        "26-04",
        "2026-4",
        "2026-04-31",
        "2026-04\n",
        "1899",
        "2026-q2",
        "",
        "April 2026",
        "٢٠٢٦",
    ],
)
def test_text_that_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_period_key(text)


def test_frequency_is_told_by_the_form_of_the_key() -> None:
    keys = {
        "2026-W14": Frequency.WEEKLY,
        "2026-04": Frequency.MONTHLY,
        "2026-Q2": Frequency.QUARTERLY,
        "2026": Frequency.YEARLY,
        "2026-04-15": Frequency.DATED,
    }
    assert {key: frequency_of(key) for key in keys} == keys
