"""Commitments: what became of what was promised, how often promises moved, and whether adjustments worked.

By department, by kind and by quarter, and never by person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from followup_build.ledger.approval import AdjustmentState
from followup_build.ledger.books import CurrentPlan, Ledger
from followup_build.ledger.kind import AdjustmentKind, kinds_of
from followup_build.ledger.succession import find_heir, find_successors
from followup_build.model.period import FiscalCalendar
from followup_build.model.vocabulary import Frequency, Status
from followup_build.portfolio import ORGANISATION, Portfolio
from followup_build.status.item import AdjustmentFigures, ItemStatus, MilestoneFigures
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
_OF_TARGETS = ("range", "baseline", "path")


def promises_by_department(
    portfolio: Portfolio, ledger: Ledger, snapshot: Snapshot
) -> Mapping[str, Mapping[Fate, int]]:
    """What became of the promises of each department's approved plans; the organisation's own stand first."""
    successors = find_successors(portfolio, ledger, snapshot.as_of)
    found: dict[str, Counter[Fate]] = {body: Counter() for body in (ORGANISATION, *portfolio.departments)}
    for kind in ("milestone", "kpi"):
        for item in snapshot.of_kind(kind):
            plan = ledger.plans[item.ref.partition("/")[0]]
            standing = snapshot.standing[plan.id]
            if standing in (Standing.DRAFT, Standing.AHEAD) or plan.current.department not in found:
                continue
            fate = _fate(ledger, item, plan, standing, successors.get(plan.id), snapshot.as_of)
            if fate is not None:
                found[plan.current.department][fate] += 1
    return {body: {fate: counts[fate] for fate in Fate} for body, counts in found.items() if counts}


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


def moves_by_quarter(ledger: Ledger, calendar: FiscalCalendar) -> Mapping[Move, Mapping[str, int]]:
    """How often what of a promise moved, by the fiscal quarter in which the adjustment was approved."""
    found: dict[Move, Counter[str]] = defaultdict(Counter)
    for entry in ledger.entries:
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


def effects(snapshot: Snapshot) -> Mapping[Effect, int]:
    """How many of the approved adjustments worked."""
    found = Counter(effect_of(item) for item in snapshot.of_kind("adjustment"))
    return {effect: found[effect] for effect in Effect}


def effects_by_kind(portfolio: Portfolio, snapshot: Snapshot) -> Mapping[AdjustmentKind | None, Mapping[Effect, int]]:
    """The same by what they touch; one that touches two kinds counts in both, a confidential one under None."""
    found: dict[AdjustmentKind | None, Counter[Effect]] = defaultdict(Counter)
    for item in snapshot.of_kind("adjustment"):
        effect = effect_of(item)
        if effect is None:
            continue
        data = portfolio.adjustments[item.ref].data
        for kind in (None,) if data.confidential else kinds_of(portfolio, data):
            found[kind][effect] += 1
    order: tuple[AdjustmentKind | None, ...] = (*AdjustmentKind, None)
    return {kind: {effect: found[kind][effect] for effect in Effect} for kind in order if found[kind]}
