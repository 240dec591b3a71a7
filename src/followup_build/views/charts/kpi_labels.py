"""The words on a KPI's chart, beside what they name; what finds no room stands below the chart anyway."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from followup_build.model.vocabulary import Combine, Direction
from followup_build.views.charts.canvas import Canvas
from followup_build.views.charts.chart import Role, Text
from followup_build.views.charts.placing import Place, around
from followup_build.views.charts.plot import Line

_WORDS = {
    Role.GOOD: (Role.ON_TRACK, "on track"),
    Role.FAIR: (Role.AT_RISK, "at risk"),
    Role.POOR: (Role.OFF_TRACK, "off track"),
}
_LEAST_FOR_A_WORD = 15
"""How high a ground has to be."""


def labels(canvas: Canvas) -> Iterator[Text]:
    """The words, the most wanted first."""
    course, plot, letters = canvas.course, canvas.plot, canvas.letters
    falls = course.kpi.direction is Direction.DECREASE
    for target in reversed(course.targets):
        places = _places(canvas, *target, 6, is_below=falls)
        yield from _found(letters.place(Role.TARGET, canvas.target(target[1]), places))
    if course.projection is not None:
        places = _places(canvas, *course.projection, 4, is_below=falls)
        yield from _found(letters.place(Role.FORECAST, canvas.projection(course.projection[1]), places))
    latest = course.points[-1]
    places = _places(canvas, latest.end, latest.to_date, 5, is_below=not falls)
    yield from _found(letters.place(Role.VALUE, canvas.number(latest.to_date), places, is_needed=True))
    if course.start is not None and course.kpi.combine is not Combine.SUM:
        x, y = plot.days.x(course.start[0]), plot.values.y(course.start[1])
        # On the side to which the path does not go.
        downs = (-8, 15, -15, 22) if not falls else (15, -8, 22, -15)
        beside = ((x + 8, y + down, "start") for down in downs)
        yield from _found(letters.place(Role.QUIET, canvas.number(course.start[1]), beside))
    yield from _ground_words(canvas)


def _places(canvas: Canvas, day: date, value: Decimal, reach: float, *, is_below: bool) -> list[Place]:
    """The places around a mark: at the end of the plot to its right, else on the side from which no line comes."""
    right, above, below, *others = around(canvas.plot.days.x(day), canvas.plot.values.y(value), reach)
    if canvas.is_at_the_end(day):
        nearly = [(right[0], right[1] + down, "start") for down in (-8.0, 8.0, -15.0, 15.0)]
        return [right, *nearly, above, below, *others]
    return [below, above, right, *others] if is_below else [above, below, right, *others]


def _found(text: Text | None) -> Iterator[Text]:
    if text is not None:
        yield text


def _ground_words(canvas: Canvas) -> Iterator[Text]:
    """What each ground means, where it is high enough to hold the word."""
    said: set[Role] = set()
    for role, line in canvas.grounds:
        colour, word = _WORDS[role]
        text = None if role in said else canvas.letters.place(colour, word, _places_within(canvas, role, line))
        if text is not None:
            said.add(role)
            yield text


def _places_within(canvas: Canvas, role: Role, line: Line) -> Iterator[Place]:
    half = len(line) // 2
    left, right = line[0][0], line[half - 1][0]
    one, other = line[:half], line[half:][::-1]
    for share, anchor in (
        (0.015, "start"),
        (0.12, "start"),
        (0.25, "middle"),
        (0.5, "middle"),
        (0.75, "middle"),
        (0.985, "end"),
    ):
        x = left + share * (right - left)
        upper, lower = sorted((_y_at(one, x), _y_at(other, x)))
        if lower - upper < _LEAST_FOR_A_WORD:
            continue
        if role is Role.FAIR:
            yield x, (upper + lower) / 2 + 4, anchor
        else:
            # At the edge of the plot, where values seldom come.
            yield x, upper + 13 if upper <= canvas.plot.values.top + 1 else lower - 5, anchor


def _y_at(line: Line, x: float) -> float:
    """Where a line from left to right stands at x; outside it, where its nearer end stands."""
    if x <= line[0][0]:
        return line[0][1]
    for one, other in pairwise(line):
        if one[0] <= x <= other[0]:
            share = (x - one[0]) / (other[0] - one[0]) if other[0] > one[0] else 1.0
            return one[1] + share * (other[1] - one[1])
    return line[-1][1]
