"""What became of dated promises in a period: milestones and actions completed, overdue, ahead, pushed out, added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from followup_build.model.period import Period
from followup_build.model.vocabulary import ActionState, Status
from followup_build.status.item import ActionFigures, ItemStatus, MilestoneFigures
from followup_build.status.snapshot import Snapshot
from followup_build.status.standing import OWED, Standing

_DONE = (ActionState.DONE, ActionState.VERIFIED)


class PeriodState(StrEnum):
    """Where a promise stood at the end of a period, or what happened to it meanwhile."""

    COMPLETED = "completed"
    """Reached or done in the period."""
    OVERDUE = "overdue"
    """Open, and its date has passed."""
    UPCOMING = "upcoming"
    """Open, and due until the end of the next period."""
    IN_FLIGHT = "in flight"
    """Open, and due later."""
    PUSHED_OUT = "pushed out"
    """Open, was due in the period when that began, and is due after it now; counted among the open ones as well."""
    ADDED = "added"
    """Not known when the period began; counted where it stands as well."""
    DROPPED = "dropped"
    """Taken back in the period."""


@dataclass(frozen=True, slots=True)
class Span:
    """A period, as far as it has passed."""

    period: Period
    as_of: date
    """Its end, or the day to look from where that comes first."""
    horizon: date
    """The end of the period after it."""


def sort_promises(
    now: Snapshot, before: Snapshot, span: Span, items: Iterable[ItemStatus]
) -> Mapping[PeriodState, tuple[ItemStatus, ...]]:
    """The milestones and actions among some items by what became of them, those due first in front.

    Args:
        now: everything as of the span's day.
        before: the same as of the day before the period began.
        span: the period.
        items: what to sort, as of the span's day; what is neither is left out.
    """
    found: dict[PeriodState, list[ItemStatus]] = {state: [] for state in PeriodState}
    for item in items:
        figures = item.figures
        if isinstance(figures, ActionFigures | MilestoneFigures):
            for state in _states(now, before, span, item, figures):
                found[state].append(item)
    return {state: tuple(sorted(some, key=_due)) for state, some in found.items()}


def _states(
    now: Snapshot, before: Snapshot, span: Span, item: ItemStatus, figures: ActionFigures | MilestoneFigures
) -> Iterable[PeriodState]:
    standing = Standing.IN_FORCE if item.kind == "action" else now.standing[item.ref.partition("/")[0]]
    if standing is Standing.DRAFT:
        return
    was = before.find(item.kind, item.ref)
    if was is None:
        yield PeriodState.ADDED
    if item.status is Status.DROPPED:
        if was is None or was.status is not Status.DROPPED:
            yield PeriodState.DROPPED
        return
    done = done_on(figures)
    if done is not None:
        if span.period.start <= done <= span.as_of:
            yield PeriodState.COMPLETED
        return
    if standing is Standing.SUPERSEDED:
        # The plan that follows carries it on, and there it is counted.
        return
    if figures.due < span.as_of:
        yield PeriodState.OVERDUE
    elif figures.due <= span.horizon:
        yield PeriodState.UPCOMING
    elif standing in OWED:
        yield PeriodState.IN_FLIGHT
    if due_before(was, figures) <= span.period.end < figures.due and due_before(was, figures) >= span.period.start:
        yield PeriodState.PUSHED_OUT


def done_on(figures: ActionFigures | MilestoneFigures) -> date | None:
    """The day on which a promise was kept; None while it is open."""
    if isinstance(figures, MilestoneFigures):
        return figures.achieved
    return (figures.closed or figures.updated) if figures.state in _DONE else None


def due_before(was: ItemStatus | None, figures: ActionFigures | MilestoneFigures) -> date:
    """When something was due as a period began; what was added in it: when it was due first."""
    known = was.figures if was is not None else None
    return known.due if isinstance(known, ActionFigures | MilestoneFigures) else figures.due_original


def _due(item: ItemStatus) -> tuple[date, str]:
    figures = item.figures
    assert isinstance(figures, ActionFigures | MilestoneFigures)  # noqa: S101 - the caller leaves the others out
    return done_on(figures) or figures.due, item.ref
