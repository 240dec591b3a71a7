"""Departments: where each stands, with its plans, KPIs, milestones, actions and reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup_build.model.vocabulary import Status
from followup_build.status.item import ItemStatus, RollupFigures
from followup_build.views.between import latest_day, turned_since
from followup_build.views.bowling import Bowling, build_bowling
from followup_build.views.cells import Cell, Chip, Row, Table, chip, chip_of, dated, day
from followup_build.views.charts import sparkline
from followup_build.views.charts.chart import Key
from followup_build.views.gallery import KpiCard, build_gallery
from followup_build.views.goals import goal_table
from followup_build.views.home import FEW_TILES, Count, Tile, by_urgency, counts_of, tile
from followup_build.views.standing import by_standing
from followup_build.views.subject import Subject
from followup_build.views.tables import action_table, kpi_table, milestone_table, plan_table


@dataclass(frozen=True, slots=True)
class DepartmentsView:
    """All departments at a glance."""

    tiles: tuple[Tile, ...]
    are_tiles_small: bool


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """One department."""

    name: str
    chip: Chip
    reasons: str
    head: Cell
    approvers: tuple[Cell, ...]
    counts: tuple[Count, ...]
    assessment: tuple[Chip, str, Cell] | None
    """The department's own latest view, while it holds: status, why, session."""
    last_session: str
    """The day since which the changes are told; empty where no session was held."""
    changes: tuple[Cell, ...]
    """The KPIs and milestones whose status changed since."""
    plans: Table
    goals: Table
    gallery: tuple[KpiCard, ...]
    bowling: Bowling | None
    kpis: Table
    milestones: Table
    actions: Table
    reports: Table
    keys: tuple[Key, ...] = sparkline.KEYS


def build_departments(subject: Subject) -> DepartmentsView:
    """All departments as of the day."""
    tiles = tuple(tile(subject, item) for item in by_urgency(list(_in_order(subject))))
    return DepartmentsView(tiles, len(tiles) > FEW_TILES)


def build_department_pages(subject: Subject) -> Iterator[tuple[str, DepartmentView]]:
    """A page for each department, by its id."""
    for item in _in_order(subject):
        yield item.ref, _department(subject, item)


def _in_order(subject: Subject) -> tuple[ItemStatus, ...]:
    return tuple(subject.snapshot.items["department", department] for department in subject.portfolio.departments)


def _department(subject: Subject, item: ItemStatus) -> DepartmentView:
    names, portfolio = subject.names, subject.portfolio
    settings = portfolio.departments[item.ref]
    plans, drafts, over = by_standing(subject, subject.items("plan", item.ref))

    def that_count(kind: str) -> tuple[ItemStatus, ...]:
        return by_standing(subject, subject.items(kind, item.ref))[0]

    kpis = that_count("kpi")
    open_actions = [
        one for one in subject.items("action", item.ref) if one.status not in (Status.ACHIEVED, Status.DROPPED)
    ]
    figures, since = item.figures, latest_day(subject)
    return DepartmentView(
        item.title,
        chip_of(item),
        " ".join(item.reasons),
        names.person(settings.head),
        names.persons(
            tuple(approver.who for approver in settings.approvers or () if approver.covers(subject.snapshot.as_of))
        ),
        counts_of(figures.counts) if isinstance(figures, RollupFigures) else (),
        _assessment(subject, item.ref),
        day(since) if since else "",
        turned_since(subject, since, item.ref) if since else (),
        plan_table(subject, (*plans, *drafts, *over), names_department=False),
        goal_table(subject, that_count("goal"), "Goals", names_department=False),
        build_gallery(subject, kpis),
        build_bowling(subject, kpis),
        kpi_table(subject, kpis),
        milestone_table(subject, that_count("milestone")),
        action_table(subject, open_actions, "Open actions"),
        _reports(subject, item.ref),
    )


def _assessment(subject: Subject, department: str) -> tuple[Chip, str, Cell] | None:
    as_of = subject.snapshot.as_of
    for session, report in subject.reports_by_department.get(department, ()):
        view = report.data.assessment
        if view is None or report.data.confidential or session.confidential:
            continue
        if view.until is None or view.until >= as_of:
            return chip(view.status), view.because, subject.names.link(report.id.partition("/")[0], "session")
    return None


def _reports(subject: Subject, department: str) -> Table:
    names = subject.names
    rows = tuple(
        Row(
            (
                names.link(report.id.partition("/")[0], "session"),
                dated(session.date),
                names.person(report.data.by) if report.data.by else "–",
            )
        )
        for session, report in subject.reports_by_department.get(department, ())
    )
    return Table("Reports to sessions", ("Session", "Date", "Reported by"), rows, "No reports yet.")
