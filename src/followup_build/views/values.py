"""The fields of a promise and what they hold, in words: periods, days, ranges, names that lead to their pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from followup_build.ledger.books import Ledger
from followup_build.model.organisation import Thresholds
from followup_build.model.period import FiscalCalendar, frequency_of
from followup_build.model.plan import Baseline, Goal, Kpi, Milestone, PlanPeriod, Range, Resource
from followup_build.model.vocabulary import Frequency
from followup_build.status.wording import day_text, number_text, percent_text, period_text
from followup_build.views.cells import Cell, Prose, listed
from followup_build.views.names import Names

_FIELDS = {
    "combine": "Value to date",
    "path": "Path between targets",
    "major": "Major milestone",
    "supersedes": "Follows",
    "frequency": "Measured",
}
"""Fields whose name alone does not say what they are."""
_TARGET = "target "


def due_text(key: str, calendar: FiscalCalendar) -> str:
    """The same, with the last day where the period does not tell it: a fiscal quarter ends when the year says."""
    text = period_text(key)
    if frequency_of(key) in (Frequency.DATED, Frequency.MONTHLY):
        return text
    return f"{text} ({day_text(calendar.period(key).end)})"


def field_text(name: str, calendar: FiscalCalendar) -> str:
    """A field as people call it: `Depends on`, `Target for Q2 2026 (31 August 2026)`."""
    if name.startswith(_TARGET):
        return f"Target for {due_text(name.removeprefix(_TARGET), calendar)}"
    return _FIELDS.get(name) or name.replace("_", " ").capitalize()


def range_text(low: Decimal | None, high: Decimal | None, unit: str | None) -> str:
    """The range in which a KPI should stay."""
    if low is not None and high is not None:
        return f"{number_text(low)} to {number_text(high, unit)}"
    if low is not None:
        return f"at least {number_text(low, unit)}"
    return f"at most {number_text(high, unit)}" if high is not None else "–"


def unit_of(ledger: Ledger, ref: str) -> str | None:
    """In what a KPI or a resource is counted, as promised now."""
    plan_id, _, key = ref.partition("/")
    books = ledger.plans.get(plan_id)
    if books is None:
        return None
    counted = books.current.kpis.get(key) or books.current.resources.get(key)
    return counted.unit if counted else None


def value_cell(names: Names, ref: str, name: str, value: Any) -> Cell:
    """What a field of a promise holds; persons and promises by their names, which lead to their pages."""
    unit = unit_of(names.ledger, ref)
    if value is None or value in ((), ""):
        return "–"
    if isinstance(value, Goal | Milestone | Kpi | Resource):
        return _promise(value)
    if name == "owner":
        return names.person(value)
    if name == "goal":
        return names.link(f"{ref.partition('/')[0]}/{value}", "goal")
    if name == "supersedes":
        return names.link(value, "plan")
    if isinstance(value, tuple):
        return listed(names.links(value))
    if name == "summary":
        return Prose(value)
    return _plain(value, unit)


def _plain(value: Any, unit: str | None) -> str:
    """A value that leads nowhere."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return number_text(value, unit)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Range):
        tolerance = f", tolerance {number_text(value.tolerance)}" if value.tolerance else ""
        return f"{range_text(value.low, value.high, unit)}{tolerance}"
    if isinstance(value, Baseline):
        return f"{number_text(value.value, unit)} on {day_text(value.date)}"
    if isinstance(value, Thresholds):
        return f"on track from {percent_text(value.green)}, at risk from {percent_text(value.amber)}"
    if isinstance(value, PlanPeriod):
        return f"{day_text(value.start)} to {day_text(value.end)}"
    return str(value.value) if isinstance(value, Enum) else str(value)


def _promise(promise: Goal | Milestone | Kpi | Resource) -> Cell:
    """A whole promise: its title, and what is promised."""
    if isinstance(promise, Milestone):
        return promise.title, f"due {day_text(promise.due)}"
    if isinstance(promise, Resource):
        return promise.title, number_text(promise.amount, promise.unit)
    if isinstance(promise, Kpi):
        targets = [
            f"{number_text(value, promise.unit)} for {period_text(key)}" for key, value in promise.targets.items()
        ]
        return promise.title, f"target {' and '.join(targets)}" if targets else ""
    return promise.title
