"""The chart of a KPI: what was measured, what is promised, what changed the promise, and where the trend leads."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.model.vocabulary import Combine
from followup_build.views.charts import kpi_marks
from followup_build.views.charts.canvas import Canvas, prepare, start_word
from followup_build.views.charts.chart import NARROW, WIDE, Chart, Drawing, Key, Mark, Role, Shape
from followup_build.views.charts.course import Course
from followup_build.views.charts.kpi_labels import labels
from followup_build.views.charts.plot import painted, paths, value_lines


def build_kpi_chart(course: Course, title: str, description: str) -> Chart:
    """The large picture of a course, for a desk and for a phone."""
    drawings = tuple(_drawing(prepare(course, width)) for width in (WIDE, NARROW))
    return Chart("chart", title, description, drawings, tuple(_keys(course)))


def _drawing(canvas: Canvas) -> Drawing:
    plot = canvas.plot
    marks: list[Mark] = [*painted(canvas.grounds), *kpi_marks.axes(canvas), *kpi_marks.limits(canvas), *paths(plot)]
    marks += kpi_marks.singles(canvas)
    marks += kpi_marks.days(canvas)
    marks += kpi_marks.projection(canvas)
    marks += value_lines(plot)
    marks += kpi_marks.dots(canvas)
    # Last, because they keep off everything else.
    marks += labels(canvas)
    return Drawing(canvas.width, canvas.height, tuple(marks))


def _keys(course: Course) -> Iterator[Key]:
    """What the marks mean, of those that are there."""
    combine = course.kpi.combine
    yield Key(Role.VALUE, {Combine.LAST: "value", Combine.SUM: "total to date", Combine.MEAN: "mean to date"}[combine])
    if combine is Combine.SUM:
        yield Key(Role.SINGLE, "single measurement", is_filled=True)
    elif combine is Combine.MEAN:
        yield Key(Role.SINGLE, "single measurement", Shape.RING)
    if course.limits is not None:
        if course.limits.signals:
            yield Key(Role.SIGNAL, "signal", Shape.TRIANGLE)
        yield Key(Role.LIMIT, "limits of noise")
    if course.path or course.range is not None:
        yield Key(Role.EXPECTED, "expected" if course.path else "range")
    if course.original or course.original_range is not None:
        yield Key(Role.ORIGINAL, "first promised")
    if course.start is not None:
        yield Key(Role.BASELINE, start_word(course), Shape.SQUARE)
    if course.targets:
        yield Key(Role.TARGET, "target", Shape.DIAMOND)
    if course.projection is not None:
        yield Key(Role.FORECAST, "projection, if the trend holds", Shape.RING)
    if course.moves:
        yield Key(Role.MOVED, "adjustment, by its number below")
    if course.green or course.range is not None:
        yield Key(Role.GOOD, "on track", is_filled=True)
        yield Key(Role.FAIR, "at risk", is_filled=True)
        yield Key(Role.POOR, "off track", is_filled=True)
