from __future__ import annotations

import pytest
from pydantic_core import PydanticCustomError

from followup_build.model.recurrence import Every, On, Unit, parse_every, parse_on


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("month", Every(1, Unit.MONTH)),
        ("3 months", Every(3, Unit.MONTH)),
        ("2 weeks", Every(2, Unit.WEEK)),
        ("quarter", Every(1, Unit.QUARTER)),
        ("1 year", Every(1, Unit.YEAR)),
    ],
)
def test_intervals(text: str, every: Every) -> None:
    assert parse_every(text) == every


@pytest.mark.parametrize(
    "text", ["0 months", "-1 month", "fortnight", "months of May", "", "3", "100 weeks", "month\n", None, ["month"]]
)
def test_what_is_no_interval_is_refused(text: object) -> None:
    with pytest.raises(PydanticCustomError):
        parse_every(text)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("tuesday", On(weekday=1)),
        ("second wednesday", On(weekday=2, ordinal=2)),
        ("last friday", On(weekday=4, ordinal=-1)),
        ("31", On(day=31)),
        ("last day", On(last_day=True)),
        ("last working day", On(last_working_day=True)),
    ],
)
def test_days_within_an_interval(text: str, on: On) -> None:
    assert parse_on(text) == on


@pytest.mark.parametrize("text", ["32", "0", "30 February", "sixth monday", "Tuesday", "last", "working day", None])
def test_what_names_no_day_is_refused(text: object) -> None:
    with pytest.raises(PydanticCustomError):
        parse_on(text)
