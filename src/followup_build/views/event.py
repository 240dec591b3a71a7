"""An event: something of the records that stands on a day, or at a time, in somebody's calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

UNSAID = date(2000, 1, 1)
"""Where the records give no day to what they say: a day before all others, so that any news is newer."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens or is due on a day."""

    name: str
    """Kind and ref, and which of its days: it stays when the day moves."""
    kind: str
    title: str
    day: date
    path: str
    """Of its page, relative to the site's root."""
    said_on: date
    """The day on which the records last said something about it."""
    people: frozenset[str]
    departments: frozenset[str] | None
    """None for all."""
    changes: int = 0
    """How often its day was changed, as far as the records tell."""
    is_cancelled: bool = False
    is_tentative: bool = False
    """Whether something calls for it that nobody has put on file yet."""
    time: str | None = None
    """When it starts, where it takes time."""
    minutes: int = 0
    place: str = ""
    details: tuple[str, ...] = field(default=())
