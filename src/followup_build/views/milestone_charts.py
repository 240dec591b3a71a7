"""What the charts of milestones tell: the rows of timelines and the lines of slip charts, from what may be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from followup_build.ledger.entry import Entry
from followup_build.model.period import Period
from followup_build.status.item import ItemStatus, MilestoneFigures
from followup_build.status.milestone import forecasts
from followup_build.status.wording import day_text
from followup_build.views.cells import Cell, Chip, Link, Row, Table, chip_of, listed, short_day
from followup_build.views.charts.chart import Chart, Role
from followup_build.views.charts.slip import SHAPES, SlipLine, slip_chart
from followup_build.views.charts.timeline import MOST_ROWS, Axis, Needed, TimelineRow, timeline_chart
from followup_build.views.names import path_of
from followup_build.views.standing import standing_chip
from followup_build.views.subject import Subject

Group = tuple[str, tuple[ItemStatus, ...]]
"""A heading, and the milestones below it."""
_NOISE = timedelta(days=7)
"""Forecasts that differ by no more have not moved."""


def timeline_row(subject: Subject, item: ItemStatus, place: str = "") -> TimelineRow:
    """A milestone of a plan that is not confidential; of facts that are, nothing but the promise."""
    figures = figures_of(item)
    milestone = subject.plan_of(item).current.milestones[item.ref.partition("/")[2]]
    chip, is_dropped = standing_chip(subject, item), item.ref in subject.plan_of(item).dropped
    is_told = subject.facts_of(item) is not None
    is_late = figures.days_late is not None and figures.days_late > 0 and _is_status(item, chip)
    return TimelineRow(
        item.ref,
        milestone.title,
        path_of("milestone", item.ref),
        chip,
        _aside(figures, is_told=is_told, is_dropped=is_dropped),
        place,
        _sentence(item, milestone.title, chip, figures),
        figures.due,
        figures.due_original,
        _between(subject, item),
        figures.forecast if is_told and figures.achieved is None and not is_dropped else None,
        figures.achieved if is_told else None,
        figures.due + timedelta(days=figures.days_late or 0) if is_late and not item.confidential else None,
        is_dropped,
        tuple(_needed(subject, ref, item) for ref in milestone.depends_on),
    )


def figures_of(item: ItemStatus) -> MilestoneFigures:
    """The dates of a milestone."""
    assert isinstance(item.figures, MilestoneFigures)  # noqa: S101 - the kind decides the figures
    return item.figures


def _is_status(item: ItemStatus, chip: Chip) -> bool:
    """Whether a chip tells the status, and not that a plan is a draft or gave way to another."""
    return chip == chip_of(item)


def _aside(figures: MilestoneFigures, *, is_told: bool, is_dropped: bool) -> str:
    if figures.achieved is not None and is_told:
        return short_day(figures.achieved)
    return "" if is_dropped else f"due {short_day(figures.due)}"


def _sentence(item: ItemStatus, title: str, chip: Chip, figures: MilestoneFigures) -> str:
    if _is_status(item, chip) and not item.confidential:
        return f"{title}: {chip.word}. {' '.join(item.reasons)}"
    return f"{title}: {chip.word}. Due {day_text(figures.due)}."


def _due_moves(subject: Subject, ref: str) -> tuple[Entry, ...]:
    return tuple(entry for entry in subject.ledger.entries_of(ref) if entry.field == "due")


def _is_secret(subject: Subject, entry: Entry) -> bool:
    return subject.portfolio.adjustments[entry.adjustment].data.confidential


def _between(subject: Subject, item: ItemStatus) -> tuple[date, ...]:
    """What was promised in between; a confidential adjustment keeps its dates."""
    moves = _due_moves(subject, item.ref)
    return tuple(
        one.after
        for one, following in pairwise(moves)
        if not _is_secret(subject, one) and not _is_secret(subject, following)
    )


def _needed(subject: Subject, ref: str, item: ItemStatus) -> Needed:
    """A milestone that comes first, with its department where that is another one."""
    link = subject.names.link(ref, "milestone")
    department = subject.portfolio.department_of(ref)
    whose = subject.names.department(department)
    place = f" ({whose.text})" if department != item.department and isinstance(whose, Link) else ""
    return Needed(ref, f"{link.text}{place}", link.path) if isinstance(link, Link) else Needed(ref, ref, "")


def plan_timelines(subject: Subject, plan_id: str, title: str, groups: Sequence[Group]) -> tuple[Chart, ...]:
    """The timeline of a plan: one figure where it fits on a sheet, else one for each goal."""
    period = subject.ledger.plans[plan_id].current.period
    axis = Axis(subject.portfolio.calendar, subject.snapshot.as_of, Period(period.start, period.end))
    return tuple(
        timeline_chart(
            f"all_timeline_{number}",
            heading,
            [timeline_row(subject, one) for one in items],
            axis,
            dates_table(subject, items, heading),
        )
        for number, (heading, items) in enumerate(_figures(f"Milestones of {title}", groups, MOST_ROWS), start=1)
    )


def _figures(title: str, groups: Sequence[Group], most: int) -> Iterator[Group]:
    """What stands in one figure each: all together where there is room, else each group, cut where it has none."""
    everything = tuple(item for _, items in groups for item in items)
    if len(everything) <= most:
        if everything:
            yield title, everything
        return
    for heading, items in groups:
        yield from cut(heading, items, most)


def cut(heading: str, items: Sequence[ItemStatus], most: int = MOST_ROWS) -> Iterator[Group]:
    """A group in pieces of about one size, by due date, each with its number."""
    ordered = sorted(items, key=lambda item: (figures_of(item).due, item.ref))
    count = -(-len(ordered) // most)
    size = -(-len(ordered) // count) if count else 0
    for number in range(count):
        piece = tuple(ordered[number * size : (number + 1) * size])
        yield heading if count == 1 else f"{heading}, {number + 1} of {count}", piece


def dates_table(subject: Subject, items: Iterable[ItemStatus], caption: str) -> Table:
    """The days that a timeline shows, and what waits for what."""
    found = []
    for item in sorted(items, key=lambda item: (figures_of(item).due, item.ref)):
        row = timeline_row(subject, item)
        needs: Cell = listed(Link(one.title, one.path) for one in row.needs) if row.needs else "–"
        days = (row.original, row.due, row.forecast, row.achieved)
        found.append(Row((Link(row.title, row.path), row.chip, *(short_day(one) for one in days), needs)))
    columns = ("Milestone", "Status", "First promised", "Now", "Forecast", "Reached", "Depends on")
    return Table(caption, columns, tuple(found), "No milestones.")


def slip_line(subject: Subject, item: ItemStatus) -> SlipLine | None:
    """What was forecast of a milestone; None where that is no line, or not to be told."""
    progress = subject.facts_of(item)
    if progress is None:
        return None
    figures, as_of = figures_of(item), subject.snapshot.as_of
    points = [
        (report, forecast)
        for report, forecast in forecasts(progress.milestones.get(item.ref.partition("/")[2], {}), as_of)
        if figures.achieved is None or report <= figures.achieved
    ]
    reports = len(points)
    if figures.achieved is not None and points:
        points.append((figures.achieved, figures.achieved))
    if len(points) < 2:  # noqa: PLR2004 - the ends of a line
        return None
    chip = standing_chip(subject, item)
    return SlipLine(
        item.title,
        path_of("milestone", item.ref),
        Role(chip.tone) if _is_status(item, chip) else Role.NO_DATA,
        tuple(points),
        figures.achieved is not None,
        reports,
        _promised(subject, item, points[0][0], figures),
    )


def _promised(
    subject: Subject, item: ItemStatus, first: date, figures: MilestoneFigures
) -> tuple[tuple[date, date], ...]:
    moves = _due_moves(subject, item.ref)
    if not moves or any(_is_secret(subject, one) for one in moves):
        return ((first, figures.due),)
    in_force = next((one.after for one in reversed(moves) if one.on <= first), figures.due_original)
    return ((first, in_force), *((one.on, one.after) for one in moves if one.on > first))


def plan_slips(subject: Subject, plan_id: str, title: str, groups: Sequence[Group]) -> tuple[Chart, ...]:
    """The slip charts of a plan: one where its lines can be told apart, else one for each goal."""
    told = [(heading, tuple(item for item in items if slip_line(subject, item))) for heading, items in groups]
    return tuple(
        _slip_chart(subject, plan_id, f"all_slip_{number}", heading, items)
        for number, (heading, items) in enumerate(_figures(f"Forecasts of {title}", told, len(SHAPES)), start=1)
    )


def _slip_chart(subject: Subject, plan_id: str, anchor: str, heading: str, items: Iterable[ItemStatus]) -> Chart:
    lines = [line for item in items if (line := slip_line(subject, item)) is not None]
    found = tuple(
        Row(
            (
                Link(line.title, line.path),
                short_day(line.points[0][1]),
                f"{'reached ' if line.is_reached else ''}{short_day(line.points[-1][1])}",
                line.change,
                str(line.reports),
            )
        )
        for line in lines
    )
    columns = ("Milestone", "First forecast", "Last forecast", "Change", "Reports")
    table = Table(heading, columns, found, numeric=("Reports",))
    return slip_chart(anchor, heading, lines, _until(subject, plan_id, lines), table)


def _until(subject: Subject, plan_id: str, lines: Iterable[SlipLine]) -> date:
    """The last day of the axis: today, while the plan goes on and something is open."""
    if all(line.is_reached for line in lines):
        return date.min
    return min(subject.snapshot.as_of, subject.ledger.plans[plan_id].current.period.end)


def own_slip(subject: Subject, item: ItemStatus) -> Chart | None:
    """The slip chart in a milestone's card; None where nothing slipped, since a level line tells no more than words."""
    line = slip_line(subject, item)
    if line is None:
        return None
    told = [forecast for _, forecast in line.points]
    if max(told) - min(told) <= _NOISE and len(line.promised) == 1:
        return None
    plan_id, _, key = item.ref.partition("/")
    title = f"{item.title}: forecasts and due date"
    return slip_chart(f"{key}_slip", title, [line], _until(subject, plan_id, [line]), is_card=True)
