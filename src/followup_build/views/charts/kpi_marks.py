"""The marks of a KPI's chart, from the axes up to the dots; each says what it is when one points at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from followup_build.model.vocabulary import Combine
from followup_build.status.series import Point
from followup_build.status.wording import number_text, period_text
from followup_build.views.cells import short_day
from followup_build.views.charts.canvas import BOTTOM, TOP, Canvas, start_word
from followup_build.views.charts.chart import Bar, Dot, Mark, Path, Role, Shape, Text
from followup_build.views.charts.course import is_added_up
from followup_build.views.charts.lettering import wrapped
from followup_build.views.charts.plot import paths, value_lines

_MANY = 60
"""From so many values on, dots would hide the line."""


def axes(canvas: Canvas) -> Iterator[Mark]:
    """Values up the side under their unit, months along the bottom."""
    along, values, letters = canvas.plot.days, canvas.plot.values, canvas.letters
    for tick in canvas.ticks:
        y = values.y(tick)
        yield Path(Role.AXIS if tick == canvas.ticks[0] else Role.GRID, ((along.left, y), (along.right, y)))
        yield letters.add(Text(Role.QUIET, along.left - 6, y + 4, number_text(tick), "end"))
    if canvas.course.kpi.unit:
        yield letters.add(Text(Role.QUIET, 2, 13, wrapped(canvas.course.kpi.unit, canvas.width - 8, 1)))
    ticks = along.ticks(8 if not canvas.is_narrow else 4)
    ends = tuple((day, short_day(day)) for day in (along.first, along.last))
    for day, label in ticks or ends:
        x, y = along.x(day), canvas.height - BOTTOM
        text = letters.place(Role.QUIET, label, ((x, y + 17, "middle"), (x, y + 17, "start"), (x, y + 17, "end")))
        if text is not None:
            yield Path(Role.AXIS, ((x, y), (x, y + 4)))
            yield text


def limits(canvas: Canvas) -> Iterator[Mark]:
    """The natural limits, where they lie within the picture; of sums they are those of the bars."""
    limits, plot = canvas.course.limits, canvas.plot
    if limits is None:
        return
    for name, value in (("upper", limits.high), ("lower", limits.low)):
        if canvas.ticks[0] <= value <= canvas.ticks[-1]:
            y = plot.values.y(value)
            hint = f"{name} limit of noise: {canvas.number(value)}"
            yield Path(Role.LIMIT, ((plot.days.left, y), (plot.days.right, y)), hint)


def singles(canvas: Canvas) -> Iterator[Mark]:
    """The measurements behind a value to date: bars for what is added up, rings for what is averaged."""
    plot, course = canvas.plot, canvas.course
    if not is_added_up(course.kpi):
        return
    signals = course.limits.signals if course.limits else ()
    width = _bar_width(canvas)
    zero = plot.values.y(max(Decimal(0), canvas.ticks[0]))
    for point in course.points:
        x, y = plot.days.x(point.end), plot.values.y(point.value)
        hint = _hint(canvas, point, point.value)
        if course.kpi.combine is Combine.SUM:
            bar = Bar(Role.SINGLE, x - width, min(y, zero), width, abs(zero - y), hint)
            canvas.letters.keep_box_free(bar.x, bar.y, bar.width, bar.height)
            yield bar
            x -= width / 2
        elif point.key not in signals:
            yield Dot(Role.SINGLE, x, y, Shape.RING, 3, hint)
        if point.key in signals:
            yield Dot(Role.SIGNAL, x, y, Shape.TRIANGLE, 5, f"Signal: {hint}")


def _bar_width(canvas: Canvas) -> float:
    """Of the narrowest distance between two measurements, which bars must not bridge."""
    xs = [canvas.plot.days.x(point.end) for point in canvas.course.points]
    apart = min((later - earlier for earlier, later in pairwise(xs)), default=20.0)
    return max(min(apart * 0.6, 24.0), 1.0)


def days(canvas: Canvas) -> Iterator[Mark]:
    """A line on the as-of day, and one on each day of approval with the number that the table of moves has."""
    course = canvas.course
    if course.first <= course.as_of <= course.last:
        yield from _upright(canvas, Role.TODAY, course.as_of, Role.QUIET, f"as of {short_day(course.as_of)}", "")
    for move in course.moves:
        word = str(move.number) if canvas.is_narrow else f"move {move.number}"
        hint = f"Move {move.number}, {short_day(move.on)}{': ' if move.what else ''}{move.what}"
        yield from _upright(canvas, Role.MOVED, move.on, Role.MOVED, word, hint)


def _upright(canvas: Canvas, role: Role, day: date, word_role: Role, word: str, hint: str) -> Iterator[Mark]:
    x, y = canvas.plot.days.x(day), TOP - 8.0
    line = ((x, TOP - 4.0), (x, canvas.plot.values.bottom))
    canvas.letters.keep_line_free(line)
    yield Path(role, line, hint)
    places = ((x, y, "middle"), (x + 2, y, "end"), (x - 2, y, "start"), (x, y - 13, "middle"), (x + 4, y + 18, "start"))
    text = canvas.letters.place(word_role, word, places)
    if text is not None:
        yield text


def projection(canvas: Canvas) -> Iterator[Mark]:
    """Where the trend leads by the next target."""
    course, plot = canvas.course, canvas.plot
    if course.projection is None:
        return
    day, value = course.projection
    end = plot.days.x(day), plot.values.y(value)
    hint = f"Projection for {short_day(day)}, if the trend holds: {canvas.number(value)}"
    canvas.letters.keep_line_free((plot.at(course.points[-1]), end))
    yield Path(Role.FORECAST, (plot.at(course.points[-1]), end))
    yield Dot(Role.FORECAST, *end, Shape.RING, 4, hint)


def dots(canvas: Canvas) -> Iterator[Mark]:
    """Start, targets and values; from many values on only those that say something by themselves."""
    course, plot = canvas.course, canvas.plot
    if course.start is not None:
        day, value = course.start
        x, y = plot.days.x(day), plot.values.y(value)
        yield Dot(
            Role.BASELINE,
            x,
            y,
            Shape.SQUARE,
            4,
            f"{start_word(course).capitalize()}, {short_day(day)}: {canvas.number(value)}",
        )
        canvas.letters.keep_free(x, y, 4)
    for day, value in course.targets:
        x, y = plot.days.x(day), plot.values.y(value)
        yield Dot(Role.TARGET, x, y, Shape.DIAMOND, 6, f"Target by {short_day(day)}: {canvas.number(value)}")
        canvas.letters.keep_free(x, y, 6)
    signals = course.limits.signals if course.limits and not is_added_up(course.kpi) else ()
    is_crowded = len(course.points) > _MANY
    alone = {run[0].key for run in course.runs if len(run) == 1}
    latest = course.points[-1]
    for point in course.points:
        x, y = plot.at(point)
        canvas.letters.keep_free(x, y, 6 if point.key in signals else 4)
        hint = _hint(canvas, point, point.to_date)
        if point.key in signals:
            yield Dot(Role.SIGNAL, x, y, Shape.TRIANGLE, 6, f"Signal: {hint}")
        elif point is latest or point.key in alone or not is_crowded:
            yield Dot(Role.VALUE, x, y, size=5 if point is latest else 3.5, hint=hint)
    for line in (*paths(plot), *value_lines(plot)):
        canvas.letters.keep_line_free(line.points)


def _hint(canvas: Canvas, point: Point, value: Decimal) -> str:
    note = f". {point.note}" if point.note else ""
    return f"{period_text(point.key)}: {canvas.number(value)}{note}"
