"""A gallery of KPIs: a card each, with a small picture of where it went and where it should go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from followup_build.model.plan import Kpi
from followup_build.status.item import ItemStatus, KpiFigures
from followup_build.status.wording import number_text, period_text
from followup_build.views.cells import Cell, Chip, Link, short_day
from followup_build.views.charts.chart import Chart
from followup_build.views.charts.course import build_course
from followup_build.views.charts.kpi_words import chart_title, short_words
from followup_build.views.charts.sparkline import build_sparkline
from followup_build.views.standing import standing_chip
from followup_build.views.subject import Subject
from followup_build.views.tables import has_several_plans
from followup_build.views.values import range_text


@dataclass(frozen=True, slots=True)
class KpiCard:
    """A KPI at a glance."""

    name: Link
    plan: Cell
    """Empty where all cards are of one plan."""
    chip: Chip
    value: str
    """The latest one; empty where there is none, or none to be told."""
    when: str
    """The period of the value, or that there is no value yet."""
    target: str
    owner: Cell
    picture: Chart | None


def build_gallery(subject: Subject, items: Iterable[ItemStatus]) -> tuple[KpiCard, ...]:
    """A card for each KPI, in their order."""
    items = tuple(items)
    with_plan = has_several_plans(items)
    return tuple(_card(subject, item, with_plan=with_plan) for item in items)


def _card(subject: Subject, item: ItemStatus, *, with_plan: bool) -> KpiCard:
    names, figures = subject.names, item.figures
    plan_id, _, key = item.ref.partition("/")
    kpi = subject.ledger.plans[plan_id].current.kpis[key]
    value = when = target = ""
    if not item.confidential and isinstance(figures, KpiFigures):
        when = "Not measured yet"
        if figures.value is not None and figures.period is not None:
            value, when = number_text(figures.value, kpi.unit), period_text(figures.period)
        target = _target(kpi, figures)
    course = build_course(subject, item)
    picture = None
    if course is not None:
        anchor = f"kpi-{item.ref.replace('/', '-')}"
        picture = build_sparkline(course, anchor, chart_title(kpi), short_words(course))
    plan = names.link(plan_id, "plan") if with_plan else ""
    return KpiCard(
        names.item(item), plan, standing_chip(subject, item), value, when, target, names.person(item.owner), picture
    )


def _target(kpi: Kpi, figures: KpiFigures) -> str:
    if kpi.range is not None:
        return range_text(kpi.range.low, kpi.range.high, kpi.unit)
    if figures.target is None:
        return ""
    return f"{number_text(figures.target, kpi.unit)} by {short_day(figures.target_at)}"
