"""KPIs: a gallery by department, and a page for each with its chart, its figures and its measurements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from followup_build.model.plan import Kpi
from followup_build.model.progress import Measurement, Progress
from followup_build.model.vocabulary import Combine, Direction, Status
from followup_build.status.item import ItemStatus, KpiFigures
from followup_build.status.kpi import expected_on, target_days
from followup_build.status.series import Point, find_limits, known_points
from followup_build.status.wording import number_text, percent_text, period_text
from followup_build.views.bowling import Bowling, build_bowling
from followup_build.views.cells import Cell, Chip, Prose, Row, Table, day
from followup_build.views.charts import sparkline
from followup_build.views.charts.chart import Chart, Key
from followup_build.views.charts.course import build_course, number_moves
from followup_build.views.charts.kpi import build_kpi_chart
from followup_build.views.charts.kpi_words import chart_title, chart_words, signals_text, trend_text
from followup_build.views.gallery import KpiCard, build_gallery
from followup_build.views.goals import dropped_cell
from followup_build.views.mentions import Mentions, find_mentions
from followup_build.views.moves import moves_table
from followup_build.views.standing import by_standing, sections, standing_chip, where_it_went
from followup_build.views.subject import Subject
from followup_build.views.tables import kpi_table
from followup_build.views.values import due_text, range_text


@dataclass(frozen=True, slots=True)
class KpiSection:
    """The KPIs of a department, as pictures, month by month, and in a table that is complete."""

    gallery: tuple[KpiCard, ...]
    """None for what is past: each picture stands on its KPI's own page, and years of them make a page too heavy."""
    bowling: Bowling | None
    """None for drafts and for what is past, which nobody works by."""
    table: Table


@dataclass(frozen=True, slots=True)
class KpisView:
    """All KPIs, a section a department; drafts and what is past at the end."""

    sections: tuple[KpiSection, ...]
    keys: tuple[Key, ...] = sparkline.KEYS

    @property
    def tables(self) -> tuple[Table, ...]:
        """The KPIs of each section."""
        return tuple(section.table for section in self.sections)


@dataclass(frozen=True, slots=True)
class KpiView:
    """One KPI."""

    title: str
    is_hidden: bool
    chip: Chip
    reasons: tuple[str, ...]
    went: Cell
    """Where it went when another plan took over, or which adjustment dropped it; empty where it stands."""
    plan: Cell
    goal: Cell
    owner: Cell
    summary: Prose
    chart: Chart | None
    """None before the first measurement."""
    facts: tuple[tuple[str, str], ...]
    """Name and value of each figure."""
    has_targets: bool
    """A range has none: it says the same every day."""
    targets: Table
    measurements: Table
    signals: str
    moves: Table
    named_in: tuple[Cell, ...]


def build_kpis(subject: Subject) -> KpisView:
    """All KPIs."""
    current, _, past = by_standing(subject, subject.items("kpi"))
    in_force, over = {item.ref for item in current}, {item.ref for item in past}
    return KpisView(
        tuple(
            KpiSection(
                () if items[0].ref in over else build_gallery(subject, items),
                build_bowling(subject, items, name) if items[0].ref in in_force else None,
                kpi_table(subject, items, name),
            )
            for name, items in sections(subject, "kpi")
        )
    )


def build_kpi_pages(subject: Subject) -> Iterator[tuple[str, KpiView]]:
    """A page for each KPI, by its ref."""
    mentions = find_mentions(subject)
    for item in subject.items("kpi"):
        yield item.ref, _kpi(subject, item, mentions)


def _kpi(subject: Subject, item: ItemStatus, mentions: Mentions) -> KpiView:
    names = subject.names
    plan_id, _, key = item.ref.partition("/")
    kpi = subject.ledger.plans[plan_id].current.kpis[key]
    hidden = item.confidential
    nothing = Table("Confidential", (), (), "Confidential.")
    measurements = _known(subject, item, key)
    points = known_points(
        kpi, subject.plan_of(item).current, measurements, subject.portfolio.calendar, subject.snapshot.as_of
    )
    return KpiView(
        names.item(item).text,
        hidden,
        standing_chip(subject, item),
        () if hidden else item.reasons,
        "" if hidden else dropped_cell(subject, item.ref) or where_it_went(subject, item) or "",
        names.link(plan_id, "plan"),
        names.link(f"{plan_id}/{kpi.goal}" if kpi.goal else None, "goal"),
        names.person(item.owner),
        Prose("" if hidden else kpi.summary or ""),
        _chart(subject, item),
        () if hidden else tuple(_facts(kpi, item)),
        kpi.direction is not Direction.RANGE,
        nothing if hidden else _targets(subject, plan_id, key, kpi),
        nothing if hidden else _measurements(subject, item, kpi, points, measurements),
        "" if hidden else _signals(kpi, points),
        nothing if hidden else _moves(subject, item),
        () if hidden else mentions.get(item.ref, ()),
    )


def _chart(subject: Subject, item: ItemStatus) -> Chart | None:
    course = build_course(subject, item)
    if course is None:
        return None
    return build_kpi_chart(course, chart_title(course.kpi), chart_words(course, item))


def _moves(subject: Subject, item: ItemStatus) -> Table:
    """Every move, with the number that it has on the chart."""
    table = moves_table(subject, subject.ledger.entries_of(item.ref), names_promise=False)
    numbers = [move.number for move in number_moves(subject, item.ref) for _ in move.entries]
    numbered = (
        Row(((f"Move {number}", row.cells[0]), *row.cells[1:]), row.anchor)
        for number, row in zip(numbers, table.rows, strict=True)
    )
    return replace(table, rows=tuple(numbered))


def _known(subject: Subject, item: ItemStatus, key: str) -> Mapping[str, Measurement]:
    progress: Progress | None = subject.facts_of(item)
    return progress.kpis.get(key, {}) if progress else {}


def _facts(kpi: Kpi, item: ItemStatus) -> Iterator[tuple[str, str]]:
    figures = item.figures
    if not isinstance(figures, KpiFigures):
        return
    yield (
        "Value",
        f"{number_text(figures.value, kpi.unit)} ({period_text(figures.period)})"
        if figures.value is not None and figures.period is not None
        else "not measured yet",
    )
    if kpi.direction is Direction.RANGE and kpi.range is not None:
        yield "Range", range_text(kpi.range.low, kpi.range.high, kpi.unit)
        yield "Tolerance", number_text(kpi.range.tolerance, kpi.unit)
    if kpi.baseline is not None:
        yield "Baseline", f"{number_text(kpi.baseline.value, kpi.unit)} ({day(kpi.baseline.date)})"
    if figures.target is not None and item.status is not Status.DROPPED:
        yield "Next target", f"{number_text(figures.target, kpi.unit)} by {day(figures.target_at)}"
    if figures.expected is not None:
        yield "Expected by then", number_text(figures.expected, kpi.unit, decimals=2)
    if figures.attainment is not None:
        yield "Share of the way expected", percent_text(figures.attainment)
    if figures.progress is not None:
        yield "Share of the way to the target", percent_text(figures.progress)
    if figures.trend is not None:
        yield "Trend", trend_text(figures.trend, kpi.unit)
    if figures.forecast is not None:
        yield "Projection, if the trend holds", number_text(figures.forecast, kpi.unit, decimals=2)
    yield "Direction", {"increase": "up", "decrease": "down", "range": "inside a range"}[kpi.direction.value]
    yield "Measured", kpi.frequency.value if kpi.frequency else "–"
    yield (
        "Value to date",
        {
            "last": "the latest measurement",
            "sum": "the total since the plan's start",
            "mean": "the mean since the plan's start",
        }[kpi.combine.value],
    )


def _targets(subject: Subject, plan_id: str, key: str, kpi: Kpi) -> Table:
    calendar = subject.portfolio.calendar
    first = subject.ledger.plans[plan_id].original.kpis.get(key)
    before = dict(target_days(first, calendar)) if first else {}
    key_by_day = {calendar.period(one).end: one for one in kpi.targets}
    rows = tuple(
        Row(
            (
                due_text(key_by_day[when], calendar),
                number_text(value, kpi.unit),
                number_text(before[when], kpi.unit) if when in before else "added later",
            )
        )
        for when, value in target_days(kpi, calendar)
    )
    return Table(
        "Targets", ("By", "Target", "First promised"), rows, "No targets.", numeric=("Target", "First promised")
    )


def _measurements(
    subject: Subject,
    item: ItemStatus,
    kpi: Kpi,
    points: tuple[Point, ...],
    measurements: Mapping[str, Measurement],
) -> Table:
    plan, calendar = subject.plan_of(item).current, subject.portfolio.calendar
    # A latest value is its own value to date, and a range expects the same every day.
    is_combined = kpi.combine is not Combine.LAST
    has_path = kpi.direction is not Direction.RANGE
    found = []
    for point in reversed(points):
        expected = expected_on(kpi, plan, calendar, point.end)
        restated = measurements[point.key].restated
        note: Cell = Prose(point.note or "")
        if restated is not None:
            said = Prose(f"Restated from {number_text(restated.from_, kpi.unit)}: {restated.because}")
            note = (note, said) if point.note else said
        found.append(
            Row(
                (
                    period_text(point.key),
                    number_text(point.value, kpi.unit),
                    *((number_text(point.to_date, kpi.unit, decimals=2),) if is_combined else ()),
                    *(
                        (number_text(expected, kpi.unit, decimals=2) if expected is not None else "–",)
                        if has_path
                        else ()
                    ),
                    note,
                )
            )
        )
    columns = (
        "Period",
        "Value",
        *(("To date",) if is_combined else ()),
        *(("Expected",) if has_path else ()),
        "Note",
    )
    return Table(
        "Measurements",
        columns,
        tuple(found),
        "Nothing has been measured yet.",
        numeric=("Value", "To date", "Expected"),
    )


def _signals(kpi: Kpi, points: tuple[Point, ...]) -> str:
    limits = find_limits(points)
    return signals_text(limits, kpi.unit) if limits else ""
