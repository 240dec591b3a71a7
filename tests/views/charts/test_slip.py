from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from followup_build.views.charts.chart import Chart, Dot, Drawing, Path, Role, Shape, Text
from followup_build.views.charts.slip import READING, SHAPES, SlipLine, slip_chart

TODAY = date(2026, 11, 20)
PORTAL = (
    (date(2026, 4, 7), date(2026, 6, 30)),
    (date(2026, 6, 9), date(2026, 8, 15)),
    (date(2026, 8, 11), date(2026, 10, 30)),
    (date(2026, 10, 5), date(2026, 11, 15)),
)


def line(
    title: str = "Royalty portal live", points: tuple[tuple[date, date], ...] = PORTAL, **more: object
) -> SlipLine:
    values = {
        "title": title,
        "path": f"{title}.html",
        "role": Role.AT_RISK,
        "points": points,
        "is_reached": False,
        "reports": len(points),
        "promised": ((points[0][0], date(2026, 6, 30)),),
    }
    return SlipLine(**(values | more))  # type: ignore[arg-type]


def level(number: int) -> SlipLine:
    forecast = date(2026, 12, 1 + number % 3)
    return line(f"Milestone {number}", ((date(2026, 5, 1), forecast), (date(2026, 9, 1), forecast)), role=Role.ON_TRACK)


def points(drawing: Drawing, role: Role) -> list[tuple[float, float]]:
    (path,) = (mark for mark in drawing.marks if isinstance(mark, Path) and mark.role is role)
    return list(path.points)


def chart(*lines: SlipLine, is_card: bool = False) -> Chart:
    return slip_chart("one", "Forecasts", lines, TODAY, is_card=is_card)


def test_the_words_are_the_figures() -> None:
    assert line().sentence == (
        "Royalty portal live: first forecast 30 June 2026, now 15 November 2026: 138 days later, in 4 reports."
    )
    reached = line(points=(*PORTAL, (date(2026, 11, 6), date(2026, 11, 6))), is_reached=True, reports=4)
    assert reached.sentence == (
        "Royalty portal live: first forecast 30 June 2026, reached on 6 November 2026: 129 days later, in 4 reports."
    )
    assert level(0).change == "no change"
    assert line(points=((date(2026, 5, 1), date(2026, 7, 2)), (date(2026, 6, 1), date(2026, 7, 1)))).change == (
        "1 day earlier"
    )
    assert chart(line(), level(0)).description == f"{READING} {line().sentence} {level(0).sentence}"
    assert chart(line(), level(0)).note == READING


def test_later_forecasts_stand_higher_and_a_level_forecast_runs_level() -> None:
    drawing = chart(line(), level(0)).drawings[0]
    places = points(drawing, Role.AT_RISK)
    assert all(before[0] < after[0] and before[1] > after[1] for before, after in pairwise(places))
    assert len({y for _, y in points(drawing, Role.ON_TRACK)}) == 1
    days = [(report - PORTAL[0][0]).days for report, _ in PORTAL]
    assert [(x - places[0][0]) / (places[-1][0] - places[0][0]) for x, _ in places] == pytest.approx(
        [one / days[-1] for one in days]
    )


def test_what_was_reached_ends_on_the_slanted_line() -> None:
    end = date(2026, 11, 6)
    reached = line(points=(*PORTAL, (end, end)), is_reached=True, role=Role.ACHIEVED)
    drawing = chart(reached, level(0)).drawings[0]
    x, y = points(drawing, Role.ACHIEVED)[-1]
    (left, low), (right, high) = points(drawing, Role.EXPECTED)
    assert y == pytest.approx(low + (high - low) * (x - left) / (right - left))
    assert left < x < right


def test_without_a_day_that_is_both_there_is_no_slanted_line_and_no_word_for_it() -> None:
    far = line(points=((date(2026, 3, 1), date(2029, 1, 1)), (date(2026, 4, 1), date(2029, 2, 1))), promised=())
    found = slip_chart("one", "Forecasts", [far, far], date.min)
    assert Role.EXPECTED not in {mark.role for mark in found.drawings[0].marks}
    assert not found.keys


def test_lines_differ_by_shape_and_the_shape_stands_beside_the_name() -> None:
    for drawing in chart(*(level(number) for number in range(len(SHAPES)))).drawings:
        on_track = [mark for mark in drawing.marks if isinstance(mark, Dot) and mark.role is Role.ON_TRACK]
        assert {mark.shape for mark in on_track} == set(SHAPES)
        names = [mark for mark in drawing.marks if isinstance(mark, Text) and mark.path]
        for number, name in enumerate(sorted(names, key=lambda one: one.text)):
            (beside,) = (one for one in on_track if abs(one.y - name.y) < 8 and 0 < name.x - one.x < 15)
            on_line = {one.shape for one in on_track if one.hint.startswith(f"Milestone {number}:")}
            assert on_line == {beside.shape} == {SHAPES[number]}


@pytest.mark.parametrize("title", ["Milestone", "Milestone with a long name that takes two lines of the room it has"])
def test_names_do_not_overlap_and_stay_inside(title: str) -> None:
    lines = [level(0) for _ in SHAPES]
    named = [line(f"{title} {number}", one.points, promised=()) for number, one in enumerate(lines)]
    for drawing in chart(*named).drawings:
        boxes = sorted(
            (mark.y - 11, mark.y + 15 * mark.text.count("\n") + 3)
            for mark in drawing.marks
            if isinstance(mark, Text) and mark.path
        )
        assert len(boxes) == len(SHAPES)
        assert all(above[1] <= below[0] for above, below in pairwise(boxes))
        assert boxes[0][0] >= 0
        assert boxes[-1][1] <= drawing.height


def test_alone_a_line_stands_beside_what_was_promised_and_when_that_moved() -> None:
    promised = ((date(2026, 4, 7), date(2026, 6, 30)), (date(2026, 8, 14), date(2026, 10, 30)))
    found = chart(line(promised=promised), is_card=True)
    (drawing,) = found.drawings
    steps = points(drawing, Role.ORIGINAL)
    assert steps[0][1] == steps[1][1] > steps[2][1] == steps[3][1]
    assert steps[1][0] == steps[2][0]
    (moved,) = (mark for mark in drawing.marks if isinstance(mark, Dot) and mark.role is Role.MOVED)
    assert (moved.x, moved.y) == steps[2]
    assert moved.hint == "Due date moved on 14 August 2026: from 30 June 2026 to 30 October 2026"
    assert [key.word for key in found.keys] == [
        "forecast",
        "due",
        "due date moved",
        "reached on the day of the report",
    ]


def test_among_others_a_move_of_the_due_date_is_marked_on_the_line() -> None:
    promised = ((date(2026, 4, 7), date(2026, 6, 30)), (date(2026, 7, 10), date(2026, 10, 30)))
    drawing = chart(line(promised=promised), level(0)).drawings[0]
    (moved,) = (mark for mark in drawing.marks if isinstance(mark, Dot) and mark.role is Role.MOVED)
    before, after = points(drawing, Role.AT_RISK)[1:3]
    assert before[0] < moved.x < after[0]
    assert after[1] < moved.y < before[1]
    assert moved.shape is Shape.TICK


def test_two_reports_on_neighbouring_days_are_drawn() -> None:
    day = date(2026, 5, 1)
    near = line(points=((day, day), (date(2026, 5, 2), day)), promised=((day, day),))
    for drawing in slip_chart("one", "Forecasts", [near], date.min).drawings:
        assert drawing.width > 0
