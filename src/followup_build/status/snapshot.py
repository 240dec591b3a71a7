"""The snapshot: every item's status as of one date, and what follows from them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from followup_build.diagnostics.finding import Location
from followup_build.ledger.books import Ledger
from followup_build.portfolio import Portfolio
from followup_build.status.item import ItemStatus

ITEM_KINDS = ("organisation", "department", "plan", "goal", "kpi", "milestone", "action", "session", "adjustment")
"""In the order in which answers list them."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A report that says on track over facts that do not."""

    report: str
    """`SESSION/DEPARTMENT`."""
    item: ItemStatus
    """As of the session's date."""
    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class NeedsResponse:
    """An item that is off track and that nobody has answered since."""

    item: ItemStatus
    since: date
    """The day on which it turned red."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All items as of a date."""

    as_of: date
    items: Mapping[tuple[str, str], ItemStatus]
    """By kind and ref, in the order of `ITEM_KINDS` and then of refs."""
    children: Mapping[tuple[str, str], tuple[ItemStatus, ...]]
    """What decides the colour of a goal, plan, department or the organisation, by its kind and ref."""
    needs_response: tuple[NeedsResponse, ...]
    contradictions: tuple[Contradiction, ...]

    def of_kind(self, kind: str) -> tuple[ItemStatus, ...]:
        """All items of a kind, in order of their refs."""
        return tuple(item for (item_kind, _), item in self.items.items() if item_kind == kind)

    def find(self, kind: str, ref: str) -> ItemStatus | None:
        """One item, or None."""
        return self.items.get((kind, ref))


def build_snapshot(portfolio: Portfolio, ledger: Ledger, as_of: date) -> Snapshot:
    """The status of everything as of a date; `ledger` is the one of that date."""
    raise NotImplementedError
