"""KPIs: a gallery by department, and a page for each with its figures, its path and its measurements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup_build.model.plan import Kpi
from followup_build.model.vocabulary import Direction
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import ItemStatus, KpiFigures
from followup_build.status.kpi import expected_on, target_days
from followup_build.status.series import find_limits, known_points
from followup_build.status.wording import number_text, percent_text
from followup_build.views.cells import Cell, Chip, Prose, Row, Table, chip_of, day
from followup_build.views.plans import moves_table
from followup_build.views.subject import Subject, kpi_table, range_text


@dataclass(frozen=True, slots=True)
class KpisView:
    """All KPIs by department."""

    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class KpiView:
    """One KPI."""

    title: str
    is_hidden: bool
    chip: Chip
    reasons: tuple[str, ...]
    plan: Cell
    goal: Cell
    owner: Cell
    summary: Prose
    facts: tuple[tuple[str, str], ...]
    """Name and value of each figure."""
    targets: Table
    measurements: Table
    signals: str
    moves: Table


def build_kpis(subject: Subject) -> KpisView:
    """All KPIs, a table a department."""
    tables = []
    for department in (ORGANISATION, *subject.portfolio.departments):
        items = subject.items("kpi", department)
        if items:
            name = (
                subject.portfolio.organisation.name
                if department == ORGANISATION
                else subject.portfolio.departments[department].name
            )
            tables.append(kpi_table(subject, items, name or department))
    return KpisView(tuple(tables))


def build_kpi_pages(subject: Subject) -> Iterator[tuple[str, KpiView]]:
    """A page for each KPI, by its ref."""
    for item in subject.items("kpi"):
        yield item.ref, _kpi(subject, item)


def _kpi(subject: Subject, item: ItemStatus) -> KpiView:
    names = subject.names
    plan_id, _, key = item.ref.partition("/")
    plan = subject.ledger.plans[plan_id].current
    kpi = plan.kpis[key]
    hidden = item.confidential
    nothing = Table("Confidential", (), (), "Confidential.")
    return KpiView(
        names.item(item).text,
        hidden,
        chip_of(item),
        () if hidden else item.reasons,
        names.link(plan_id, "plan"),
        names.link(f"{plan_id}/{kpi.goal}" if kpi.goal else None, "goal"),
        names.person(item.owner),
        Prose("" if hidden else kpi.summary or ""),
        () if hidden else tuple(_facts(kpi, item)),
        nothing if hidden else _targets(subject, plan_id, kpi),
        nothing if hidden else _measurements(subject, plan_id, key, kpi),
        "" if hidden else _signals(subject, plan_id, key, kpi),
        nothing if hidden else moves_table(subject, subject.ledger.entries_of(item.ref)),
    )


def _facts(kpi: Kpi, item: ItemStatus) -> Iterator[tuple[str, str]]:
    figures = item.figures
    if not isinstance(figures, KpiFigures):
        return
    yield (
        "Value",
        f"{number_text(figures.value, kpi.unit)} ({day(figures.at)})"
        if figures.value is not None
        else "not measured yet",
    )
    if kpi.direction is Direction.RANGE and kpi.range is not None:
        yield "Range", range_text(kpi.range.low, kpi.range.high, kpi.unit)
        yield "Tolerance", number_text(kpi.range.tolerance, kpi.unit)
    if kpi.baseline is not None:
        yield "Baseline", f"{number_text(kpi.baseline.value, kpi.unit)} ({day(kpi.baseline.date)})"
    if figures.target is not None:
        yield "Next target", f"{number_text(figures.target, kpi.unit)} by {day(figures.target_at)}"
    if figures.expected is not None:
        yield "Expected by then", number_text(round(figures.expected, 2), kpi.unit)
    if figures.attainment is not None:
        yield "Share of the way expected", percent_text(figures.attainment)
    if figures.progress is not None:
        yield "Share of the way to the target", percent_text(figures.progress)
    if figures.forecast is not None:
        yield "Projection, if the trend holds", number_text(round(figures.forecast, 2), kpi.unit)
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


def _targets(subject: Subject, plan_id: str, kpi: Kpi) -> Table:
    original = subject.ledger.plans[plan_id].original
    first = next((one for key, one in original.kpis.items() if one.title == kpi.title), None)
    before = dict(target_days(first, subject.portfolio.calendar)) if first else {}
    rows = tuple(
        Row((day(when), number_text(value, kpi.unit), number_text(before[when], kpi.unit) if when in before else "–"))
        for when, value in target_days(kpi, subject.portfolio.calendar)
    )
    return Table("Targets", ("By", "Target", "First promised"), rows, "No targets.")


def _measurements(subject: Subject, plan_id: str, key: str, kpi: Kpi) -> Table:
    plan = subject.ledger.plans[plan_id].current
    progress = subject.portfolio.progress.get(plan_id)
    measurements = progress.data.kpis.get(key, {}) if progress else {}
    calendar = subject.portfolio.calendar
    found = []
    for point in reversed(known_points(kpi, plan, measurements, calendar, subject.snapshot.as_of)):
        expected = expected_on(kpi, plan, calendar, point.end)
        note = (
            Prose(point.note or "")
            if not point.restated
            else (Prose(point.note or ""), f"restated: {_because(measurements[point.key].restated)}")
        )
        found.append(
            Row(
                (
                    point.key,
                    number_text(point.value, kpi.unit),
                    number_text(round(point.to_date, 2), kpi.unit),
                    number_text(round(expected, 2), kpi.unit) if expected is not None else "–",
                    note,
                )
            )
        )
    return Table(
        "Measurements",
        ("Period", "Value", "To date", "Expected", "Note"),
        tuple(found),
        "Nothing has been measured yet.",
    )


def _because(restated: object) -> str:
    return str(getattr(restated, "because", ""))


def _signals(subject: Subject, plan_id: str, key: str, kpi: Kpi) -> str:
    plan = subject.ledger.plans[plan_id].current
    progress = subject.portfolio.progress.get(plan_id)
    points = known_points(
        kpi,
        plan,
        progress.data.kpis.get(key, {}) if progress else {},
        subject.portfolio.calendar,
        subject.snapshot.as_of,
    )
    limits = find_limits(points)
    if limits is None:
        return ""
    spread = f"{number_text(round(limits.low, 2), kpi.unit)} to {number_text(round(limits.high, 2), kpi.unit)}"
    if limits.signals:
        return f"Values between {spread} are noise; {', '.join(limits.signals)} lie outside and are signals."
    return f"All values lie between {spread}: noise, no signal."
