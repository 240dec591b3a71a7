"""The slip chart, or milestone trend analysis: what each report forecast, and how that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from followup_build.status.wording import day_text
from followup_build.views.cells import Table
from followup_build.views.charts.chart import NARROW, WIDE, Chart, Dot, Drawing, Key, Mark, Path, Role, Shape, Text
from followup_build.views.charts.lettering import width_of, wrapped
from followup_build.views.charts.scales import TimeScale

SHAPES = (Shape.CIRCLE, Shape.SQUARE, Shape.DIAMOND, Shape.TRIANGLE, Shape.RING, Shape.CROSS)
"""One a line; no figure holds more lines."""
READING = (
    "Each point is what one report forecast. A line that runs level is on time, a line that rises slips, and where it"
    " meets the slanted line the milestone is reached."
)
_CARD = 360
_LABELS = 216
"""The room for words at the ends of the lines, where they stand there."""
_STEP = 15


@dataclass(frozen=True, slots=True)
class SlipLine:
    """What was reported of one milestone."""

    title: str
    path: str
    role: Role
    """Of its status."""
    points: tuple[tuple[date, date], ...]
    """The day of each report and the day that it forecast; at the end the day on which it was reached, twice."""
    is_reached: bool
    reports: int
    promised: tuple[tuple[date, date], ...]
    """From which day on which due date held; the first pair is the first promise."""

    @property
    def sentence(self) -> str:
        """`Portal live: first forecast 30 June 2026, now 15 November 2026: 138 days later, in 4 reports.`."""
        first, last = self.points[0][1], self.points[-1][1]
        end = f"reached on {day_text(last)}" if self.is_reached else f"now {day_text(last)}"
        return f"{self.title}: first forecast {day_text(first)}, {end}: {self.change}, in {self.reports} reports."

    @property
    def change(self) -> str:
        """How much later the last forecast is than the first one, in words."""
        days = (self.points[-1][1] - self.points[0][1]).days
        if days == 0:
            return "no change"
        return f"{abs(days)} day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'earlier'}"


def slip_chart(
    anchor: str,
    title: str,
    lines: Sequence[SlipLine],
    until: date,
    table: Table | None = None,
    *,
    is_card: bool = False,
) -> Chart:
    """Forecasts over the days of the reports; in a milestone's card alone, beside what was promised."""
    drawings = tuple(_drawing(lines, until, width) for width in ((_CARD,) if is_card else (WIDE, NARROW)))
    return Chart(
        anchor,
        title,
        " ".join((READING, *(line.sentence for line in lines))),
        drawings,
        tuple(_keys(lines, drawings[0])),
        table,
        "" if is_card else READING,
    )


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where reports and forecasts stand; later forecasts higher."""

    x: TimeScale
    y: TimeScale

    def at(self, report: date, forecast: date) -> tuple[float, float]:
        return self.x.x(report), self.y.x(forecast)


def _drawing(lines: Sequence[SlipLine], until: date, width: int) -> Drawing:
    is_wide, is_alone = width == WIDE, len(lines) == 1
    bottom = 270 if is_wide else 200
    right = width - (_LABELS if is_wide and not is_alone else 14)
    plot = _plot(lines, until, left=62, right=right, bottom=bottom, with_promises=is_alone)
    marks = [*_axes(plot, 6 if is_wide else 4, bottom), *_diagonal(plot)]
    if is_alone:
        marks.extend(_promises(lines[0], plot))
    for line, shape in zip(lines, SHAPES, strict=False):
        marks.extend(_line(line, shape, plot, marks_moves=not is_alone))
    height = bottom + 26
    if is_wide and not is_alone:
        marks.extend(_end_labels(lines, plot, right, bottom))
    elif not is_alone:
        for line, shape in zip(lines, SHAPES, strict=False):
            words = wrapped(line.title, width - 24, 2)
            marks.append(Dot(line.role, 8, height + 8, shape, 4))
            marks.append(Text(Role.LABEL, 20, height + 12, words, path=line.path, hint=line.sentence))
            height += _STEP * (words.count("\n") + 1) + 3
    return Drawing(width, height, tuple(marks))


def _plot(
    lines: Sequence[SlipLine], until: date, *, left: float, right: float, bottom: float, with_promises: bool
) -> _Plot:
    reports = [report for line in lines for report, _ in line.points]
    forecasts = [forecast for line in lines for _, forecast in line.points]
    if with_promises:
        forecasts.extend(due for line in lines for _, due in line.promised)
    first, last = min(reports), max(*reports, until)
    low, high = min(forecasts), max(forecasts)
    # Room for a line that runs level, and at least a month or two to label.
    room = timedelta(days=max((high - low).days // 12, 20))
    return _Plot(
        TimeScale(first, max(last, first + timedelta(days=30)), left, right),
        TimeScale(low - room, high + room, bottom, 10),
    )


def _axes(plot: _Plot, most: int, bottom: float) -> Iterator[Mark]:
    left, right = plot.x.left, plot.x.right
    for day, _ in plot.y.ticks(6):
        y = plot.y.x(day)
        yield Path(Role.GRID, ((left, y), (right, y)))
        yield Text(Role.QUIET, left - 6, y + 4, _month(day), "end")
    for day, words in plot.x.ticks(most):
        x = plot.x.x(day)
        yield Path(Role.GRID, ((x, bottom), (x, bottom + 4)))
        yield Text(Role.QUIET, x, bottom + 17, words, "end" if x + width_of(words) / 2 > right + 10 else "middle")
    yield Path(Role.AXIS, ((left, bottom), (right, bottom)))


def _month(day: date) -> str:
    return f"{day_text(day).split()[1][:3]} {day.year}"


def _diagonal(plot: _Plot) -> Iterator[Mark]:
    """Where a forecast is the day of its report: below it nothing can be forecast any more."""
    first, last = max(plot.x.first, plot.y.first), min(plot.x.last, plot.y.last)
    if first < last:
        yield Path(Role.EXPECTED, (plot.at(first, first), plot.at(last, last)), "Reached on the day of the report")


def _promises(line: SlipLine, plot: _Plot) -> Iterator[Mark]:
    """The due date as it held from day to day, with a mark where an adjustment moved it."""
    steps = [*line.promised, (plot.x.last, line.promised[-1][1])]
    points: list[tuple[float, float]] = []
    for (day, due), (next_day, _) in pairwise(steps):
        points.extend((plot.at(day, due), plot.at(max(next_day, day), due)))
    yield Path(Role.ORIGINAL, tuple(points), "What was promised")
    for (_, before), (day, after) in pairwise(line.promised):
        x, y = plot.at(day, after)
        yield Dot(Role.MOVED, x, y, Shape.TICK, 5, _moved(day, before, after))


def _moved(day: date, before: date, after: date) -> str:
    return f"Due date moved on {day_text(day)}: from {day_text(before)} to {day_text(after)}"


def _line(line: SlipLine, shape: Shape, plot: _Plot, *, marks_moves: bool) -> Iterator[Mark]:
    places = tuple(plot.at(*point) for point in line.points)
    yield Path(line.role, places, line.sentence)
    for number, ((report, forecast), (x, y)) in enumerate(zip(line.points, places, strict=True)):
        is_end = line.is_reached and number == len(places) - 1
        said = f"reached on {day_text(forecast)}" if is_end else f"forecast {day_text(forecast)} on {day_text(report)}"
        yield Dot(line.role, x, y, shape, 6 if is_end else 4, f"{line.title}: {said}")
    for (_, before), (day, after) in pairwise(line.promised) if marks_moves else ():
        y_of_line = _between(places, plot.x.x(day))
        if y_of_line is not None:
            yield Dot(
                Role.MOVED, plot.x.x(day), y_of_line, Shape.TICK, 8, f"{line.title}: {_moved(day, before, after)}"
            )


def _between(places: Sequence[tuple[float, float]], x: float) -> float | None:
    """The height of a line at a place; None beside it."""
    for (left, low), (right, high) in pairwise(places):
        if left <= x <= right:
            return low + (high - low) * ((x - left) / (right - left) if right > left else 0)
    return None


def _end_labels(lines: Sequence[SlipLine], plot: _Plot, right: float, bottom: float) -> Iterator[Mark]:
    """The names at the ends of the lines, pushed apart, each joined to its end."""
    named = [
        (plot.at(*line.points[-1]), wrapped(line.title, _LABELS - 34, 2), line, shape)
        for line, shape in zip(lines, SHAPES, strict=False)
    ]
    named.sort(key=lambda one: one[0][1])
    heights = [(words.count("\n") + 1) * _STEP + 4.0 for _, words, _, _ in named]
    tops = _apart(
        [at[1] - height / 2 for (at, _, _, _), height in zip(named, heights, strict=True)], heights, bottom + 20
    )
    for ((x, y), words, line, shape), top, height in zip(named, tops, heights, strict=True):
        middle = top + height / 2
        yield Path(Role.GRID, ((x + 7, y), (right, y), (right + 14, middle)))
        yield Dot(line.role, right + 20, middle, shape, 4)
        yield Text(Role.LABEL, right + 30, top + 13, words, path=line.path, hint=line.sentence)


def _apart(tops: Sequence[float], heights: Sequence[float], bottom: float) -> list[float]:
    """Places from the top down that do not overlap, and that end above the bottom where they can."""
    found = list(tops)
    limit = bottom
    for number in reversed(range(len(found))):
        found[number] = max(min(found[number], limit - heights[number]), sum(heights[:number]))
        limit = found[number]
    return found


def _keys(lines: Sequence[SlipLine], drawing: Drawing) -> Iterator[Key]:
    if len(lines) == 1:
        yield Key(lines[0].role, "forecast", Shape.CIRCLE)
        yield Key(Role.ORIGINAL, "due")
    if any(len(line.promised) > 1 for line in lines):
        yield Key(Role.MOVED, "due date moved", Shape.TICK)
    if any(mark.role is Role.EXPECTED for mark in drawing.marks):
        yield Key(Role.EXPECTED, "reached on the day of the report")
