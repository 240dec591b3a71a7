"""Promises as first written and as adjustments left them, each with the places that findings about it belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from followup_build.diagnostics.finding import Location, Route
from followup_build.ledger.books import CurrentPlan, Ledger
from followup_build.ledger.entry import Entry
from followup_build.load.records import Record
from followup_build.model.adjustment import Addition, Adjustment, Alteration, Drop, Transfer
from followup_build.model.plan import Plan
from followup_build.portfolio import MEMBER_KINDS, Portfolio, added_ref, members_of

_TABLE = {kind: f"{kind}s" for kind in MEMBER_KINDS}


@dataclass(frozen=True, slots=True)
class Version:
    """One promise, or a plan's own fields: as first written, or as the last adjustment left it."""

    kind: str
    """`goal`, `milestone`, `kpi`, `resource` or `plan`."""
    ref: str
    promise: Any
    of_plan: CurrentPlan
    start: Location
    """Where it was first written: in its plan, or in the adjustment that added it."""
    _entries: tuple[Entry, ...]
    _portfolio: Portfolio
    is_first: bool = True

    @property
    def plan(self) -> Plan:
        """The plan around it, at the same time."""
        return self.of_plan.original if self.is_first and not self.is_added else self.of_plan.current

    @property
    def is_added(self) -> bool:
        """Whether an adjustment made this promise."""
        return bool(self._entries) and self._entries[0].field == "added"

    def place(self, *routes: Route) -> Location | None:
        """Where a fault of the values at these routes below the promise is mended.

        In what was first written it is the first route. In what adjustments changed, it is where one of the values was
        changed last; None if none of them ever was, because then the first version has the same fault.
        """
        if self.is_first:
            return Location(
                self.start.path, (*self.start.route, *routes[0]), on_key=self.start.on_key and not routes[0]
            )
        for entry in reversed(self._entries):
            for route in routes:
                if route and _is_about(entry, route):
                    return place_of_entry(self._portfolio, entry, *route[2 if route[0] == "targets" else 1 :])
        return None

    def last_place(self, route: Route) -> Location:
        """Where the value at a route, as it is now, was written."""
        changed = None if self.is_first else self.place(route)
        return changed or Location(self.start.path, (*self.start.route, *route), on_key=self.start.on_key and not route)


def _is_about(entry: Entry, route: Route) -> bool:
    """Whether a line of the ledger changed the value at a route; each target has lines of its own."""
    if route == ("targets",):
        return entry.field.startswith("target ")
    return entry.field == (f"target {route[1]}" if route[0] == "targets" else route[0])


def iter_versions(portfolio: Portfolio, ledger: Ledger) -> Iterator[Version]:
    """The versions of every plan's own fields and of its members; a promise's first version comes first."""
    for plan_id, plan in ledger.plans.items():
        record = portfolio.plans[plan_id]
        entries = ledger.entries_of(plan_id)
        yield Version("plan", plan_id, plan.original, plan, record.at(), entries, portfolio)
        if entries:
            yield Version("plan", plan_id, plan.current, plan, record.at(), entries, portfolio, is_first=False)
        yield from _members(portfolio, ledger, plan, record)


def _members(portfolio: Portfolio, ledger: Ledger, plan: CurrentPlan, record: Record[Plan]) -> Iterator[Version]:
    for kind, key, member in members_of(plan.original):
        start = record.at(_TABLE[kind], key, on_key=True)
        yield Version(kind, f"{plan.id}/{key}", member, plan, start, (), portfolio)
    if plan.current is plan.original:
        return
    for kind, key, member in members_of(plan.current):
        first = getattr(plan.original, _TABLE[kind]).get(key)
        if first is member:
            continue
        ref = f"{plan.id}/{key}"
        entries = ledger.entries_of(ref)
        start = record.at(_TABLE[kind], key, on_key=True)
        if entries and entries[0].field == "added":
            start = place_of_entry(portfolio, entries[0])
            yield Version(kind, ref, entries[0].after, plan, start, entries, portfolio)
            if entries[0].after is member:
                continue
        yield Version(kind, ref, member, plan, start, entries, portfolio, is_first=False)


def place_of_entry(portfolio: Portfolio, entry: Entry, *rest: str | int) -> Location:
    """The place of the change that a line of the ledger came from; `rest` leads further into a field's new value."""
    record = portfolio.adjustments[entry.adjustment]
    for number, change in enumerate(record.data.changes):
        route = _route_in_change(portfolio, change, entry)
        if route is not None:
            deeper = rest if route[-1:] == ("to",) else ()
            return record.at("changes", number, *route, *deeper)
    return record.at("changes")


def _route_in_change(portfolio: Portfolio, change: Any, entry: Entry) -> Route | None:
    if isinstance(change, Addition):
        return ("add",) if entry.field == "added" and added_ref(change)[1] == entry.ref else None
    if isinstance(change, Drop):
        return ("drop",) if entry.field == "dropped" and change.drop == entry.ref else None
    if isinstance(change, Transfer):
        parts = (change.transfer.from_, change.transfer.to)
        return ("transfer", "amount") if entry.field == "amount" and entry.ref in parts else None
    if not isinstance(change, Alteration) or change.ref != entry.ref:
        return None
    target = getattr(change, "target", None)
    if target is not None and entry.field.startswith("target "):
        day_of = portfolio.calendar.period
        is_same = day_of(target.at).end == day_of(entry.field.removeprefix("target ")).end
        return ("target", "to") if is_same else None
    return (entry.field, "to") if any(name == entry.field for name, _ in change.moves()) else None


def is_closed(adjustment: Adjustment) -> bool:
    """Whether an adjustment was rejected or withdrawn, so that nobody looks at its changes any more."""
    return adjustment.rejected is not None or adjustment.withdrawn is not None
