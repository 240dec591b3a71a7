from __future__ import annotations

from datetime import date

from kpi_tree import AT, RISING, WriteTree, kpi_files, open_kpi
from promise_tree import adjustment, words

from followup_build.views.bowling import Bowling, BowlingCell, build_bowling

LATER = adjustment(
    "  - {kpi: finance-2026/rate, target: {at: 2026-06-30, from: 90, to: 86}}",
    "approvals: [{by: z.khumalo, on: 2026-04-17}]",
)


def chart(write_tree: WriteTree, files: dict[str, str], as_of: date = date(2026, 5, 20)) -> Bowling:
    subject, item = open_kpi(write_tree, files, as_of)
    found = build_bowling(subject, (item,))
    assert found is not None
    return found


def shown(cell: BowlingCell) -> tuple[str, str, str]:
    return words(cell.planned), words(cell.actual), cell.chip.word if cell.chip else ""


def test_a_month_is_shown_as_it_was_judged_at_its_end(write_tree: WriteTree) -> None:
    values = "2026-01: 81, 2026-02: 83.2, 2026-03: 83.4, 2026-04: 84"
    found = chart(write_tree, {**kpi_files(values=values), AT: LATER})
    assert found.months == ("Jan", "Feb", "Mar", "Apr", "May")
    march, april = found.rows[0].cells[2:4]
    # The path was lowered in April: 83.4 was too little in March, and would be enough today.
    assert shown(march) == ("84.97", "83.4", "off track")
    assert shown(april) == ("83.98", "84", "on track")
    (then,) = open_kpi(write_tree, {**kpi_files(values=values), AT: LATER}, date(2026, 3, 31))[1:]
    assert then.status.value == "off_track"


def test_a_month_without_a_value_and_one_that_goes_on(write_tree: WriteTree) -> None:
    found = chart(write_tree, kpi_files(values="2026-01: 81, 2026-03: 84"))
    cells = found.rows[0].cells
    assert shown(cells[1])[1:] == ("", "")
    assert [cell.is_open for cell in cells] == [False, False, False, False, True]


def test_quarters_are_as_wide_as_their_months(write_tree: WriteTree) -> None:
    found = chart(write_tree, kpi_files(RISING.replace("monthly", "quarterly"), "2026-Q1: 86"))
    assert [(cell.period, cell.months) for cell in found.rows[0].cells] == [("Q1 2026", 3), ("Q2 2026", 2)]
    assert shown(found.rows[0].cells[0]) == ("84.97", "86", "on track")


def test_of_weeks_the_last_one_of_a_month_counts(write_tree: WriteTree) -> None:
    values = "2026-W08: 82, 2026-W09: 83, 2026-W10: 84"
    found = chart(write_tree, kpi_files(RISING.replace("monthly", "weekly"), values))
    assert [cell.actual for cell in found.rows[0].cells] == ["", "82", "84", "", ""]


def test_a_confidential_kpi_has_no_cells(write_tree: WriteTree) -> None:
    plan = "records/plans/finance-2026.yml"
    files = kpi_files()
    found = chart(write_tree, {**files, plan: f"confidential: true\n{files[plan]}"})
    assert found.rows[0].cells == ()
    assert found.rows[0].name.text == "Confidential KPI"
    assert found.words == ()
    hidden = chart(write_tree, kpi_files(more="confidential: true\n"))
    assert hidden.rows[0].cells == ()
