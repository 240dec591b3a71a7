"""What the picture of a KPI says, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from followup_build.model.plan import Kpi, Range
from followup_build.model.vocabulary import Combine, TargetPath
from followup_build.status.item import ItemStatus, KpiFigures
from followup_build.status.series import Limits
from followup_build.status.wording import count_text, day_text, number_text, period_text
from followup_build.views.charts.course import Corners, Course, Move, is_added_up
from followup_build.views.values import range_text

_TO_DATE = {Combine.LAST: "value", Combine.SUM: "total to date", Combine.MEAN: "mean to date"}


def chart_title(kpi: Kpi) -> str:
    """What is drawn: `Statements paid on time: monthly values in %`."""
    how_often = f"{kpi.frequency.value} " if kpi.frequency else ""
    what = {Combine.LAST: "values", Combine.SUM: "totals to date", Combine.MEAN: "means to date"}[kpi.combine]
    return f"{kpi.title}: {how_often}{what}{f' in {kpi.unit}' if kpi.unit else ''}"


def short_words(course: Course) -> str:
    """From what to what, and where it should go: for a picture without words of its own."""
    return " ".join((*_values(course), *_promise(course)))


def chart_words(course: Course, item: ItemStatus) -> str:
    """All that the picture shows."""
    kpi = course.kpi
    sentences = [*_values(course), *_gaps(course)]
    if isinstance(item.figures, KpiFigures) and item.figures.trend is not None:
        sentences.append(f"Trend: {trend_text(item.figures.trend, kpi.unit)}.")
    sentences += _promise(course)
    sentences += _first_promise(course)
    sentences += item.reasons
    sentences += [signals_text(course.limits, kpi.unit)] if course.limits else []
    sentences += (_move(move) for move in course.moves)
    sentences.append(f"As of {day_text(course.as_of)}.")
    return " ".join(sentences)


def trend_text(trend: Decimal, unit: str | None) -> str:
    """The change of a month, from the one of a day."""
    change = trend * 365 / 12
    word = "up" if change > 0 else "down" if change < 0 else "flat,"
    return f"{word} {number_text(abs(change), unit, decimals=2)} a month"


def signals_text(limits: Limits, unit: str | None) -> str:
    """Which values are more than noise."""
    spread = f"{number_text(limits.low, unit, decimals=2)} to {number_text(limits.high, unit, decimals=2)}"
    if limits.signals:
        outside = ", ".join(period_text(key) for key in limits.signals)
        verb = "lies outside and is a signal" if len(limits.signals) == 1 else "lie outside and are signals"
        return f"Values between {spread} are noise; {outside} {verb}."
    return f"All values lie between {spread}: noise, no signal."


def _values(course: Course) -> Iterator[str]:
    points, kpi = course.points, course.kpi
    first, latest = points[0], points[-1]
    name = _TO_DATE[kpi.combine]
    last_part = f"{_number(course, latest.to_date)} ({period_text(latest.key)})"
    if len(points) == 1:
        yield f"One {name}: {last_part}."
        return
    yield (
        f"The {name} went from {_number(course, first.to_date)} ({period_text(first.key)}) to {last_part}, "
        f"in {count_text(len(points), 'measurement')}."
    )
    lowest = min(points, key=lambda point: point.value)
    highest = max(points, key=lambda point: point.value)
    if lowest.value < highest.value:
        single = " single measurement" if is_added_up(kpi) else ""
        yield (
            f"Lowest{single}: {_number(course, lowest.value)} ({period_text(lowest.key)}); "
            f"highest: {_number(course, highest.value)} ({period_text(highest.key)})."
        )


def _gaps(course: Course) -> Iterator[str]:
    gaps = [
        f"between {period_text(run[-1].key)} and {period_text(following[0].key)}"
        for run, following in pairwise(course.runs)
    ]
    if gaps:
        yield f"Nothing was measured {_joined(gaps)}."


def _promise(course: Course) -> Iterator[str]:
    unit, limits = course.kpi.unit, course.range
    if limits is not None:
        yield f"It should stay {_range(limits, unit)}."
    if course.targets:
        start = ""
        if course.start is not None:
            start = f"from {_number(course, course.start[1])} on {day_text(course.start[0])} "
        by_steps = ", in steps" if course.kpi.path is TargetPath.STEP else ""
        yield f"The path leads {start}to {_targets(course, course.targets)}{by_steps}."


def _first_promise(course: Course) -> Iterator[str]:
    if course.original_range is not None:
        yield f"First promised: {_range(course.original_range, course.kpi.unit)}."
    if course.original_targets and course.original:
        yield f"First promised: {_targets(course, course.original_targets)}."


def _targets(course: Course, targets: Corners) -> str:
    return _joined([f"{_number(course, value)} by {day_text(day)}" for day, value in targets])


def _range(limits: Range, unit: str | None) -> str:
    tolerance = f" (tolerance {number_text(limits.tolerance, unit)})" if limits.tolerance else ""
    within = "within " if limits.low is not None and limits.high is not None else ""
    return f"{within}{range_text(limits.low, limits.high, unit)}{tolerance}"


def _move(move: Move) -> str:
    what = f": {move.what}" if move.what else ""
    return f"Move {move.number}, on {day_text(move.on)}{what}."


def _number(course: Course, value: Decimal) -> str:
    return number_text(value, course.kpi.unit)


def _joined(parts: Iterable[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last
