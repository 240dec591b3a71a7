"""Which sessions became held between two states of the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.model.vocabulary import SessionState
from followup_build.portfolio import Portfolio

RECENT = timedelta(days=31)
"""Who brings old minutes into the records does not mean to write to everybody about each of them."""


@dataclass(frozen=True, slots=True)
class NewlyHeld:
    """The ids of sessions that have become held, the earliest first."""

    recent: tuple[str, ...]
    """Those whose report is news."""
    older: tuple[str, ...]
    hidden: tuple[str, ...]
    """Confidential ones, whenever they were held: no report of them is made."""


def newly_held(base: Portfolio, head: Portfolio, as_of: date) -> NewlyHeld:
    """The sessions that are held in the second state, and were not in the first.

    A session that was only renamed has been held before.
    """
    before = {one.id for one in base.sessions.values() if one.data.status is SessionState.HELD}
    found = [
        one
        for one in head.sessions.values()
        if one.data.status is SessionState.HELD and not before & {one.id, *one.data.formerly}
    ]
    found.sort(key=lambda one: (one.data.date, one.id))
    first = as_of - RECENT
    told = [one for one in found if not one.data.confidential]
    return NewlyHeld(
        tuple(one.id for one in told if one.data.date >= first),
        tuple(one.id for one in told if one.data.date < first),
        tuple(one.id for one in found if one.data.confidential),
    )
