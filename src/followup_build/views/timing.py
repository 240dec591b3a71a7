"""When a session takes place: its own time, else the one of its series."""

from __future__ import annotations

from followup_build.model.session import Session
from followup_build.portfolio import Portfolio


def time_of(portfolio: Portfolio, session: Session) -> tuple[str | None, int | None]:
    """The time of day at which a session starts, and how many minutes it takes; None where nobody said."""
    cadence = portfolio.cadences.get(session.cadence or "")
    time = session.time or (cadence.time if cadence else None)
    return time, session.minutes or (cadence.minutes if cadence else None)
