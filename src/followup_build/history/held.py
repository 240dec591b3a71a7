"""Which sessions became held between two states of the records."""

from __future__ import annotations

from followup_build.model.vocabulary import SessionState
from followup_build.portfolio import Portfolio


def newly_held(base: Portfolio, head: Portfolio) -> tuple[str, ...]:
    """The ids of the sessions that are held in the second state, and were not in the first, the earliest first.

    A session that was only renamed has been held before.
    """
    before = {one.id for one in base.sessions.values() if one.data.status is SessionState.HELD}
    found = [
        one
        for one in head.sessions.values()
        if one.data.status is SessionState.HELD and not before & {one.id, *one.data.formerly}
    ]
    return tuple(one.id for one in sorted(found, key=lambda one: (one.data.date, one.id)))
