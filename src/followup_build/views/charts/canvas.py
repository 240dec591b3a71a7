"""The canvas of a large picture: a plot, and the room around it for words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from followup_build.model.vocabulary import Combine
from followup_build.status.wording import number_text
from followup_build.views.charts.chart import NARROW, WIDE, Role
from followup_build.views.charts.course import Course
from followup_build.views.charts.lettering import width_of
from followup_build.views.charts.placing import Placing
from followup_build.views.charts.plot import Line, Plot, extent, ground
from followup_build.views.charts.scales import TimeScale, ValueScale, nice_ticks

TOP, BOTTOM = 38, 26
"""Room above the plot for the unit and for what stands on days, and below it for months."""
_HEIGHT_BY_WIDTH = {WIDE: 320, NARROW: 270}
_SHORT_UNIT = 4
"""A unit of so many letters stands beside each value; a longer one stands once, above the axis."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """A plot with what is known about the drawing around it."""

    plot: Plot
    width: int
    height: int
    ticks: tuple[Decimal, ...]
    letters: Placing
    grounds: tuple[tuple[Role, Line], ...]

    @property
    def course(self) -> Course:
        """What is drawn."""
        return self.plot.course

    @property
    def is_narrow(self) -> bool:
        """Whether it is the one for a phone."""
        return self.width < WIDE

    def number(self, value: Decimal) -> str:
        """A value as it stands on the chart."""
        return _number(self.course, value)

    def target(self, value: Decimal) -> str:
        """A target's label."""
        return self.number(value) if self.is_narrow else f"target {self.number(value)}"

    def projection(self, value: Decimal) -> str:
        """A projection's label."""
        return f"≈ {self.number(value)}" if self.is_narrow else f"projection {self.number(value)}"

    def is_at_the_end(self, day: date) -> bool:
        """Whether the label of what stands on a day goes beside the plot, on its right."""
        return day > _late(self.course)


def prepare(course: Course, width: int) -> Canvas:
    """An empty canvas of a width, with as much room on its sides as the numbers there need."""
    height = _HEIGHT_BY_WIDTH[width]
    ticks = nice_ticks(*extent(course), 6 if width == WIDE else 5)
    left = 8 + max(width_of(number_text(one)) for one in ticks)
    room = 12 + max((width_of(text) for text in _beside(course, width)), default=0)
    plot = Plot(
        course,
        TimeScale(course.first, course.last, left, max(width - room, left + width / 3)),
        ValueScale(ticks[0], ticks[-1], height - BOTTOM, TOP),
    )
    return Canvas(plot, width, height, ticks, Placing(width, height), tuple(ground(plot)))


def start_word(course: Course) -> str:
    """What the beginning of the path is called."""
    return "start" if course.kpi.combine is Combine.SUM else "baseline"


def _number(course: Course, value: Decimal) -> str:
    unit = course.kpi.unit or ""
    return number_text(value, unit if len(unit) <= _SHORT_UNIT else None, decimals=2)


def _late(course: Course) -> date:
    return course.last - timedelta(days=(course.last - course.first).days // 8)


def _beside(course: Course, width: int) -> Iterator[str]:
    """The labels on the right of the plot, about as long as they will be."""
    late = _late(course)
    is_wide = width == WIDE
    for day, value in course.targets:
        if day > late:
            yield f"target {_number(course, value)}" if is_wide else _number(course, value)
    if course.projection is not None and course.projection[0] > late:
        yield f"{'projection' if is_wide else '≈'} {_number(course, course.projection[1])}"
    if course.points[-1].end > late:
        yield _number(course, course.points[-1].to_date)
