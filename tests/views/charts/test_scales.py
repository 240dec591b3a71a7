from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from followup_build.views.charts.scales import TimeScale, ValueScale, nice_ticks


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        ("84", "95", 5, ["80", "85", "90", "95"]),
        ("0", "1200000", 5, ["0", "500000", "1000000", "1500000"]),
        ("-3", "3", 4, ["-4", "-2", "0", "2", "4"]),
        ("7", "7", 3, ["6", "7", "8"]),
        ("0", "0", 3, ["-1", "0", "1"]),
        ("0.011", "0.019", 4, ["0.010", "0.015", "0.020"]),
    ],
)
def test_an_axis_is_labelled_with_round_values_that_enclose_the_data(
    low: str, high: str, most: int, ticks: list[str]
) -> None:
    found = nice_ticks(Decimal(low), Decimal(high), most)
    assert found == tuple(Decimal(one) for one in ticks)
    assert found[0] <= Decimal(low) <= Decimal(high) <= found[-1]


def test_a_value_stands_between_bottom_and_top() -> None:
    scale = ValueScale(Decimal(80), Decimal(100), bottom=200, top=0)
    assert [scale.y(Decimal(value)) for value in (80, 90, 100)] == [200, 100, 0]


def test_days_outside_stand_at_the_edge() -> None:
    scale = TimeScale(date(2026, 1, 1), date(2026, 1, 11), left=10, right=110)
    days = (date(2025, 12, 1), date(2026, 1, 1), date(2026, 1, 6), date(2026, 2, 1))
    assert [scale.x(one) for one in days] == [10, 10, 60, 110]


@pytest.mark.parametrize(
    ("first", "last", "most", "labels"),
    [
        (date(2026, 3, 1), date(2026, 6, 30), 6, ["Mar 2026", "Apr", "May", "Jun"]),
        (date(2026, 3, 1), date(2027, 2, 28), 5, ["Apr 2026", "Jul", "Oct", "Jan 2027"]),
        (date(2024, 3, 1), date(2029, 2, 28), 6, ["2025", "2026", "2027", "2028", "2029"]),
        (date(2026, 3, 2), date(2026, 3, 20), 5, []),
    ],
)
def test_months_are_labelled_with_the_year_where_it_begins(
    first: date, last: date, most: int, labels: list[str]
) -> None:
    ticks = TimeScale(first, last, left=0, right=100).ticks(most)
    assert [label for _, label in ticks] == labels
    assert all(first <= day <= last for day, _ in ticks)
