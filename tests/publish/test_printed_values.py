from __future__ import annotations

import re

import pytest
from jinja2 import StrictUndefined, UndefinedError

from followup_build.publish.values import print_cell, print_cells, print_chip, print_table
from followup_build.views.cells import Aside, Cell, Chip, Line, Link, Moved, Outside, Prose, Row, Table

NASTY = "<b>\"'&"
SAFE = "&lt;b&gt;&#34;&#39;&amp;"


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        (NASTY, SAFE),
        (Link(NASTY, "plans/index.html"), f'<a href="../plans/index.html">{SAFE}</a>'),
        (Link(NASTY), SAFE),
        (Outside(NASTY, NASTY), f'<a href="{SAFE}" rel="noopener noreferrer">{SAFE}</a>'),
        (Moved("one", NASTY), f'<ins>{SAFE}</ins> <span class="fu-part">first <del>one</del></span>'),
        (Prose("*Soon* <b>"), "<em>Soon</em> &lt;b&gt;"),
        (Line(("one, ", Link("two", "a"))), 'one, <a href="../a">two</a>'),
        (Aside("For", ("one", NASTY)), f'<span class="fu-aside">For: one, {SAFE}</span>'),
        (Aside("For", ()), '<span class="fu-aside">For: none</span>'),
        (("one", NASTY), f'<span class="fu-part">one</span><span class="fu-part">{SAFE}</span>'),
    ],
)
def test_each_value_is_printed_in_its_way_and_escaped(cell: Cell, printed: str) -> None:
    assert print_cell(cell, "../") == printed


def test_a_chip_has_icon_and_word_and_says_that_its_data_is_old() -> None:
    assert print_chip(Chip("done", "✓", NASTY)) == (
        f'<span class="fu-chip fu-done"><span aria-hidden="true">✓</span> {SAFE}</span>'
    )
    assert print_cell(Chip("done", "✓", "done", is_stale=True), "").endswith("</span> out of date</span>")


def test_several_values_have_commas_between_them_or_a_word_in_their_place() -> None:
    assert print_cells(("one", NASTY), "") == f"one, {SAFE}"
    assert print_cells((), "", NASTY) == SAFE


def test_a_table_marks_rows_and_columns() -> None:
    table = Table(NASTY, ("Name", "Value"), (Row((NASTY, "5"), NASTY),), name=NASTY, numeric=("Value",))
    printed = print_table(table, "")
    assert f'aria-label="{SAFE}"' in printed
    assert f' data-fu="{SAFE}">\n<caption>{SAFE}</caption>' in printed
    assert '<th scope="col">Name</th><th scope="col" class="fu-numeric">Value</th>' in printed
    row = f'<th scope="row">{SAFE}</th><td data-label="Value" class="fu-numeric">5</td>'
    assert f'<tr id="{SAFE}">{row}</tr>' in printed
    assert re.search(r"&(?!lt;|gt;|amp;|#3[49];)", printed) is None


def test_an_empty_table_is_a_sentence_with_its_name_among_others() -> None:
    empty = Table(NASTY, ("Name",), (), NASTY)
    assert print_table(empty, "") == f'<p class="fu-empty" data-search-exclude>{SAFE}</p>\n'
    assert print_table(empty, "", is_named=True).startswith(f'<p class="fu-caption">{SAFE}</p>\n')


def test_what_a_template_does_not_know_is_no_cell() -> None:
    with pytest.raises(UndefinedError, match="'owner' is undefined"):
        print_cell(StrictUndefined(name="owner"), "")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="5 is nothing that a cell can hold"):
        print_cell(5, "")  # type: ignore[arg-type]
