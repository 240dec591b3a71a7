"""A KPI in the size of a stamp: ground, path and line of values, without words of its own."""

from __future__ import annotations

from followup_build.views.charts.chart import Chart, Dot, Drawing, Key, Mark, Role, Shape
from followup_build.views.charts.course import Course
from followup_build.views.charts.plot import Plot, extent, ground, painted, paths, value_lines
from followup_build.views.charts.scales import TimeScale, ValueScale

WIDTH, HEIGHT = 240, 72
_EDGE = 6.0
KEYS = (
    Key(Role.VALUE, "value, or total or mean to date"),
    Key(Role.EXPECTED, "expected"),
    Key(Role.TARGET, "target", Shape.DIAMOND),
    Key(Role.GOOD, "on track", is_filled=True),
    Key(Role.FAIR, "at risk", is_filled=True),
    Key(Role.POOR, "off track", is_filled=True),
)
"""What the marks of all small pictures mean."""


def build_sparkline(course: Course, anchor: str, title: str, description: str) -> Chart:
    """The small picture of a course, with words that say the same."""
    low, high = extent(course)
    plot = Plot(
        course,
        TimeScale(course.first, course.last, _EDGE, WIDTH - _EDGE),
        ValueScale(low, high, HEIGHT - _EDGE, _EDGE),
    )
    marks: list[Mark] = [*painted(ground(plot)), *paths(plot), *value_lines(plot)]
    marks += [Dot(Role.TARGET, x, y, Shape.DIAMOND, 4) for x, y in plot.line(course.targets)]
    latest = course.points[-1]
    alone = [run[0] for run in course.runs if len(run) == 1]
    marks += [Dot(Role.VALUE, *plot.at(point), size=2) for point in alone]
    marks.append(Dot(Role.VALUE, *plot.at(latest), size=4))
    return Chart(anchor, title, description, (Drawing(WIDTH, HEIGHT, tuple(marks)),))
