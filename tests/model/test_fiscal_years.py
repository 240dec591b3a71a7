"""Fiscal years of all twelve first months and both ways to name them, against a count day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from followup_build.model.organisation import FiscalYear
from followup_build.model.period import FiscalCalendar
from followup_build.model.vocabulary import Frequency

DAY = timedelta(days=1)


@pytest.mark.parametrize("first_month", range(1, 13))
@pytest.mark.parametrize("named_by", ["start", "end"])
def test_every_day_of_five_years_lies_where_a_count_puts_it(first_month: int, named_by: str) -> None:
    calendar = FiscalCalendar(first_month, named_by_start=named_by == "start")
    first = day = date(2021, first_month, 1)
    starts: dict[str, date] = {}
    ends: dict[str, date] = {}
    while day < date(2026, first_month, 1):
        months = day.year * 12 + day.month - (first.year * 12 + first.month)
        opened = first.year + months // 12
        # A year that does not cross New Year bears its own number either way.
        closes = opened if first_month == 1 else opened + 1
        number = opened if named_by == "start" else closes
        keys = {
            Frequency.YEARLY: f"{number}",
            Frequency.QUARTERLY: f"{number}-Q{months % 12 // 3 + 1}",
            Frequency.MONTHLY: f"{day:%Y-%m}",
        }
        for frequency, key in keys.items():
            assert calendar.key_of(frequency, day) == key, day
            starts.setdefault(key, day)
            ends[key] = day
        day += DAY
    assert len(starts) == 5 + 20 + 60
    for key, start in starts.items():
        period = calendar.period(key)
        assert (period.start, period.end) == (start, ends[key]), key


@pytest.mark.parametrize(
    ("first_month", "named_by", "key", "start", "end"),
    [
        (3, "start", "2026-Q4", "2026-12-01", "2027-02-28"),
        (3, "end", "2027-Q4", "2026-12-01", "2027-02-28"),
        (3, "end", "2028-Q4", "2027-12-01", "2028-02-29"),
        (4, "start", "2026", "2026-04-01", "2027-03-31"),
        (10, "end", "2026-Q1", "2025-10-01", "2025-12-31"),
        (12, "end", "2026-Q1", "2025-12-01", "2026-02-28"),
        (1, "end", "2026-Q1", "2026-01-01", "2026-03-31"),
    ],
)
def test_the_words_of_the_settings_mean_these_days(
    first_month: int, named_by: str, key: str, start: str, end: str
) -> None:
    said = FiscalYear.model_validate({"first_month": str(first_month), "named_by": named_by})
    period = FiscalCalendar(said.first_month, named_by_start=said.named_by.value == "start").period(key)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
