from __future__ import annotations

from followup_build.views.cells import Link
from followup_build.views.charts.bars import MOST_ROWS, BarRow, Series, bar_grid, stacked_bars, strip
from followup_build.views.charts.chart import NARROW, WIDE, Bar, Chart, Role, Text

SERIES = (Series("kept", Role.ACHIEVED), Series("late", Role.AT_RISK), Series("missed", Role.MISSED))
ROWS = (BarRow("Finance", (30, 0, 10), "departments/finance/index.html"), BarRow("Legal", (5, 0, 0)))


def bars(chart: Chart, number: int = 0) -> list[Bar]:
    return [mark for mark in chart.drawings[number].marks if isinstance(mark, Bar)]


def test_parts_of_a_stack_are_as_long_as_what_they_count() -> None:
    chart = stacked_bars("kept", "Kept", "Department", SERIES, ROWS)
    assert [drawing.width for drawing in chart.drawings] == [WIDE, NARROW]
    for number in (0, 1):
        first, second, third = (bar.width + 1.5 for bar in bars(chart, number))
        assert round(first / second, 2) == 3
        assert round(first / third, 2) == 6
        assert all(bar.x + bar.width <= chart.drawings[number].width for bar in bars(chart, number))


def test_a_stack_leaves_out_what_counts_nothing_and_says_the_same_in_words_and_in_a_table() -> None:
    chart = stacked_bars("kept", "Kept", "Department", SERIES, ROWS)
    assert [key.word for key in chart.keys] == ["kept", "missed"]
    assert chart.description == "Finance: 30 kept, 10 missed. Legal: 5 kept."
    assert chart.table is not None
    assert chart.table.columns == ("Department", "kept", "missed", "Together")
    assert [row.cells for row in chart.table.rows] == [
        (Link("Finance", "departments/finance/index.html"), "30", "10", "40"),
        ("Legal", "5", "0", "5"),
    ]


def test_every_part_has_its_number_on_it_or_a_hint() -> None:
    chart = stacked_bars("kept", "Kept", "Department", SERIES, (BarRow("Finance", (990, 2, 8)),))
    inside = [mark.text for mark in chart.drawings[0].marks if isinstance(mark, Text) and mark.role is Role.INSIDE]
    assert inside == ["990"]
    assert [bar.hint for bar in bars(chart)] == ["Finance: 990 kept", "Finance: 2 late", "Finance: 8 missed"]


def test_few_things_do_not_fill_the_picture() -> None:
    chart = stacked_bars("kept", "Kept", "Department", SERIES, (BarRow("Finance", (1, 0, 0)),))
    assert bars(chart)[0].width < WIDE / 8


def test_rows_of_a_grid_share_one_scale() -> None:
    rows = (BarRow("People", (4, 0)), BarRow("Other", (1, 2)))
    chart = bar_grid("causes", "Causes", "Category", ("Q4 2025", "Q1 2026"), rows)
    heights = [bar.height for bar in bars(chart)]
    assert heights[0] == 4 * heights[1] == 2 * heights[2]
    labels = [mark.text for mark in chart.drawings[0].marks if isinstance(mark, Text)]
    assert labels[-4:] == ["Q4", "2025", "Q1", "2026"]
    assert chart.description == "People: 4 in Q4 2025. Other: 1 in Q4 2025, 2 in Q1 2026."


def test_of_many_rows_the_first_are_drawn_and_all_are_in_the_table() -> None:
    rows = tuple(BarRow(f"Department {number}", (1, 0, 0)) for number in range(MOST_ROWS + 1))
    chart = stacked_bars("kept", "Kept", "Department", SERIES, rows)
    assert len(bars(chart)) == MOST_ROWS
    assert chart.title == f"Kept (the first {MOST_ROWS} of {MOST_ROWS + 1}; the table has all)"
    assert chart.table is not None
    assert len(chart.table.rows) == MOST_ROWS + 1


def test_a_strip_has_a_part_for_each_count() -> None:
    drawing = strip([(Role.ON_TRACK, 3), (Role.MISSED, 0), (Role.AT_RISK, 1)])
    assert [mark.role for mark in drawing.marks] == [Role.ON_TRACK, Role.AT_RISK]
