from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_build.views.charts.lettering import width_of, wrapped


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("Royalty portal live", 2, ["Royalty portal live"]),
        ("Data-processing agreements signed", 2, ["Data-processing", "agreements signed"]),
        ("Data-processing agreements signed with all operators", 2, ["Data-processing", "agreements signed w…"]),
        ("Data-processing agreements", 1, ["Data-processing agr…"]),
        ("", 2, [""]),
        ("  two\n spaces ", 2, ["two spaces"]),
    ],
)
def test_words_break_between_words_and_what_has_no_room_is_cut(text: str, most: int, lines: list[str]) -> None:
    assert wrapped(text, 130, most).split("\n") == lines


@given(st.text(max_size=300), st.integers(40, 400), st.integers(1, 3))
def test_no_line_is_wider_than_its_room_and_nothing_is_lost_in_silence(text: str, width: int, most: int) -> None:
    lines = wrapped(text, width, most).split("\n")
    assert len(lines) <= most
    assert all(width_of(line) <= width for line in lines)
    if not lines[-1].endswith("…"):
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_wide_letters_take_their_width_and_marks_above_letters_none() -> None:
    assert width_of("版税") > width_of("ab") > width_of("il")
    assert width_of("e\u0301") == width_of("e")
