from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_build.diagnostics.terminal import width_of
from followup_build.exports.papers.paper_markdown import cell_markdown
from followup_build.exports.papers.paper_text import cell_text, paper_text, wrapped
from followup_build.views.cells import Cell, Chip, Day, Line, Link, Moved, Prose
from followup_build.views.charts.chart import Chart
from followup_build.views.papers.paper import (
    Bar,
    Bars,
    Entry,
    Figure,
    Grid,
    Legend,
    Lines,
    Listing,
    Paper,
    Part,
    Picture,
    Pictures,
    Words,
)

RED = Chip("off-track", "✖", "off track", is_stale=True)
NO_CHART: Chart | None = None


def paper(*parts: Part, title: str = "Title") -> Paper:
    return Paper("Whose", title, "When", "20 May 2026", (("Chair", Link("Zanele", "p")),), (), (), parts, "", "x")


def test_every_kind_of_block_is_printed() -> None:
    blocks = (
        Listing("Things", (Entry("One", (RED,), (("Owner", "Neo"),), ("First.", "Second")),), foot="And 2 more."),
        Listing("None", (), "Nothing here."),
        Bars("Bars", (Bar("Finance", (RED,), ((RED, 2), (Chip("achieved", "✔", "achieved"), 1))),)),
        Bars("No bars", (), "No plan."),
        Lines("Lines", ("A sentence.",)),
        Words(Prose("Free **words**.")),
        Pictures("Charts", (Picture("KPI", (RED,), "It fell.", NO_CHART),)),
        Grid("Numbers", ("What", "Q1", "Q2"), (("kept", "1", "2"),)),
        Legend(()),
    )
    full = Paper(
        "Whose", "Title", "When", "20 May 2026", (), ("Look out.",), (Figure("3", "actions"),),
        (Part("decisions", "Decide", "Two.", blocks),), "", "x",
    )  # fmt: skip
    assert (
        paper_text(full, width=60)
        == """\
Title
When
Whose. State as of 20 May 2026, computed from the records.

! Look out.

3 actions


Decide
------
Two.

Things
 1. One (✖ off track, out of date)
    Owner: Neo.
    First.
    Second
  And 2 more.

None
  Nothing here.

Bars
  - Finance (✖ off track, out of date): 2 off track, 1
    achieved.

No bars
  No plan.

Lines
  - A sentence.

  Free **words**.

Charts
  - KPI (✖ off track, out of date)
    It fell.

Numbers
  - kept: Q1 1, Q2 2

"""
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Words", "Words"),
        (Link("Name", "path"), "Name"),
        (Day("1 May 2026", "2026-05-01"), "1 May 2026"),
        (RED, "[✖ off track, out of date]"),
        (Moved(Day("1 May 2026", "x"), Day("2 May 2026", "y")), "2 May 2026 (first 1 May 2026)"),
        (Line(("a ", Link("b"), " c")), "a b c"),
        (("One", "Two.", "Three?"), "One. Two. Three?."[:-1]),
        ("a\nb\x1b[31mc\u202ed", "a b\\u001b[31mc\\u202ed"),
    ],
)
def test_a_cell_is_words_on_one_line_that_steer_nothing(cell: object, expected: str) -> None:
    assert cell_text(cell) == expected  # type: ignore[arg-type]


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.integers(40, 100))
def test_whatever_a_record_says_no_line_is_wider_and_no_character_steers(text: str, width: int) -> None:
    part = Part("a", text, text, (Listing(text, (Entry(text, (RED,), ((text, text),), text),), foot=text),))
    printed = paper_text(paper(part, title=text), width=width)
    assert max(map(width_of, printed.split("\n"))) <= width
    assert not [one for one in printed if one < " " and one != "\n"]


@given(st.text("ab 漢é\u0301", max_size=120), st.integers(4, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = list(wrapped(text, width, "- ", "  "))
    assert "".join(line[2:] for line in lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Line((Link("Name"), " ", RED)), "Name (off track, out of date)"),
        (Line((Link("Name"), ", 1 May 2026 ", RED)), "Name, 1 May 2026 (off track, out of date)"),
        (Line((Link("Name"), " is now ", RED, ", it was fine.")), "Name is now off track, out of date, it was fine."),
        (Line((RED, " verified")), "off track, out of date verified"),
        (RED, "off track, out of date"),
    ],
)
def test_in_markdown_a_status_does_not_run_into_a_name(cell: Cell, expected: str) -> None:
    assert cell_markdown(cell) == expected
