from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from followup_build.model import scalars
from followup_build.model.scalars import (
    check_contact,
    parse_count,
    parse_date,
    parse_id,
    parse_number,
    parse_text,
    parse_truth,
    shown,
    slug,
)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "0000-01-01",
        "2025-1-3",
        "31.01.2025",
        "20250131",
        "2025-W05-5",
        "1899-12-31",
        "2201-01-01",
        "2026-04-15\n",
        "2026-04-15T10:00",
        "tomorrow",
        "1700000000",
        "0",
        "٢٠٢٦-٠٤-١٥",
    ],
)
def test_only_days_that_exist_are_dates(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_date(text)
    assert caught.value.context is not None
    assert caught.value.context["rule"] == "not-a-date"


@pytest.mark.parametrize(
    "text",
    [
        "https://forms.example.org/x",
        "box@example.org",
        "The box",
        "Ring box@example",
        "See http://x",
        "@home, or by post",
    ],
)
def test_a_contact_is_an_address_or_a_sentence(text: str) -> None:
    assert check_contact(text) == text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("javascript://x", "not-a-web-address"),
        ("ftp://x/y", "not-a-web-address"),
        ("https://", "not-a-web-address"),
        ("box@example", "not-an-address"),
        ("@box", "not-an-address"),
        ("a@example.org,b@example.org", "not-an-address"),
    ],
)
def test_a_contact_that_looks_like_an_address_is_one(text: str, rule: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        check_contact(text)
    assert caught.value.context is not None
    assert caught.value.context["rule"] == rule


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_between_1900_and_2200_is_read_as_itself(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize("text", ["0", "-1", "84", "1200000", "86.10", "0.5", "-0.25", "9" * 18])
def test_plain_digits_are_numbers_kept_exactly(text: str) -> None:
    assert parse_number(text) == Decimal(text)
    assert str(parse_number(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "010",
        "0o10",
        "08",
        "0x1F",
        "0b11",
        "1_000",
        "+5",
        "1e3",
        ".5",
        "5.",
        "1,5",
        "12%",
        ".nan",
        "nan",
        "Infinity",
        "-",
        "1.0e+999",
        "9" * 19,
        "1" * 5000,
        "5 ",
        "",
        "٥",
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_number(text)
    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False)])
def test_truth_has_two_spellings(text: str, value: bool) -> None:
    assert parse_truth(text) is value


@pytest.mark.parametrize("text", ["yes", "no", "on", "off", "y", "n", "True", "FALSE", "1", "0", ""])
def test_other_spellings_of_truth_are_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_truth(text)


@pytest.mark.parametrize("text", ["t.mokoena", "2026-04-15-portal-date", "a", "1", "no"])
def test_ids_are_kept(text: str) -> None:
    assert parse_id(text) == text


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Portal Live", "portal-live"),
        ("a..b", "a.b"),
        ("-a", "a"),
        ("a_b", "a-b"),
        ("é", "e"),
        ("a\n", "a"),
        ("a/b", "a-b"),
    ],
)
def test_other_text_is_no_id_and_the_nearest_one_is_offered(text: str, suggestion: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_id(text)
    assert slug(text) == suggestion
    assert caught.value.context is not None
    assert suggestion in caught.value.context["hint"]


@pytest.mark.parametrize("parse", [parse_date, parse_number, parse_truth, parse_text, parse_id, parse_count])
@pytest.mark.parametrize("value", [{"a": "1"}, ["a"], None])
def test_what_is_no_text_has_the_wrong_type(parse: Callable[[object], Any], value: object) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse(value)
    assert caught.value.context is not None
    assert caught.value.context["rule"] == "wrong-type"


ADDRESSES = {
    "a@example.org": True,
    "first.last+tag@mail.example.co.za": True,
    "a@": False,
    "a@x;b@y.org": False,
    "a@b@c.org": False,
    "A Name <a@example.org>": False,
    "a@example.org, b@example.org": False,
    "a@example.org\nBcc: b@example.org": False,
    "-a@example": False,
    "a@-example.org": False,
    ".a@example.org": False,
    "a..b@example.org": False,
    "a@example.org ": False,
}


@pytest.mark.parametrize("text", ADDRESSES)
def test_one_address_and_nothing_beside_it(text: str) -> None:
    adapter: TypeAdapter[str] = TypeAdapter(scalars.Email)
    try:
        assert adapter.validate_python(text) == text
        valid = True
    except ValidationError:
        valid = False
    assert valid is ADDRESSES[text]


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "//host/x", "ftp://x.org", "https://a b", 'http://x"y', "https://"]
)
def test_only_http_addresses_are_web_addresses(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(scalars.Url).validate_python(text)


@given(st.text(max_size=200))
def test_a_shown_value_stays_short(text: str) -> None:
    assert len(shown(text)) <= 43


def test_references_name_their_kinds() -> None:
    marks = [mark for mark in get_args(scalars.OutcomeRef) if isinstance(mark, scalars.Refers)]
    assert marks[0].kinds == ("practice", "action", "adjustment")
