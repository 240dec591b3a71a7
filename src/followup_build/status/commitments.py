"""Commitments: what became of what was promised, how often promises moved, and whether adjustments worked.

By department, by kind and by quarter, and never by person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from followup_build.ledger.approval import AdjustmentState
from followup_build.ledger.books import CurrentPlan, Ledger
from followup_build.ledger.kind import AdjustmentKind, kinds_of
from followup_build.ledger.succession import find_heir, find_successors
from followup_build.model.period import FiscalCalendar
from followup_build.model.vocabulary import Frequency, Status
from followup_build.portfolio import ORGANISATION, Portfolio
from followup_build.status.item import AdjustmentFigures, ItemStatus, KpiFigures, MilestoneFigures
from followup_build.status.scope import EVERYTHING, Scope
from followup_build.status.snapshot import Snapshot
from followup_build.status.standing import Standing


class Fate(StrEnum):
    """What became of a milestone or KPI of an approved plan."""

    KEPT = "kept"
    """By the first date, or the first target."""
    MOVED = "kept after a move"
    LATE = "reached late"
    """After the date that held in the end."""
    MISSED = "missed"
    """Its date has passed without it."""
    DROPPED = "dropped"
    OPEN = "still open"


class Effect(StrEnum):
    """What is known of an approved adjustment."""

    EFFECTIVE = "effective"
    PARTLY = "partly effective"
    INEFFECTIVE = "ineffective"
    OVERDUE = "should have been looked at"
    AHEAD = "to be looked at later"


class Move(StrEnum):
    """What of a promise moved."""

    DATE = "dates"
    TARGET = "targets"
    SCOPE = "added or dropped"
    OTHER = "owners, money, words"


_APPLIED = {
    AdjustmentState.EFFECTIVE: Effect.EFFECTIVE,
    AdjustmentState.PARTLY: Effect.PARTLY,
    AdjustmentState.INEFFECTIVE: Effect.INEFFECTIVE,
}
Worked = tuple[ItemStatus, Effect, date | None]
"""An adjustment, what is known of it, and since when."""
_OF_TARGETS = ("range", "baseline", "path")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one promise."""

    item: ItemStatus
    department: str
    fate: Fate
    on: date | None
    """The day that decided it; None while it is open."""


def iter_outcomes(portfolio: Portfolio, ledger: Ledger, snapshot: Snapshot) -> Iterator[Outcome]:
    """What became of each milestone and KPI of an approved plan that has begun."""
    successors = find_successors(portfolio, ledger, snapshot.as_of)
    for kind in ("milestone", "kpi"):
        for item in snapshot.of_kind(kind):
            plan = ledger.plans[item.ref.partition("/")[0]]
            standing = snapshot.standing[plan.id]
            department = plan.current.department
            if standing in (Standing.DRAFT, Standing.AHEAD) or department is None:
                continue
            fate = _fate(ledger, item, plan, standing, successors.get(plan.id), snapshot.as_of)
            if fate is not None:
                yield Outcome(item, department, fate, _decided_on(item, plan, fate))


def promises_by_department(
    portfolio: Portfolio, ledger: Ledger, snapshot: Snapshot, scope: Scope = EVERYTHING
) -> Mapping[str, Mapping[Fate, int]]:
    """What became of the promises of each department's approved plans; the organisation's own stand first."""
    found: dict[str, Counter[Fate]] = {body: Counter() for body in (ORGANISATION, *portfolio.departments)}
    for one in iter_outcomes(portfolio, ledger, snapshot):
        if one.department in found and scope.is_of(one.department) and scope.is_new(one.on):
            found[one.department][one.fate] += 1
    return {body: {fate: counts[fate] for fate in Fate} for body, counts in found.items() if counts}


def _decided_on(item: ItemStatus, plan: CurrentPlan, fate: Fate) -> date | None:
    """The day on which the fate of a promise was decided; a KPI's is that of its last target, or its plan's end."""
    if fate is Fate.OPEN:
        return None
    if fate is Fate.DROPPED:
        dropped = plan.dropped.get(item.ref)
        return dropped.on if dropped is not None else plan.current.period.end
    if isinstance(item.figures, MilestoneFigures):
        return item.figures.achieved or item.figures.due
    return (item.figures.target_at if isinstance(item.figures, KpiFigures) else None) or plan.current.period.end


def _fate(
    ledger: Ledger,
    item: ItemStatus,
    plan: CurrentPlan,
    standing: Standing,
    successor: CurrentPlan | None,
    as_of: date,
) -> Fate | None:
    """What became of one promise; None where another plan carries it on, and it is counted there."""
    figures = item.figures
    if item.status is Status.DROPPED:
        return Fate.DROPPED
    if isinstance(figures, MilestoneFigures):
        if figures.achieved is not None:
            if figures.achieved <= figures.due_original:
                return Fate.KEPT
            return Fate.MOVED if figures.achieved <= figures.due else Fate.LATE
        if figures.due < as_of:
            return Fate.MISSED
    elif item.status is Status.ACHIEVED:
        is_moved = any(_move_of(entry.field) is Move.TARGET for entry in ledger.entries_of(item.ref))
        return Fate.MOVED if is_moved else Fate.KEPT
    elif item.status is Status.MISSED:
        return Fate.MISSED
    if successor is not None:
        heir = find_heir(plan, successor, item.kind, item.ref.partition("/")[2])
        return None if heir is not None else Fate.DROPPED
    if standing is Standing.ENDED and item.kind == "kpi":
        # A range has no last target: the end of its plan is the day on which it counts.
        return Fate.KEPT if item.status is Status.ON_TRACK else Fate.MISSED
    return Fate.OPEN


def _move_of(field: str) -> Move:
    if field in ("due", "period"):
        return Move.DATE
    if field.startswith("target ") or field in _OF_TARGETS:
        return Move.TARGET
    return Move.SCOPE if field in ("added", "dropped") else Move.OTHER


def moves_by_quarter(
    ledger: Ledger, calendar: FiscalCalendar, scope: Scope = EVERYTHING
) -> Mapping[Move, Mapping[str, int]]:
    """How often what of a promise moved, by the fiscal quarter in which the adjustment was approved."""
    found: dict[Move, Counter[str]] = defaultdict(Counter)
    for entry in ledger.entries:
        plan = ledger.plans[entry.ref.partition("/")[0]].current
        if not scope.is_of(plan.department) or not scope.is_new(entry.on):
            continue
        found[_move_of(entry.field)][calendar.key_of(Frequency.QUARTERLY, entry.on)] += 1
    return {move: found[move] for move in Move if found[move]}


def effect_of(item: ItemStatus) -> Effect | None:
    """What is known of an adjustment; None where it does not apply: proposed, rejected or withdrawn."""
    if not isinstance(item.figures, AdjustmentFigures):
        return None
    if item.figures.state is AdjustmentState.APPROVED:
        # An approved adjustment is at risk for one reason: the day of its follow-up has passed without a review.
        return Effect.OVERDUE if item.status is Status.AT_RISK else Effect.AHEAD
    return _APPLIED.get(item.figures.state)


def iter_effects(portfolio: Portfolio, snapshot: Snapshot, scope: Scope = EVERYTHING) -> Iterator[Worked]:
    """What is known of each approved adjustment; it counts on the day of its review, before that on its approval's."""
    for item in snapshot.of_kind("adjustment"):
        effect = effect_of(item)
        if effect is None or not isinstance(item.figures, AdjustmentFigures):
            continue
        review = portfolio.adjustments[item.ref].data.review
        day = review.on if review is not None and effect in _APPLIED.values() else item.figures.approved
        if scope.is_of(item.department) and scope.is_new(day):
            yield item, effect, day


def effects(portfolio: Portfolio, snapshot: Snapshot, scope: Scope = EVERYTHING) -> Mapping[Effect, int]:
    """How many of the approved adjustments worked."""
    found = Counter(effect for _, effect, _ in iter_effects(portfolio, snapshot, scope))
    return {effect: found[effect] for effect in Effect}


def effects_by_kind(
    portfolio: Portfolio, snapshot: Snapshot, scope: Scope = EVERYTHING
) -> Mapping[AdjustmentKind | None, Mapping[Effect, int]]:
    """The same by what they touch; one that touches two kinds counts in both, a confidential one under None."""
    found: dict[AdjustmentKind | None, Counter[Effect]] = defaultdict(Counter)
    for item, effect, _ in iter_effects(portfolio, snapshot, scope):
        data = portfolio.adjustments[item.ref].data
        for kind in (None,) if data.confidential else kinds_of(portfolio, data):
            found[kind][effect] += 1
    order: tuple[AdjustmentKind | None, ...] = (*AdjustmentKind, None)
    return {kind: {effect: found[kind][effect] for effect in Effect} for kind in order if found[kind]}
