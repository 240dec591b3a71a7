"""One change between two states of the records, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Way(StrEnum):
    """How a thing changed."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Effect(StrEnum):
    """What a change does to a promise."""

    EASIER = "easier"
    HARDER = "harder"
    LATER = "later"
    EARLIER = "earlier"


ORDER = (
    "organisation",
    "department",
    "cadence",
    "holiday",
    "person",
    "plan",
    "goal",
    "milestone",
    "kpi",
    "resource",
    "adjustment",
    "action",
    "session",
    "report",
    "practice",
    "feedback",
)
"""The kinds of things that change, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: of which thing, in which field, from what to what, and what that means."""

    ref: str
    """What people type to name the thing; `organisation` for the whole, a department's id for a department."""
    kind: str
    """One of `ORDER`."""
    way: Way
    text: str
    """A sentence, with a full stop."""
    field: str | None = None
    """The field that changed, `measurement 2026-04`, `update 2026-05-14`; None for the thing as a whole."""
    before: Any = None
    """The value as people type it: text, a number, a day; None where there was nothing."""
    after: Any = None
    effect: Effect | None = None
    covered_by: str | None = None
    """The adjustment that made it; None where none did, or none is needed."""
    is_uncovered: bool = False
    """Whether something changed that may not change so: a promise without an adjustment, a fact without a reason."""
    person: str | None = None
    """Whose it is, for who looks for what concerns them."""

    @property
    def sort_key(self) -> tuple[int, str]:
        """Changes are told by kind and ref; those of one thing stay in the order in which they were found."""
        return ORDER.index(self.kind), self.ref
