from __future__ import annotations

from decimal import Decimal

import pytest

from followup_build.status.wording import number_text, percent_text, period_text, rounded

NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("0", 2, "0"),
        ("1200000", 2, "1\u202f200\u202f000"),
        ("90.3562", 2, "90.36"),
        ("0.0033333", 2, "0.0033"),
        ("-0.000061", 4, "-0.000061"),
        ("0.5", 4, "0.5"),
        ("100.00", 4, "100"),
    ],
)
def test_a_number_keeps_two_digits_that_say_something(value: str, decimals: int, text: str) -> None:
    assert number_text(Decimal(value), decimals=decimals) == text


def test_no_line_breaks_between_a_number_and_its_unit() -> None:
    assert number_text(Decimal("89.9"), "%") == f"89.9{NO_BREAK}%"


@pytest.mark.parametrize(
    ("share", "beside", "text"),
    [("0.946", "0.95", "94.6"), ("0.95", "0.95", "95"), ("0.9496", "0.95", "94.96"), ("0.93", "0.95", "93")],
)
def test_a_share_below_a_threshold_never_looks_as_if_it_reached_it(share: str, beside: str, text: str) -> None:
    assert percent_text(Decimal(share), Decimal(beside)) == f"{text}{NO_BREAK}%"


def test_rounding_of_nothing_is_nothing() -> None:
    assert rounded(Decimal(0), 2) == 0


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("2026-10", "October 2026"),
        ("2026-W46", "week 46 of 2026"),
        ("2026-W06", "week 6 of 2026"),
        ("2026-Q2", "Q2 2026"),
        ("2026", "2026"),
        ("2027-02-28", "28 February 2027"),
    ],
)
def test_period_text(key: str, text: str) -> None:
    assert period_text(key) == text
