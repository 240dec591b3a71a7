from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TypeVar

import pytest
from kpi_tree import AT, RISING, VALUES, WriteTree, course_of, kpi_files, open_kpi
from promise_tree import adjustment

from followup_build.exports.svg import chart_svg
from followup_build.views.charts.canvas import prepare
from followup_build.views.charts.chart import NARROW, WIDE, Area, Bar, Chart, Dot, Drawing, Path, Role, Shape, Text
from followup_build.views.charts.course import Course
from followup_build.views.charts.kpi import build_kpi_chart
from followup_build.views.charts.lettering import width_of
from followup_build.views.charts.plot import extent
from followup_build.views.kpis import build_kpi_pages

RANGE = """\
    unit: days
    direction: range
    range: {low: 25, high: 35, tolerance: 5}
    frequency: monthly
"""
TOTAL = """\
    unit: visits
    direction: increase
    frequency: monthly
    combine: sum
    targets: {2026-12-31: 120}
"""
FALLING = RISING.replace("increase", "decrease").replace("90", "70").replace("100", "60")


M = TypeVar("M")


def chart_of(course: Course) -> Chart:
    return build_kpi_chart(course, "T", "D")


def of(drawing: Drawing, kind: type[M], *roles: Role) -> list[M]:
    return [mark for mark in drawing.marks if isinstance(mark, kind) and mark.role in roles]


def near(found: Iterable[float], wanted: Iterable[float]) -> bool:
    return list(found) == pytest.approx(list(wanted), abs=0.01)


@pytest.mark.parametrize("number", [0, 1])
def test_values_and_path_stand_on_one_scale(write_tree: WriteTree, number: int) -> None:
    course = course_of(write_tree, kpi_files())
    drawing, plot = chart_of(course).drawings[number], prepare(course, (WIDE, NARROW)[number]).plot
    dots = of(drawing, Dot, Role.VALUE)
    assert near((dot.y for dot in dots), (plot.values.y(Decimal(value)) for value in (81, 83, 84, 86)))
    assert near(
        (dot.x for dot in dots),
        (plot.days.x(date(2026, month, day)) for month, day in ((1, 31), (2, 28), (3, 31), (4, 30))),
    )
    (path,) = of(drawing, Path, Role.EXPECTED)
    corners = ((date(2025, 12, 31), 80), (date(2026, 6, 30), 90), (date(2026, 12, 31), 100))
    for (x, y), (day, value) in zip(path.points, corners, strict=True):
        assert (x, y) == pytest.approx((plot.days.x(day), plot.values.y(Decimal(value))))
    targets = of(drawing, Dot, Role.TARGET)
    assert [(dot.x, dot.y, dot.shape) for dot in targets] == [(*point, Shape.DIAMOND) for point in path.points[1:]]


def test_a_step_path_goes_up_on_the_day_of_its_target(write_tree: WriteTree) -> None:
    course = course_of(write_tree, kpi_files(f"{RISING}    path: step\n"))
    (path,) = of(chart_of(course).drawings[0], Path, Role.EXPECTED)
    for one, other in zip(path.points, path.points[1:], strict=False):
        assert one[0] == other[0] or one[1] == other[1]
    assert len(path.points) == 5


def test_no_line_bridges_a_gap(write_tree: WriteTree) -> None:
    course = course_of(write_tree, kpi_files(values="2026-01: 81, 2026-02: 83, 2026-04: 84"))
    drawing = chart_of(course).drawings[0]
    assert [len(line.points) for line in of(drawing, Path, Role.VALUE)] == [2]
    assert len(of(drawing, Dot, Role.VALUE)) == 3


@pytest.mark.parametrize(("kpi", "best"), [(RISING, min), (FALLING, max)])
def test_the_ground_is_green_on_the_better_side_of_the_path(write_tree: WriteTree, kpi: str, best: object) -> None:
    course = course_of(write_tree, kpi_files(kpi, VALUES if kpi is RISING else "2026-01: 79, 2026-02: 78"))
    drawing = chart_of(course).drawings[0]
    middle = {
        area.role: sum(y for _, y in area.points) / len(area.points)
        for area in of(drawing, Area, Role.GOOD, Role.FAIR, Role.POOR)
    }
    assert set(middle) == {Role.GOOD, Role.FAIR, Role.POOR}
    assert best(middle, key=middle.get) is Role.GOOD  # type: ignore[operator]
    assert sorted(middle, key=middle.get) in ([Role.GOOD, Role.FAIR, Role.POOR], [Role.POOR, Role.FAIR, Role.GOOD])  # type: ignore[arg-type]


def test_a_range_is_a_band_with_its_tolerance(write_tree: WriteTree) -> None:
    course = course_of(write_tree, kpi_files(RANGE, "2026-01: 33, 2026-02: 41"))
    drawing, y = chart_of(course).drawings[0], prepare(course, WIDE).plot.values.y
    bars = of(drawing, Bar, Role.GOOD, Role.FAIR, Role.POOR)
    edges = [(bar.role, bar.y, bar.y + bar.height) for bar in bars]
    wanted = [(Role.FAIR, 40, 35), (Role.GOOD, 35, 25), (Role.FAIR, 25, 20)]
    for found, (role, upper, lower) in zip(edges[1:4], wanted, strict=True):
        assert found[0] is role
        assert near(found[1:], (y(Decimal(upper)), y(Decimal(lower))))
    assert [edge[0] for edge in edges] == [Role.POOR, Role.FAIR, Role.GOOD, Role.FAIR, Role.POOR]
    assert [line.points[0][1] for line in of(drawing, Path, Role.EXPECTED)] == [y(Decimal(25)), y(Decimal(35))]


def test_the_edge_of_a_range_is_seen_where_all_values_lie_beyond_it(write_tree: WriteTree) -> None:
    course = course_of(write_tree, kpi_files(RANGE.replace("low: 25, ", ""), "2026-01: 52, 2026-02: 47"))
    low, high = extent(course)
    assert low < 35
    assert high > 52
    assert {bar.role for bar in of(chart_of(course).drawings[0], Bar, Role.GOOD, Role.FAIR, Role.POOR)} == {
        Role.GOOD,
        Role.FAIR,
        Role.POOR,
    }


def test_a_total_has_its_measurements_as_bars(write_tree: WriteTree) -> None:
    course = course_of(write_tree, kpi_files(TOTAL, "2026-01: 10, 2026-02: 20, 2026-03: 5"))
    drawing, y = chart_of(course).drawings[0], prepare(course, WIDE).plot.values.y
    bars = of(drawing, Bar, Role.SINGLE)
    assert near((bar.y for bar in bars), (y(Decimal(value)) for value in (10, 20, 5)))
    assert near((bar.y + bar.height for bar in bars), [y(Decimal(0))] * 3)
    assert near((dot.y for dot in of(drawing, Dot, Role.VALUE)), (y(Decimal(value)) for value in (10, 30, 35)))


def test_an_adjustment_stands_on_the_day_of_its_approval(write_tree: WriteTree) -> None:
    change = adjustment("  - {kpi: finance-2026/rate, target: {at: 2026-06-30, from: 90, to: 88}}")
    course = course_of(write_tree, {**kpi_files(), AT: change})
    for drawing, width, word in zip(chart_of(course).drawings, (WIDE, NARROW), ("move 1", "1"), strict=True):
        x = prepare(course, width).plot.days.x(date(2026, 4, 17))
        assert [line.points[0][0] for line in of(drawing, Path, Role.MOVED)] == [x]
        assert [text.text for text in of(drawing, Text, Role.MOVED)] == [word]
        assert len(of(drawing, Path, Role.ORIGINAL)) == 1


def test_signals_have_a_shape_of_their_own(write_tree: WriteTree) -> None:
    days = ", ".join(f"2026-02-{day:02}: {82 + day % 2}" for day in range(1, 14))
    kpi = RISING.replace("monthly", "dated")
    course = course_of(write_tree, kpi_files(kpi, f"{days}, 2026-03-01: 95"))
    drawing = chart_of(course).drawings[0]
    (signal,) = of(drawing, Dot, Role.SIGNAL)
    assert signal.shape is Shape.TRIANGLE
    assert "1 March 2026" in signal.hint
    assert len(of(drawing, Path, Role.LIMIT)) == 2


def test_the_projection_ends_at_the_next_target(write_tree: WriteTree) -> None:
    subject, item = open_kpi(write_tree, kpi_files())
    course = course_of(write_tree, kpi_files())
    drawing, plot = chart_of(course).drawings[0], prepare(course, WIDE).plot
    (line,) = of(drawing, Path, Role.FORECAST)
    assert subject.snapshot.items["kpi", item.ref].figures.forecast == course.projection[1]  # type: ignore[union-attr,index]
    assert line.points[0] == plot.at(course.points[-1])
    assert line.points[1] == (plot.days.x(date(2026, 6, 30)), plot.values.y(course.projection[1]))  # type: ignore[index]


@pytest.mark.parametrize(
    "kpi", [RISING, FALLING, RANGE, TOTAL, f"{RISING}    path: step\n", f"{RISING}    combine: mean\n"]
)
@pytest.mark.parametrize("values", [VALUES, "2026-01: 80", "2026-01: 80, 2026-02: 80, 2026-04: 80.5"])
def test_words_cover_no_other_and_stay_on_the_drawing(write_tree: WriteTree, kpi: str, values: str) -> None:
    for drawing in chart_of(course_of(write_tree, kpi_files(kpi, values))).drawings:
        boxes = []
        for text in (mark for mark in drawing.marks if isinstance(mark, Text)):
            width = width_of(text.text)
            left = text.x - {"start": 0, "middle": 0.5, "end": 1}[text.anchor] * width
            boxes.append((text.text, left, text.y - 9, left + width, text.y))
            assert left >= -1
            assert left + width <= drawing.width
        for number, one in enumerate(boxes):
            for other in boxes[:number]:
                apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
                assert apart, (one, other)


def test_hostile_words_are_no_markup(write_tree: WriteTree) -> None:
    title = "'</title></svg><script>alert(1)</script>\"&'"
    unit = RISING.replace('unit: "%"', "unit: '<b onclick=x>'")
    values = VALUES.replace("86", "{value: 86, note: '</title><script>2</script>'}")
    subject, item = open_kpi(write_tree, kpi_files(unit, values, title))
    chart = dict(build_kpi_pages(subject))[item.ref].chart
    assert chart is not None
    for drawing in chart.drawings:
        svg = chart_svg(chart, drawing, "")
        assert "<script" not in svg
        assert "<b " not in svg
        assert set(re.findall(r"<(\w+)", svg)) <= {"svg", "title", "desc", "path", "rect", "circle", "text"}


@pytest.mark.parametrize(
    "values", ["2026-01: -999999999999999999, 2026-02: 999999999999999999", "2026-01: 0.000000000001"]
)
def test_extreme_values_have_a_chart(write_tree: WriteTree, values: str) -> None:
    for drawing in chart_of(course_of(write_tree, kpi_files(values=values))).drawings:
        assert "nan" not in chart_svg(Chart("c", "T", "D", (drawing,)), drawing, "").casefold()
