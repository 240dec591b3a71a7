"""The parts that the large and the small picture of a KPI share: scales, ground, paths, and the line of values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from followup_build.model.vocabulary import Combine, Direction
from followup_build.status.series import Point
from followup_build.views.charts.chart import Area, Bar, Mark, Path, Role
from followup_build.views.charts.course import Corners, Course
from followup_build.views.charts.scales import TimeScale, ValueScale

Line = tuple[tuple[float, float], ...]
"""A line in pixels."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A course with the scales of one drawing."""

    course: Course
    days: TimeScale
    values: ValueScale

    def line(self, corners: Corners) -> Line:
        """Corners in pixels."""
        return tuple((self.days.x(day), self.values.y(value)) for day, value in corners)

    def at(self, point: Point) -> tuple[float, float]:
        """Where the value to date of a point stands."""
        return self.days.x(point.end), self.values.y(point.to_date)


def extent(course: Course) -> tuple[Decimal, Decimal]:
    """The lowest and the highest value that has to be seen; two values, also where all are the same."""
    seen = [point.to_date for point in course.points]
    if course.kpi.combine is Combine.SUM:
        seen.append(Decimal(0))
    elif course.kpi.combine is Combine.MEAN:
        seen.extend(point.value for point in course.points)
    if course.limits is not None and course.kpi.combine is not Combine.SUM:
        # Those of sums are the bars'. A limit that no value can reach says nothing.
        can_be_negative = min(seen) < 0
        seen.extend(one for one in (course.limits.low, course.limits.high) if one >= 0 or can_be_negative)
    for corners in (course.path, course.original, course.green):
        seen.extend(value for _, value in corners)
    for limits in (course.range, course.original_range):
        if limits is not None:
            seen.extend(() if limits.low is None else (limits.low, limits.low - limits.tolerance))
            seen.extend(() if limits.high is None else (limits.high, limits.high + limits.tolerance))
    if course.projection is not None:
        seen.append(course.projection[1])
    low, high = min(seen), max(seen)
    if low == high:
        reach = abs(low) / 10 or Decimal(1)
        return low - reach, high + reach
    if course.range is not None:
        # What lies outside the tolerance is seen as well.
        reach = (high - low) / 10
        return max(low - reach, Decimal(0)) if low >= 0 else low - reach, high + reach
    return low, high


def ground(plot: Plot) -> Iterator[tuple[Role, Line]]:
    """Where a value is on track, at risk or off track, as polygons; nothing where no path and no range says so."""
    course = plot.course
    if course.range is not None:
        yield from _band(plot)
    elif course.green:
        green, amber = plot.line(course.green), plot.line(course.amber)
        falls = course.kpi.direction is Direction.DECREASE
        best, worst = plot.values.top, plot.values.bottom
        if falls:
            best, worst = worst, best
        yield Role.GOOD, _between(_level(best, green), green)
        yield Role.FAIR, _between(green, amber)
        yield Role.POOR, _between(amber, _level(worst, amber))


def _band(plot: Plot) -> Iterator[tuple[Role, Line]]:
    limits, values = plot.course.range, plot.values
    if limits is None or (limits.low is None and limits.high is None):
        return
    low = values.bottom if limits.low is None else values.y(limits.low)
    high = values.top if limits.high is None else values.y(limits.high)
    ends = ((plot.days.left, 0.0), (plot.days.right, 0.0))
    least = values.bottom if limits.low is None else values.y(limits.low - limits.tolerance)
    most = values.top if limits.high is None else values.y(limits.high + limits.tolerance)
    for role, upper, lower in (
        (Role.POOR, values.top, most),
        (Role.FAIR, most, high),
        (Role.GOOD, high, low),
        (Role.FAIR, low, least),
        (Role.POOR, least, values.bottom),
    ):
        if lower - upper >= 1:
            yield role, _between(_level(upper, ends), _level(lower, ends))


def _level(y: float, along: Line) -> Line:
    return tuple((x, y) for x, _ in along)


def _between(one: Line, other: Line) -> Line:
    return (*one, *reversed(other))


def paths(plot: Plot) -> Iterator[Path]:
    """What was promised first, quietly, and what is promised now."""
    course = plot.course
    for role, corners, limits in (
        (Role.ORIGINAL, course.original, course.original_range),
        (Role.EXPECTED, course.path, course.range),
    ):
        if corners:
            yield Path(role, plot.line(corners))
        if limits is not None:
            for edge in (limits.low, limits.high):
                if edge is not None:
                    yield Path(role, plot.line(((course.first, edge), (course.last, edge))))


def value_lines(plot: Plot) -> Iterator[Path]:
    """The values, joined where no period is missing between them."""
    for run in plot.course.runs:
        if len(run) > 1:
            yield Path(Role.VALUE, plot.line(tuple((point.end, point.to_date) for point in run)))


def painted(areas: Iterable[tuple[Role, Line]]) -> Iterator[Mark]:
    """Polygons as marks; a rectangle is printed shorter."""
    for role, line in areas:
        xs, ys = {x for x, _ in line}, {y for _, y in line}
        if len(line) == len(xs) + len(ys) == 4:  # noqa: PLR2004 - the corners of a rectangle
            yield Bar(role, min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        else:
            yield Area(role, line)
