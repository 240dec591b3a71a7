"""The chart of a KPI: what was measured, what is promised, what changed the promise, and where the trend leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from followup_build.model.vocabulary import Combine, Direction
from followup_build.status.series import Point
from followup_build.status.wording import number_text
from followup_build.views.cells import short_day
from followup_build.views.charts.chart import NARROW, WIDE, Bar, Chart, Dot, Drawing, Key, Mark, Path, Role, Shape, Text
from followup_build.views.charts.course import Course, is_added_up
from followup_build.views.charts.lettering import Lettering, Place, around, fitted, width_of
from followup_build.views.charts.plot import Line, Plot, extent, ground, painted, paths, value_lines
from followup_build.views.charts.scales import TimeScale, ValueScale, nice_ticks
from followup_build.views.values import period_text

_HEIGHT_BY_WIDTH = {WIDE: 320, NARROW: 270}
_TOP, _BOTTOM = 38, 26
_SHORT_UNIT = 4
"""A unit of so many letters stands beside each value; a longer one stands once, above the axis."""
_MANY = 60
"""From so many values on, dots would hide the line."""
_WORDS = {
    Role.GOOD: (Role.ON_TRACK, "on track"),
    Role.FAIR: (Role.AT_RISK, "at risk"),
    Role.POOR: (Role.OFF_TRACK, "off track"),
}
_LEAST_FOR_A_WORD = 15


@dataclass(frozen=True, slots=True)
class _Canvas:
    """A plot with room around it for words."""

    plot: Plot
    width: int
    height: int
    ticks: tuple[Decimal, ...]
    letters: Lettering
    grounds: tuple[tuple[Role, Line], ...] = field(default=())

    @property
    def is_narrow(self) -> bool:
        return self.width < WIDE

    def number(self, value: Decimal) -> str:
        """A value as it stands on the chart."""
        return _number(self.plot.course, value)


def build_kpi_chart(course: Course, title: str, description: str) -> Chart:
    """The large picture of a course, for a desk and for a phone."""
    drawings = tuple(_drawing(_canvas(course, width)) for width in (WIDE, NARROW))
    return Chart("chart", title, description, drawings, tuple(_keys(course)))


def _number(course: Course, value: Decimal, decimals: int = 2) -> str:
    unit = course.kpi.unit or ""
    return number_text(value, unit if len(unit) <= _SHORT_UNIT else None, decimals=decimals)


def _canvas(course: Course, width: int) -> _Canvas:
    height = _HEIGHT_BY_WIDTH[width]
    ticks = nice_ticks(*extent(course), 6 if width == WIDE else 5)
    left = 8 + max(width_of(number_text(one)) for one in ticks)
    ends = [f"{word} {_number(course, value)}".strip() for word, _, value in _at_the_right(course, width)]
    right = 12 + max((width_of(text) for text in ends), default=0)
    plot = Plot(
        course,
        TimeScale(course.first, course.last, left, max(width - right, width / 2)),
        ValueScale(ticks[0], ticks[-1], height - _BOTTOM, _TOP),
    )
    return _Canvas(plot, width, height, ticks, Lettering(width, height), tuple(ground(plot)))


def _at_the_right(course: Course, width: int) -> Iterator[tuple[str, date, Decimal]]:
    """What is labelled beside the plot: what stands at its end, or nearly."""
    near = timedelta(days=(course.last - course.first).days // 8)
    named = [(_target_word(width), *target) for target in course.targets]
    if course.projection is not None:
        named.append((_projection_word(width), *course.projection))
    return (one for one in named if one[1] > course.last - near)


def _target_word(width: int) -> str:
    return "target" if width == WIDE else ""


def _projection_word(width: int) -> str:
    return "projection" if width == WIDE else "≈"


def _drawing(canvas: _Canvas) -> Drawing:
    marks: list[Mark] = [*painted(canvas.grounds), *_axes(canvas), *_limits(canvas), *paths(canvas.plot)]
    marks += _singles(canvas)
    moves = list(_moves(canvas))
    dots = list(_dots(canvas))
    marks += [*moves, *_projection(canvas), *value_lines(canvas.plot), *dots, *_labels(canvas)]
    return Drawing(canvas.width, canvas.height, tuple(marks))


def _axes(canvas: _Canvas) -> Iterator[Mark]:
    days, values, letters = canvas.plot.days, canvas.plot.values, canvas.letters
    for tick in canvas.ticks:
        y = values.y(tick)
        yield Path(Role.AXIS if tick == canvas.ticks[0] else Role.GRID, ((days.left, y), (days.right, y)))
        yield letters.add(Text(Role.QUIET, days.left - 6, y + 4, number_text(tick), "end"))
    if canvas.plot.course.kpi.unit:
        yield letters.add(Text(Role.QUIET, 2, 13, fitted(canvas.plot.course.kpi.unit, canvas.width - 8)))
    ticks = days.ticks(8 if not canvas.is_narrow else 4)
    ends = tuple((day, short_day(day)) for day in (days.first, days.last))
    for day, label in ticks or ends:
        x, y = days.x(day), canvas.height - _BOTTOM
        text = letters.place(Role.QUIET, label, ((x, y + 17, "middle"), (canvas.width - 2.0, y + 17, "end")))
        if text is not None:
            yield Path(Role.AXIS, ((x, y), (x, y + 4)))
            yield text


def _limits(canvas: _Canvas) -> Iterator[Mark]:
    """The natural limits, where they lie within the picture; of sums they are those of the bars."""
    limits, plot = canvas.plot.course.limits, canvas.plot
    if limits is None:
        return
    for name, value in (("upper", limits.high), ("lower", limits.low)):
        if canvas.ticks[0] <= value <= canvas.ticks[-1]:
            y = plot.values.y(value)
            hint = f"{name} limit of noise: {canvas.number(value)}"
            yield Path(Role.LIMIT, ((plot.days.left, y), (plot.days.right, y)), hint)


def _singles(canvas: _Canvas) -> Iterator[Mark]:
    """The measurements behind a value to date: bars for what is added up, rings for what is averaged."""
    plot, course = canvas.plot, canvas.plot.course
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


def _bar_width(canvas: _Canvas) -> float:
    """Of the narrowest distance between two measurements, which bars must not bridge."""
    xs = [canvas.plot.days.x(point.end) for point in canvas.plot.course.points]
    apart = min((later - earlier for earlier, later in pairwise(xs)), default=20.0)
    return max(min(apart * 0.6, 24.0), 1.0)


def _moves(canvas: _Canvas) -> Iterator[Mark]:
    """A line on each day of approval, with the numbers that the table of moves has."""
    days, letters = canvas.plot.days, canvas.letters
    course = canvas.plot.course
    if course.first <= course.as_of <= course.last:
        x = days.x(course.as_of)
        yield Path(Role.TODAY, ((x, _TOP - 4), (x, canvas.plot.values.bottom)))
        text = "as of " + short_day(course.as_of)
        places: Sequence[Place] = ((x, _TOP - 8, "middle"), (x + 2, _TOP - 8, "end"), (x - 2, _TOP - 8, "start"))
        shown = letters.place(Role.QUIET, text, places, is_needed=True)
        if shown is not None:
            yield shown
    for move in course.moves:
        x = days.x(move.on)
        what = "an adjustment" if move.is_hidden else ", ".join(entry.field for entry in move.entries)
        hint = f"Move {move.number}, {short_day(move.on)}: {what}"
        yield Path(Role.MOVED, ((x, _TOP - 4), (x, canvas.plot.values.bottom)), hint)
        word = str(move.number) if canvas.is_narrow else f"move {move.number}"
        near = [(x + across, _TOP - 8, anchor) for across, anchor in ((0, "middle"), (2, "end"), (-2, "start"))]
        text_ = letters.place(Role.MOVED, word, [*near, *((x, down, "middle") for down in (_TOP - 21, _TOP + 10))])
        if text_ is not None:
            yield text_


def _projection(canvas: _Canvas) -> Iterator[Mark]:
    course, plot = canvas.plot.course, canvas.plot
    if course.projection is None:
        return
    day, value = course.projection
    end = plot.days.x(day), plot.values.y(value)
    hint = f"Projection for {short_day(day)}, if the trend holds: {canvas.number(value)}"
    canvas.letters.keep_line_free((plot.at(course.points[-1]), end))
    yield Path(Role.FORECAST, (plot.at(course.points[-1]), end))
    yield Dot(Role.FORECAST, *end, Shape.RING, 4, hint)


def _dots(canvas: _Canvas) -> Iterator[Mark]:
    """Start, targets and values; from many values on only those that say something by themselves."""
    course, plot = canvas.plot.course, canvas.plot
    if course.start is not None:
        day, value = course.start
        x, y = plot.days.x(day), plot.values.y(value)
        yield Dot(
            Role.BASELINE, x, y, Shape.SQUARE, 4, f"{_start_word(course)}, {short_day(day)}: {canvas.number(value)}"
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
        canvas.letters.keep_free(x, y)
        hint = _hint(canvas, point, point.to_date)
        if point.key in signals:
            yield Dot(Role.SIGNAL, x, y, Shape.TRIANGLE, 6, f"Signal: {hint}")
        elif point is latest or point.key in alone or not is_crowded:
            yield Dot(Role.VALUE, x, y, size=5 if point is latest else 3.5, hint=hint)
    for line in (*paths(plot), *value_lines(plot)):
        canvas.letters.keep_line_free(line.points)


def _hint(canvas: _Canvas, point: Point, value: Decimal) -> str:
    note = f". {point.note}" if point.note else ""
    return f"{period_text(point.key)}: {canvas.number(value)}{note}"


def _start_word(course: Course) -> str:
    return "Start" if course.kpi.combine is Combine.SUM else "Baseline"


def _labels(canvas: _Canvas) -> Iterator[Text]:
    """The words on the picture, the most wanted first."""
    course, plot, letters = canvas.plot.course, canvas.plot, canvas.letters
    falls = course.kpi.direction is Direction.DECREASE
    latest = course.points[-1]
    beside_plot = {(day, value) for _, day, value in _at_the_right(course, canvas.width)}
    for target in reversed(course.targets):
        x, y = plot.days.x(target[0]), plot.values.y(target[1])
        text = f"{_target_word(canvas.width)} {canvas.number(target[1])}".strip()
        yield from _found(letters.place(Role.TARGET, text, _beside(x, y, 6, falls, target in beside_plot)))
    if course.projection is not None:
        x, y = plot.days.x(course.projection[0]), plot.values.y(course.projection[1])
        text = f"{_projection_word(canvas.width)} {canvas.number(course.projection[1])}"
        yield from _found(letters.place(Role.FORECAST, text, _beside(x, y, 4, falls, course.projection in beside_plot)))
    x, y = plot.at(latest)
    yield from _found(
        letters.place(Role.VALUE, canvas.number(latest.to_date), _beside(x, y, 5, not falls, False), is_needed=True)
    )
    if course.start is not None and course.kpi.combine is not Combine.SUM:
        x, y = plot.days.x(course.start[0]), plot.values.y(course.start[1])
        text = canvas.number(course.start[1])
        beside = ((x + 8, y + down, "start") for down in ((-8, 15, -15, 22) if not falls else (15, -8, 22, -15)))
        yield from _found(letters.place(Role.QUIET, text, beside))
    yield from _ground_words(canvas)


def _found(text: Text | None) -> Iterator[Text]:
    if text is not None:
        yield text


def _beside(x: float, y: float, reach: float, is_below: bool, at_the_right: bool) -> list[Place]:
    """The places around a mark: at the end of the plot to its right, else on the side from which no line comes."""
    right, above, below, *others = around(x, y, reach)
    if at_the_right:
        return [
            right,
            *((right[0], right[1] + down, "start") for down in (-8.0, 8.0, -15.0, 15.0)),
            above,
            below,
            *others,
        ]
    return [below, above, right, *others] if is_below else [above, below, right, *others]


def _ground_words(canvas: _Canvas) -> Iterator[Text]:
    """What each ground means, where it is high enough to hold the word."""
    left, right = canvas.plot.days.left, canvas.plot.days.right
    said: set[Role] = set()
    for role, line in canvas.grounds:
        if role in said:
            continue
        half = len(line) // 2
        places: list[Place] = []
        for share, anchor in (
            (0.015, "start"),
            (0.12, "start"),
            (0.25, "middle"),
            (0.5, "middle"),
            (0.75, "middle"),
            (0.985, "end"),
        ):
            x = left + share * (right - left)
            ys = sorted((_y_at(line[:half], x), _y_at(line[half:][::-1], x)))
            if ys[1] - ys[0] >= _LEAST_FOR_A_WORD:
                y = {True: ys[0] + 13, False: ys[1] - 5}[ys[0] <= canvas.plot.values.top + 1]
                places.append((x, (ys[0] + ys[1]) / 2 + 4 if role is Role.FAIR else y, anchor))
        colour, word = _WORDS[role]
        text = canvas.letters.place(colour, word, places) if places else None
        if text is not None:
            said.add(role)
            yield text


def _y_at(line: Line, x: float) -> float:
    """Where a line from left to right stands at x; outside it, where its nearer end stands."""
    if x <= line[0][0]:
        return line[0][1]
    for one, other in pairwise(line):
        if one[0] <= x <= other[0]:
            share = (x - one[0]) / (other[0] - one[0]) if other[0] > one[0] else 1.0
            return one[1] + share * (other[1] - one[1])
    return line[-1][1]


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
        yield Key(Role.BASELINE, _start_word(course).lower(), Shape.SQUARE)
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
