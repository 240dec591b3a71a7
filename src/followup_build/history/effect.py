"""What a change does to a promise: later or earlier for days, easier or harder for what has to be reached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from followup_build.history.change import Effect
from followup_build.history.words import TARGET
from followup_build.model.organisation import Thresholds
from followup_build.model.plan import Kpi, Range
from followup_build.model.vocabulary import Direction


def effect_of(promise: Any, name: str, before: Any, after: Any, usual: Thresholds) -> Effect | None:
    """The effect of a change of one field; None where it is neither, or both.

    A KPI without thresholds of its own goes by the usual ones of the organisation.
    """
    if name == "due" and isinstance(before, date) and isinstance(after, date):
        return Effect.LATER if after > before else Effect.EARLIER
    if not isinstance(promise, Kpi):
        return None
    if name.startswith(TARGET):
        return _of_target(promise.direction, before, after)
    if name == "range":
        return _of_range(before, after)
    if name == "thresholds":
        return of_thresholds(before or usual, after or usual)
    return None


def _of_target(direction: Direction, before: Decimal | None, after: Decimal | None) -> Effect | None:
    """A target that is taken away asks for less, a new one for more."""
    if before is None or after is None:
        return Effect.EASIER if after is None else Effect.HARDER
    if direction is Direction.RANGE or before == after:
        return None
    is_more = after > before
    return Effect.HARDER if is_more is (direction is Direction.INCREASE) else Effect.EASIER


def _of_range(before: Range | None, after: Range | None) -> Effect | None:
    """A wider range is easier; one that widens at one end and narrows at the other is neither."""
    if before is None or after is None:
        return Effect.EASIER if after is None else Effect.HARDER
    room = [
        (_least(before.low), _least(after.low), -1),
        (_most(before.high), _most(after.high), 1),
        (_least(before.low) - before.tolerance, _least(after.low) - after.tolerance, -1),
        (_most(before.high) + before.tolerance, _most(after.high) + after.tolerance, 1),
    ]
    gains = {(new - old) * sign > 0 for old, new, sign in room if new != old}
    if len(gains) != 1:
        return None
    return Effect.EASIER if gains == {True} else Effect.HARDER


_FAR = Decimal(10) ** 30
"""Stands for no limit; beyond every number that a record can hold."""


def _least(low: Decimal | None) -> Decimal:
    return -_FAR if low is None else low


def _most(high: Decimal | None) -> Decimal:
    return _FAR if high is None else high


def of_thresholds(before: Thresholds, after: Thresholds) -> Effect | None:
    """Lower thresholds call more values green or amber."""
    gains = {new < old for old, new in ((before.green, after.green), (before.amber, after.amber)) if new != old}
    if len(gains) != 1:
        return None
    return Effect.EASIER if gains == {True} else Effect.HARDER
