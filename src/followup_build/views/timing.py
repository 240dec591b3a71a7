"""When a session takes place, and how its minutes may be shared out among the parts of its agenda."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from followup_build.model.session import Session
from followup_build.portfolio import Portfolio
from followup_build.status.wording import count_text

_SHARES: Mapping[str, int] = {
    "topics": 0,
    "carried-over": 3,
    "progress": 6,
    "roadblocks": 6,
    "adjustments": 3,
    "achievements": 2,
    "learned": 1,
}
"""Of the time that the chair's topics leave; a part with nothing to talk about gives its share to the others."""
_STEP = 5
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Timing:
    """When a part begins and how long it may take; empty where that cannot be told."""

    start: str = ""
    minutes: int = 0


def time_of(portfolio: Portfolio, session: Session) -> tuple[str | None, int | None]:
    """The time of day at which a session starts, and its minutes: its own, else its series'; None where nobody said."""
    cadence = portfolio.cadences.get(session.cadence or "")
    time = session.time or (cadence.time if cadence else None)
    return time, session.minutes or (cadence.minutes if cadence else None)


def share_out(
    topics: int | None, parts: Mapping[str, bool], minutes: int | None, time: str | None
) -> Mapping[str, Timing]:
    """The timing of each part: the topics take what they ask for, the rest is shared in steps of five minutes.

    Args:
        topics: the minutes of the chair's topics; None where one of them names none.
        parts: by anchor, in order, whether there is anything to talk about.
        minutes: the length of the session.
        time: when it begins.
    """
    waiting = sum(is_full for one, is_full in parts.items() if _SHARES[one])
    left = None if minutes is None or topics is None else minutes - topics
    if left is None or left < _STEP * waiting:
        return {}
    whole = sum(_SHARES[one] for one, is_full in parts.items() if is_full)
    found: dict[str, Timing] = {}
    at, given, shares = 0, 0, 0
    for one, is_full in parts.items():
        if not _SHARES[one]:
            found[one] = Timing(_clock(time, at), topics or 0)
            at += topics or 0
        elif not is_full:
            found[one] = Timing()
        else:
            shares += _SHARES[one]
            waiting -= 1
            # Each part has a step at least, and the last one ends with the session.
            until = (
                left
                if not waiting
                else max(given + _STEP, min(_stepped(left * shares / whole), left - waiting * _STEP))
            )
            found[one] = Timing(_clock(time, at), until - given)
            at, given = at + until - given, until
    return found


def _stepped(minutes: float) -> int:
    return round(minutes / _STEP) * _STEP


def _clock(time: str | None, after: int) -> str:
    """The time of day so many minutes after another."""
    if time is None:
        return ""
    hour, minute = time.split(":")
    at = (int(hour) * 60 + int(minute) + after) % _DAY
    return f"{at // 60:02d}:{at % 60:02d}"


def span_text(time: str | None, minutes: int | None) -> str:
    """`10:00 to 12:00`, `10:00`, or `120 minutes`."""
    if time and minutes:
        return f"{_clock(time, 0)} to {_clock(time, minutes)}"
    return time or (count_text(minutes, "minute") if minutes else "")


def fit_text(topics: int | None, minutes: int | None, shared: Mapping[str, Timing]) -> str:
    """How the topics fit into the session; empty where nothing can be told."""
    if minutes is None or topics is None:
        return ""
    if not shared:
        return f"The topics take {topics} of {count_text(minutes, 'minute')}: too little is left for the rest."
    return (
        "The times are a suggestion: they share out what the topics leave." if topics else "The times are a suggestion."
    )
