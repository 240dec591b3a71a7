from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpi_tree import AT, RISING, VALUES, WriteTree, course_of, kpi_files, open_kpi
from promise_tree import adjustment

from followup_build.views.charts.course import build_course


def test_a_period_without_a_value_parts_the_line(write_tree: WriteTree) -> None:
    values = "2026-01: 81, 2026-02: 83, 2026-04: 84"
    assert [len(run) for run in course_of(write_tree, kpi_files(values=values)).runs] == [2, 1]
    withdrawn = f"{VALUES.replace('2026-03: 84', '2026-03: {withdrawn: {because: Not ours}}')}"
    assert [len(run) for run in course_of(write_tree, kpi_files(values=withdrawn)).runs] == [2, 1]


def test_dated_values_have_no_gaps(write_tree: WriteTree) -> None:
    files = kpi_files(RISING.replace("monthly", "dated"), "2026-01-05: 81, 2026-04-30: 83")
    assert [len(run) for run in course_of(write_tree, files).runs] == [2]


def test_weeks_follow_one_another(write_tree: WriteTree) -> None:
    files = kpi_files(RISING.replace("monthly", "weekly"), "2026-W01: 80.5, 2026-W02: 81, 2026-W04: 82")
    assert [len(run) for run in course_of(write_tree, files).runs] == [2, 1]


def test_thresholds_are_values_along_the_path(write_tree: WriteTree) -> None:
    course = course_of(write_tree, kpi_files())
    middle, end = date(2026, 6, 30), date(2026, 12, 31)
    assert course.green[:2] == ((date(2025, 12, 31), Decimal(80)), (middle, Decimal(80) + 10 * Decimal("0.95")))
    assert course.amber[1] == (middle, Decimal(80) + 10 * Decimal("0.85"))
    # On the last day only the target counts.
    assert course.green[-1] == course.amber[-1] == (end, Decimal(100))


def test_what_was_first_promised_is_there_where_it_differs(write_tree: WriteTree) -> None:
    assert course_of(write_tree, kpi_files()).original == ()
    change = adjustment("  - {kpi: finance-2026/rate, target: {at: 2026-06-30, from: 90, to: 88}}")
    course = course_of(write_tree, {**kpi_files(), AT: change})
    assert dict(course.original)[date(2026, 6, 30)] == 90
    assert dict(course.path)[date(2026, 6, 30)] == 88
    assert [(move.number, move.on, move.what) for move in course.moves] == [
        (1, date(2026, 4, 17), "Target for 30 June 2026")
    ]


def test_a_confidential_adjustment_is_counted_and_not_told(write_tree: WriteTree) -> None:
    change = adjustment("  - {kpi: finance-2026/rate, target: {at: 2026-06-30, from: 90, to: 88}}")
    course = course_of(write_tree, {**kpi_files(), AT: f"confidential: true\n{change}"})
    assert [(move.number, move.what) for move in course.moves] == [(1, "")]


def test_nothing_measured_or_nothing_to_be_told_has_no_course(write_tree: WriteTree) -> None:
    later = date(2026, 1, 15)
    assert build_course(*open_kpi(write_tree, kpi_files(), later)) is None
    assert build_course(*open_kpi(write_tree, kpi_files(more="confidential: true\n"))) is None
    plan = "records/plans/finance-2026.yml"
    files = kpi_files()
    hidden = {**files, plan: f"confidential: true\n{files[plan]}"}
    assert build_course(*open_kpi(write_tree, hidden)) is None
