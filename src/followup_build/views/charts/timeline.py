"""The timeline of milestones: one row each, with every day that was promised, expected or reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from followup_build.model.period import FiscalCalendar, Period
from followup_build.model.vocabulary import Frequency
from followup_build.status.wording import count_text, day_text, month_text
from followup_build.views.cells import Chip, Table
from followup_build.views.charts.chart import (
    NARROW,
    WIDE,
    Bar,
    Chart,
    Dot,
    Drawing,
    Key,
    Mark,
    Path,
    Role,
    Shape,
    Text,
)
from followup_build.views.charts.lettering import width_of, wrapped
from followup_build.views.charts.scales import TimeScale, quarters

MOST_ROWS = 18
"""What fits on a sheet of paper; a taller figure would leave the sheet before it blank."""
_REACH = timedelta(days=730)
"""How far from the day, or from the plan's period, an axis goes; what lies beyond stands at its edge."""
_LINE, _PAD, _HEAD, _FOOT = 15, 8, 34, 20
_LABELS = 244
"""The room for words beside the rows, where they stand beside them."""
_ROLES = {role.value: role for role in Role}


@dataclass(frozen=True, slots=True)
class Needed:
    """A milestone for which another waits."""

    ref: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One milestone, with what may be told of it."""

    ref: str
    title: str
    path: str
    chip: Chip
    aside: str
    """A few words beside its status: when it is due, when it was reached."""
    place: str
    """Whose it is, where rows of several departments or plans stand together; else empty."""
    sentence: str
    """All of it in words, for whoever does not see the picture."""
    due: date
    original: date
    between: tuple[date, ...] = ()
    """The days on which it was due between the first and the current one."""
    forecast: date | None = None
    """None also where it has been reached, or where the facts are confidential."""
    achieved: date | None = None
    late_until: date | None = None
    """The day until which it is late, None where it is not."""
    is_dropped: bool = False
    needs: tuple[Needed, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that is drawn."""
        found = (self.original, *self.between, self.due, self.forecast, self.achieved, self.late_until)
        return tuple(one for one in found if one is not None)

    @property
    def role(self) -> Role:
        """The role of its status; a quiet one where its plan no longer counts or does not count yet."""
        return _ROLES.get(self.chip.tone, Role.QUIET)


@dataclass(frozen=True, slots=True)
class Axis:
    """What the rows of a timeline have in common."""

    calendar: FiscalCalendar
    today: date
    period: Period | None = None
    """The time that the plan covers."""


def timeline_chart(
    anchor: str, title: str, rows: Iterable[TimelineRow], axis: Axis, table: Table | None = None, note: str = ""
) -> Chart:
    """Milestones in the order of their due dates, drawn for a desk and for a phone."""
    ordered = tuple(sorted(rows, key=lambda row: (row.due, row.ref)))
    span = _span(ordered, axis)
    lead = f"{count_text(len(ordered), 'milestone').capitalize()} as of {day_text(axis.today)}, by due date."
    return Chart(
        anchor,
        title,
        " ".join((lead, *(row.sentence for row in ordered))),
        tuple(_drawing(ordered, axis, span, width) for width in (WIDE, NARROW)),
        tuple(_keys(ordered, axis, span)),
        table,
        note,
    )


def _span(rows: Sequence[TimelineRow], axis: Axis) -> Period:
    """The days of the axis: whole fiscal quarters around all that is drawn."""
    core = axis.period or Period(axis.today, axis.today)
    days = [core.start, core.end, *(day for row in rows for day in row.days)]
    first = max(min(days), core.start - min(_REACH, core.start - date.min))
    last = min(max(days), core.end + min(_REACH, date.max - core.end))
    quarter = partial(axis.calendar.key_of, Frequency.QUARTERLY)
    return Period(axis.calendar.period(quarter(first)).start, axis.calendar.period(quarter(last)).end)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row at its place in a drawing."""

    row: TimelineRow
    title: str
    waits: tuple[tuple[str, Needed], ...]
    """What it waits for and what has no row in this figure, in words."""
    top: float
    height: float
    y: float
    """Of the line on which its days stand."""


def _drawing(rows: Sequence[TimelineRow], axis: Axis, span: Period, width: int) -> Drawing:
    is_wide = width == WIDE
    scale = TimeScale(span.start, span.end, _LABELS + 10 if is_wide else 8, width - 8)
    placed = tuple(_place(rows, _LABELS if is_wide else width - 4, is_wide=is_wide))
    bottom = placed[-1].top + placed[-1].height if placed else _HEAD
    marks = [
        *_ground(axis, scale, bottom),
        *(mark for one in placed for mark in _label(one)),
        *_elbows(placed, scale),
        *_today(axis, span, scale, bottom, () if is_wide else placed),
        *(mark for one in placed for mark in _days(one, scale)),
    ]
    return Drawing(width, int(bottom + _FOOT), tuple(marks))


def _place(rows: Sequence[TimelineRow], room: float, *, is_wide: bool) -> Iterator[_Placed]:
    drawn = {row.ref for row in rows}
    top: float = _HEAD
    for row in rows:
        title = wrapped(row.title, room, 2)
        waits = tuple((wrapped(f"after {one.title}", room, 2, 11), one) for one in row.needs if one.ref not in drawn)
        lines = title.count("\n") + 2 + bool(row.place) + sum(words.count("\n") + 1 for words, _ in waits)
        height = lines * _LINE + _PAD + (0 if is_wide else 24)
        yield _Placed(row, title, waits, top, height, top + height / 2 if is_wide else top + height - 14)
        top += height


def _ground(axis: Axis, scale: TimeScale, bottom: float) -> Iterator[Mark]:
    if axis.period is not None:
        left, right = scale.x(axis.period.start), scale.x(axis.period.end)
        hint = f"The plan's period: {day_text(axis.period.start)} to {day_text(axis.period.end)}"
        yield Bar(Role.PERIOD, left, _HEAD, right - left, bottom - _HEAD, hint)
    starts = tuple(quarters(axis.calendar, scale.first, scale.last))
    room = (scale.right - scale.left) / len(starts)
    for number, (start, quarter) in enumerate(starts):
        x = scale.x(start)
        yield Path(Role.GRID, ((x, _HEAD - 6), (x, bottom)))
        name, _, year = quarter.partition(" ")
        if room >= width_of(quarter, 11) + 4:
            yield Text(Role.QUIET, x + 2, 12, quarter)
            yield Text(Role.QUIET, x + 2, 25, month_text(start)[:3])
        elif name == "Q1" or number == 0:
            yield Text(Role.QUIET, x + 2, 12, year)
        if width_of(name, 11) + 2 <= room < width_of(quarter, 11) + 4:
            yield Text(Role.QUIET, x + 2, 25, name)


def _label(one: _Placed) -> Iterator[Mark]:
    row = one.row
    yield Path(Role.GRID, ((0, one.top), (WIDE, one.top)))
    y = one.top + 17
    hint = row.title if row.title != one.title.replace("\n", " ") else ""
    yield Text(Role.DROPPED if row.is_dropped else Role.LABEL, 0, y, one.title, path=row.path, hint=hint)
    y += _LINE * (one.title.count("\n") + 1)
    status = f"{row.chip.icon} {row.chip.word}"
    yield Text(Role.QUIET if row.is_dropped else row.role, 0, y, status)
    if row.aside:
        yield Text(Role.QUIET, width_of(status) + 6, y, row.aside)
    if row.place:
        y += _LINE
        yield Text(Role.QUIET, 0, y, row.place)
    for words, needed in one.waits:
        yield Text(Role.QUIET, 0, y + _LINE, words, path=needed.path, hint=f"Depends on {needed.title}")
        y += _LINE * (words.count("\n") + 1)


def _elbows(placed: Sequence[_Placed], scale: TimeScale) -> Iterator[Mark]:
    """Quiet lines from what comes first to what waits for it, around the marks."""
    by_ref = {one.row.ref: one for one in placed}
    for one in placed:
        for needed in one.row.needs:
            first = by_ref.get(needed.ref)
            if first is None:
                continue
            before, after = scale.x(_end(first.row)), scale.x(one.row.due)
            side = 1 if one.y > first.y else -1
            points = (
                (before, first.y + side * 6),
                (before, one.y - side * 11),
                (after, one.y - side * 11),
                (after, one.y - side * 7),
            )
            yield Path(Role.DEPENDENCY, points, f"{one.row.title} depends on {first.row.title}")


def _end(row: TimelineRow) -> date:
    return row.achieved or row.due


def _today(axis: Axis, span: Period, scale: TimeScale, bottom: float, beside: Sequence[_Placed]) -> Iterator[Mark]:
    """The line of the day, through the days of each row alone where words stand between them."""
    if not span.start <= axis.today <= span.end:
        return
    x = scale.x(axis.today)
    pieces = [(one.y - 11, one.y + 12) for one in beside] or [(_HEAD - 6, bottom)]
    for top, end in (*pieces, (bottom, bottom + 4)):
        yield Path(Role.TODAY, ((x, top), (x, end)), day_text(axis.today))
    words = f"today, {day_text(axis.today)}"
    half = width_of(words) / 2
    anchor = "start" if x - half < 0 else "end" if x + half > scale.right else "middle"
    yield Text(Role.LABEL, x, bottom + 16, words, anchor)


def _days(one: _Placed, scale: TimeScale) -> Iterator[Mark]:
    row, y = one.row, one.y
    dot = partial(Dot, y=y)
    due = scale.x(row.due)
    if row.original != row.due:
        yield Path(Role.ORIGINAL, ((scale.x(row.original), y), (due, y)))
        yield dot(
            Role.ORIGINAL, scale.x(row.original), shape=Shape.RING, size=5, hint=_hint("First promised", row.original)
        )
    for day in row.between:
        yield dot(Role.ORIGINAL, scale.x(day), shape=Shape.TICK, size=4, hint=_hint("Moved to", day))
    if row.late_until is not None:
        yield Path(row.role, ((due, y), (scale.x(row.late_until), y)), f"Late until {day_text(row.late_until)}")
    role = Role.DROPPED if row.is_dropped else Role.CURRENT
    yield dot(role, due, shape=Shape.LOZENGE, size=7, hint=_hint("Due", row.due))
    if row.forecast is not None:
        x = scale.x(row.forecast)
        yield dot(Role.FORECAST, x, shape=Shape.TRIANGLE, size=_size(x, due), hint=_hint("Forecast", row.forecast))
    if row.achieved is not None:
        x = scale.x(row.achieved)
        yield dot(Role.ACHIEVED, x, size=_size(x, due), hint=_hint("Reached", row.achieved))


def _size(x: float, due: float) -> float:
    """Smaller where a dot stands inside the mark of the due date."""
    return 3.5 if abs(x - due) < 9 else 5  # noqa: PLR2004 - pixels


def _hint(word: str, day: date) -> str:
    return f"{word} {day_text(day)}"


def _keys(rows: Sequence[TimelineRow], axis: Axis, span: Period) -> Iterator[Key]:
    """What the figure holds, and no more."""
    yield Key(Role.CURRENT, "due", Shape.LOZENGE)
    if any(row.original != row.due for row in rows):
        yield Key(Role.ORIGINAL, "first promised", Shape.RING)
    if any(row.between for row in rows):
        yield Key(Role.ORIGINAL, "due in between", Shape.TICK)
    if any(row.forecast for row in rows):
        yield Key(Role.FORECAST, "forecast", Shape.TRIANGLE)
    if any(row.achieved for row in rows):
        yield Key(Role.ACHIEVED, "reached", Shape.CIRCLE)
    late = {row.role for row in rows if row.late_until is not None}
    if late:
        yield Key(next((role for role in (Role.OFF_TRACK, Role.AT_RISK) if role in late), Role.ACHIEVED), "late")
    drawn = {row.ref for row in rows}
    if any(one.ref in drawn for row in rows for one in row.needs):
        yield Key(Role.DEPENDENCY, "has to come first")
    if axis.period is not None:
        yield Key(Role.PERIOD, "the plan's period", is_filled=True)
    if span.start <= axis.today <= span.end:
        yield Key(Role.TODAY, "today")
