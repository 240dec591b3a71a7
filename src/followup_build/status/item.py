"""The status of one item: the word, the figures behind it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from followup_build.ledger.approval import AdjustmentState
from followup_build.model.vocabulary import ActionState, Confidence, Status


@dataclass(frozen=True, slots=True)
class KpiFigures:
    """The numbers of a KPI; None where there is nothing to compute from."""

    value: Decimal | None = None
    """To date: the latest measurement, the total or the mean, as the KPI combines them."""
    at: date | None = None
    """The last day of the latest measured period."""
    period: str | None = None
    """The key of that period."""
    baseline: Decimal | None = None
    target: Decimal | None = None
    """The next target from the as-of date on, else the last one."""
    target_at: date | None = None
    progress: Decimal | None = None
    """(value - baseline) / (target - baseline); for `sum` the baseline counts as zero."""
    expected: Decimal | None = None
    """What the path asks for on the day `at`."""
    attainment: Decimal | None = None
    """(value - start) / (expected - start)."""
    forecast: Decimal | None = None
    """The projection to the next target's day by least squares, from three measurements on."""
    trend: Decimal | None = None
    """The change a day by least squares, from three measurements on."""
    measured: int = 0
    """How many measurements count."""
    missing_since: date | None = None
    """The end of the first period without a measurement that should be there by now."""


@dataclass(frozen=True, slots=True)
class MilestoneFigures:
    """The dates of a milestone."""

    due_original: date
    due: date
    forecast: date | None = None
    achieved: date | None = None
    days_late: int | None = None
    """Against the current due date; negative is early; None while nothing is known to be late or reached."""
    days_late_original: int | None = None
    moves: int = 0
    percent: int | None = None
    confidence: Confidence | None = None
    updated: date | None = None
    """The day of the last update."""


@dataclass(frozen=True, slots=True)
class ActionFigures:
    """The dates and the state of an action."""

    due_original: date
    due: date
    follow_up: date | None
    state: ActionState
    days_overdue: int = 0
    moves: int = 0
    updated: date | None = None
    closed: date | None = None
    """The day on which it was done or dropped, None while it is open."""
    days_late: int | None = None
    """Of an action that is done: days after its current due date, negative is early."""


@dataclass(frozen=True, slots=True)
class AdjustmentFigures:
    """Where an adjustment stands."""

    state: AdjustmentState
    approved: date | None = None
    waiting_for: tuple[str, ...] = ()
    """Departments whose approval is missing."""
    follow_up: date | None = None


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """When a session is, and whether it was missed."""

    date: date
    is_missed: bool = False


@dataclass(frozen=True, slots=True)
class RollupFigures:
    """What lies below a goal, a plan, a department or the organisation."""

    counts: Mapping[Status, int]
    """Of the KPIs and milestones below, by status, worst first; without the statuses that nothing has."""
    actions: Mapping[Status, int]
    """Of the actions that belong here; they colour nothing."""


Figures = KpiFigures | MilestoneFigures | ActionFigures | AdjustmentFigures | SessionFigures | RollupFigures


@dataclass(frozen=True, slots=True)
class ItemStatus:
    """One item as of a date."""

    kind: str
    """`organisation`, `department`, `plan`, `goal`, `kpi`, `milestone`, `action`, `session` or `adjustment`."""
    ref: str
    title: str
    status: Status
    stale: bool
    owner: str | None
    department: str | None
    """None for the organisation and for sessions."""
    reasons: tuple[str, ...]
    """Sentences, each with a full stop; the one that decided comes first."""
    figures: Figures
    confidential: bool = False
