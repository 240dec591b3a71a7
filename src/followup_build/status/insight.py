"""Insight: what the records teach as a whole, as of a date; by department and kind, and never a ranking of persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.ledger.books import Ledger
from followup_build.ledger.kind import AdjustmentKind
from followup_build.model.period import FiscalCalendar
from followup_build.model.vocabulary import CauseCategory, Frequency
from followup_build.portfolio import Portfolio
from followup_build.status.commitments import (
    Effect,
    Fate,
    Move,
    effects,
    effects_by_kind,
    moves_by_quarter,
    promises_by_department,
)
from followup_build.status.lessons import (
    Answer,
    FeedbackFigures,
    NeedState,
    PracticeFigures,
    Returning,
    achievements_by_quarter,
    answers,
    causes_by_quarter,
    feedback_figures,
    practice_figures,
    returning_causes,
    training_by_department,
)
from followup_build.status.scope import EVERYTHING, Scope
from followup_build.status.snapshot import Snapshot

QUARTERS = 8
"""So many quarters a picture goes back."""


@dataclass(frozen=True, slots=True)
class Insight:
    """All figures of insight."""

    promises: Mapping[str, Mapping[Fate, int]]
    """By department."""
    moves: Mapping[Move, Mapping[str, int]]
    """By fiscal quarter, as are causes and achievements."""
    effects: Mapping[Effect, int]
    effects_by_kind: Mapping[AdjustmentKind | None, Mapping[Effect, int]]
    answers: Mapping[Answer, int]
    causes: Mapping[CauseCategory, Mapping[str, int]]
    returning: tuple[Returning, ...]
    training: Mapping[str, Mapping[NeedState, int]]
    """By department."""
    practices: PracticeFigures
    feedback: FeedbackFigures
    achievements: Mapping[str, Mapping[str, int]]
    """By department, then by fiscal quarter."""


def build_insight(portfolio: Portfolio, ledger: Ledger, snapshot: Snapshot, scope: Scope = EVERYTHING) -> Insight:
    """Everything at once; pages that show one figure ask for that one."""
    as_of = snapshot.as_of
    return Insight(
        promises_by_department(portfolio, ledger, snapshot, scope),
        moves_by_quarter(ledger, portfolio.calendar, scope),
        effects(portfolio, snapshot, scope),
        effects_by_kind(portfolio, snapshot, scope),
        answers(portfolio, snapshot, scope),
        causes_by_quarter(portfolio, as_of, scope),
        returning_causes(portfolio, as_of, scope),
        training_by_department(portfolio, snapshot, scope),
        practice_figures(portfolio, as_of, scope),
        feedback_figures(portfolio, snapshot, scope),
        achievements_by_quarter(portfolio, as_of, scope),
    )


def quarters_of(counts: Iterable[Mapping[str, int]], calendar: FiscalCalendar, as_of: date) -> tuple[str, ...]:
    """The fiscal quarters from the first that anything is counted in to that of the day, at most the latest few."""
    counted = {quarter for one in counts for quarter, number in one.items() if number}
    if not counted:
        return ()
    last = max(*counted, calendar.key_of(Frequency.QUARTERLY, as_of))
    in_order = [min(counted)]
    while in_order[-1] < last:
        after = calendar.period(in_order[-1]).end + timedelta(days=1)
        in_order.append(calendar.key_of(Frequency.QUARTERLY, after))
    return tuple(in_order[-QUARTERS:])
