from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from followup_build.model.period import FiscalCalendar, Period
from followup_build.model.vocabulary import Status
from followup_build.views.cells import DRAFT, chip
from followup_build.views.charts.chart import Bar, Chart, Dot, Drawing, Path, Role, Shape, Text
from followup_build.views.charts.timeline import Axis, Needed, TimelineRow, timeline_chart

CALENDAR = FiscalCalendar(3)
YEAR = Period(date(2026, 3, 1), date(2027, 2, 28))
AXIS = Axis(CALENDAR, date(2026, 11, 20), YEAR)
LEFT, RIGHT = 254, 712


def milestone(ref: str = "a/portal", due: date = date(2026, 8, 15), **more: object) -> TimelineRow:
    plain = TimelineRow(ref, ref, f"{ref}.html", chip(Status.ON_TRACK), "due", "", f"{ref}: on track.", due, due)
    return replace(plain, **more)  # type: ignore[arg-type]


def wide(*rows: TimelineRow, axis: Axis = AXIS) -> Drawing:
    return timeline_chart("one", "Milestones", rows, axis).drawings[0]


def dots(drawing: Drawing, role: Role) -> list[Dot]:
    return [mark for mark in drawing.marks if isinstance(mark, Dot) and mark.role is role]


def lines(drawing: Drawing, role: Role) -> list[Path]:
    return [mark for mark in drawing.marks if isinstance(mark, Path) and mark.role is role]


def place(day: date) -> float:
    """Where a day of the fiscal year 2026 stands on a desk."""
    return LEFT + (RIGHT - LEFT) * (day - YEAR.start).days / (YEAR.end - YEAR.start).days


def test_each_date_stands_at_its_place_with_a_shape_of_its_own() -> None:
    drawing = wide(
        milestone(
            original=date(2026, 6, 30),
            between=(date(2026, 8, 15),),
            due=date(2026, 10, 30),
            forecast=date(2026, 12, 10),
            late_until=date(2026, 12, 10),
        )
    )
    marks = [mark for mark in drawing.marks if isinstance(mark, Dot)]
    assert {(mark.shape, mark.hint): mark.x for mark in marks} == pytest.approx(
        {
            (Shape.RING, "First promised 30 June 2026"): place(date(2026, 6, 30)),
            (Shape.TICK, "Moved to 15 August 2026"): place(date(2026, 8, 15)),
            (Shape.LOZENGE, "Due 30 October 2026"): place(date(2026, 10, 30)),
            (Shape.TRIANGLE, "Forecast 10 December 2026"): place(date(2026, 12, 10)),
        }
    )
    assert len({mark.y for mark in marks}) == 1
    (reached,) = dots(wide(milestone(achieved=date(2026, 8, 1))), Role.ACHIEVED)
    assert reached.shape is Shape.CIRCLE
    assert reached.x == pytest.approx(place(date(2026, 8, 1)))


def test_a_promise_that_never_moved_has_no_ring() -> None:
    assert not dots(wide(milestone()), Role.ORIGINAL)


def test_only_what_is_late_has_a_line_from_its_due_date_in_the_colour_of_its_status() -> None:
    late = milestone(chip=chip(Status.OFF_TRACK), late_until=date(2026, 11, 20))
    (line,) = lines(wide(late), Role.OFF_TRACK)
    assert [x for x, _ in line.points] == pytest.approx([place(date(2026, 8, 15)), place(date(2026, 11, 20))])
    assert not lines(wide(milestone(forecast=date(2026, 8, 1))), Role.ON_TRACK)


def test_today_is_a_line_with_its_date_and_is_left_out_where_the_axis_does_not_reach_it() -> None:
    drawing = wide(milestone())
    today = lines(drawing, Role.TODAY)
    assert [x for line in today for x, _ in line.points] == pytest.approx([place(AXIS.today)] * 2 * len(today))
    assert any(isinstance(mark, Text) and mark.text == "today, 20 November 2026" for mark in drawing.marks)
    past = wide(milestone(), axis=replace(AXIS, today=date(2028, 1, 1)))
    assert not lines(past, Role.TODAY)
    assert "today" not in " ".join(mark.text for mark in past.marks if isinstance(mark, Text))


def test_the_period_and_the_fiscal_quarters_are_told() -> None:
    drawing = wide(milestone())
    (ground,) = (mark for mark in drawing.marks if isinstance(mark, Bar))
    assert [ground.x, ground.x + ground.width] == pytest.approx([LEFT, RIGHT])
    words = [mark.text for mark in drawing.marks if isinstance(mark, Text) and mark.y < 30]
    assert words == ["Q1 2026", "Mar", "Q2 2026", "Jun", "Q3 2026", "Sep", "Q4 2026", "Dec"]


def test_many_years_are_labelled_without_crowding() -> None:
    axis = replace(AXIS, period=Period(date(2021, 3, 1), date(2031, 2, 28)))
    for drawing in timeline_chart("one", "Milestones", [milestone()], axis).drawings:
        heads = sorted((mark.x, mark.text) for mark in drawing.marks if isinstance(mark, Text) and mark.y == 12)
        assert heads
        assert all(after - before > 24 for (before, _), (after, _) in pairwise(heads)), heads


def test_a_day_far_away_stands_at_the_edge_and_leaves_the_others_apart() -> None:
    drawing = wide(milestone(due=date(2199, 1, 1)), milestone("a/other", date(2026, 5, 1)))
    edge, other = sorted(dots(drawing, Role.CURRENT), key=lambda one: -one.x)
    assert edge.x == RIGHT
    assert other.x < LEFT + 40


def test_rows_stand_by_due_date_each_with_icon_and_word_of_its_status() -> None:
    drawing = wide(milestone("a/a", date(2026, 12, 1)), milestone("a/z", date(2026, 4, 1), chip=DRAFT))
    titles = sorted((mark for mark in drawing.marks if isinstance(mark, Text) and mark.path), key=lambda one: one.y)
    assert [(one.text, one.path) for one in titles] == [("a/z", "a/z.html"), ("a/a", "a/a.html")]
    words = {mark.text for mark in drawing.marks if isinstance(mark, Text)}
    assert {"✎ draft", "● on track"} <= words


def test_what_was_dropped_is_struck_and_quiet() -> None:
    drawing = wide(milestone(is_dropped=True, chip=chip(Status.DROPPED)))
    (title,) = (mark for mark in drawing.marks if isinstance(mark, Text) and mark.path)
    assert title.role is Role.DROPPED
    (status,) = (mark for mark in drawing.marks if isinstance(mark, Text) and mark.text == "– dropped")
    assert status.role is Role.QUIET
    assert not dots(drawing, Role.CURRENT)


def test_a_dependency_in_the_figure_is_an_elbow_and_another_one_is_named() -> None:
    first = milestone("a/first", date(2026, 5, 1), achieved=date(2026, 5, 20))
    outside = Needed("b/contract", "Contract signed (Legal)", "b.html")
    second = milestone("a/second", date(2026, 9, 1), needs=(Needed("a/first", "a/first", "a"), outside))
    drawing = wide(first, second)
    (elbow,) = lines(drawing, Role.DEPENDENCY)
    assert elbow.points[0][0] == elbow.points[1][0] == pytest.approx(place(date(2026, 5, 20)))
    assert elbow.points[2][0] == elbow.points[3][0] == pytest.approx(place(date(2026, 9, 1)))
    assert elbow.hint == "a/second depends on a/first"
    named = [mark for mark in drawing.marks if isinstance(mark, Text) and mark.text.startswith("after")]
    assert [(mark.text, mark.path) for mark in named] == [("after Contract signed (Legal)", "b.html")]


def test_a_milestone_that_depends_on_itself_or_on_a_later_one_is_drawn() -> None:
    circle = milestone("a/one", date(2026, 5, 1), needs=(Needed("a/one", "a/one", ""), Needed("a/two", "a/two", "")))
    assert len(lines(wide(circle, milestone("a/two", date(2026, 6, 1))), Role.DEPENDENCY)) == 2


@pytest.mark.parametrize(
    "title",
    [
        "x" * 400,
        "Long words " * 40,
        "<script>alert(1)</script>" * 9,
        "版税门户上线" * 30,
        "e\u0301" * 300,
        "Portal\nlive",
    ],
    ids=["one word", "many words", "hostile", "wide letters", "combining", "a line break"],
)
def test_titles_of_any_length_stay_in_their_room(title: str) -> None:
    chart = timeline_chart("one", "Milestones", [milestone(title=title), milestone("a/other")], AXIS)
    for drawing in chart.drawings:
        (shown,) = (mark for mark in drawing.marks if isinstance(mark, Text) and mark.path == "a/portal.html")
        assert shown.text.count("\n") <= 1
        assert all(len(line) * 3 <= drawing.width for line in shown.text.replace("\u0301", "").split("\n"))
        if len(title) > 100:
            assert shown.text.endswith("…")
            assert shown.hint == title
        (other,) = (mark for mark in drawing.marks if isinstance(mark, Text) and mark.path == "a/other.html")
        assert abs(other.y - shown.y) >= 30


def test_every_mark_stands_inside_either_drawing_and_words_for_a_phone_above_their_row() -> None:
    rows = [
        milestone(f"a/{number}", date(2026, 3 + number, 1), late_until=date(2027, 1, 1), place="Finance")
        for number in range(9)
    ]
    for drawing in timeline_chart("one", "Milestones", rows, AXIS).drawings:
        for mark in drawing.marks:
            if isinstance(mark, Dot | Text):
                assert 0 <= mark.x <= drawing.width
                assert 0 <= mark.y <= drawing.height
    phone = timeline_chart("one", "Milestones", rows[:1], AXIS).drawings[1]
    (due,) = dots(phone, Role.CURRENT)
    labels = [
        mark.y for mark in phone.marks if isinstance(mark, Text) and mark.text in ("a/0", "● on track", "Finance")
    ]
    assert len(labels) == 3
    assert max(labels) < due.y - due.size
    assert phone.width == 340


def test_the_words_tell_every_row_and_the_legend_only_what_is_drawn() -> None:
    chart: Chart = timeline_chart("one", "Milestones", [milestone(), milestone("a/other")], AXIS)
    assert chart.description == (
        "Two milestones as of 20 November 2026, by due date. a/other: on track. a/portal: on track."
    )
    assert [key.word for key in chart.keys] == ["due", "the plan's period", "today"]
