from __future__ import annotations

from decimal import Decimal

import pytest

from followup_build.diagnostics.terminal import Colour, coloured, cut, line_text, padded, shown_text, width_of
from followup_build.status.wording import number_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "\\u001b[31mred"),
        ("\x1b]0;title\x07", "\\u001b]0;title\\u0007"),
        ("\x9b2J\x7f", "\\u009b2J\\u007f"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("a\u2028b\u2029c\x85", "a\\u2028b\\u2029c\\u0085"),
        ("half \ud83d", "half \\ud83d"),
    ],
)
def test_what_steers_a_terminal_is_spelled_out(text: str, shown: str) -> None:
    assert shown_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f469\u200d\U0001f4bb",
        "e\u0301",
        "❤\ufe0f",
        number_text(Decimal(1200000), "ZAR"),
        "漢字",
        "Zulu: ukuhlola",
        "عربي\u200f",
    ],
)
def test_what_people_write_stays(text: str) -> None:
    assert shown_text(text) == text
    assert line_text(text) == text


def test_a_line_has_no_line_breaks() -> None:
    assert line_text("one\n  two\r\n\tthree\n") == "one two three"


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("漢字", 4), ("e\u0301a", 2), ("a\u200db", 2), ("\u1112\u1161\u11ab", 2), ("é", 1)]
)
def test_columns_are_counted_as_a_terminal_does(text: str, width: int) -> None:
    assert width_of(text) == width
    assert width_of(padded(text, 9)) == 9


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("漢字漢字", 5, "漢字…"),
        ("漢字漢字", 4, "漢…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("abc def", 5, "abc…"),
        ("abc", 0, ""),
    ],
)
def test_a_text_is_cut_between_characters(text: str, width: int, short: str) -> None:
    assert cut(text, width) == short
    assert width_of(cut(text, width)) <= width


def test_colours_are_only_around_the_text() -> None:
    assert coloured("off track", Colour.RED) == "\x1b[31moff track\x1b[0m"
    assert coloured("dropped", None) == "dropped"
