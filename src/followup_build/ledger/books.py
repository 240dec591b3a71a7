"""The ledger: the baseline plus the approved adjustments, in order, gives the current plan, with every move."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from followup_build.diagnostics.finding import Finding, Location, Route
from followup_build.ledger.approval import APPLIED, adjustment_state, approved_on, refs_touched
from followup_build.ledger.entry import Entry
from followup_build.ledger.fault import gone_fault, stale_from_fault
from followup_build.load.records import Record
from followup_build.model.adjustment import Addition, Adjustment, Alteration, Drop, TargetMove, Transfer
from followup_build.model.plan import Kpi, Milestone, Plan
from followup_build.portfolio import MEMBER_KINDS, Portfolio, added_ref


@dataclass(frozen=True, slots=True)
class CurrentPlan:
    """A plan as it is promised now, beside what was promised first."""

    id: str
    original: Plan
    current: Plan
    """With everything added, and with what was dropped still in it."""
    dropped: Mapping[str, Entry]
    """Members taken back, by ref."""

    def goal_of(self, member: Kpi | Milestone) -> str | None:
        """The goal that a KPI or milestone belongs to; None where it names none, or one that was taken back."""
        goal = member.goal
        return goal if goal in self.current.goals and f"{self.id}/{goal}" not in self.dropped else None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All current plans and every entry, as known on a day."""

    plans: Mapping[str, CurrentPlan]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    _by_ref: Mapping[str, tuple[Entry, ...]] = field(repr=False)

    def entries_of(self, ref: str) -> tuple[Entry, ...]:
        """What happened to one promise, in order."""
        return self._by_ref.get(ref, ())


def build_ledger(portfolio: Portfolio, as_of: date | None = None) -> Ledger:
    """Apply the adjustments approved by a day (or all), in order of their last approval and then of their ids."""
    return Timeline(portfolio).ledger_on(as_of)


class Timeline:
    """The adjustments in the order in which they apply; gives the ledger of one day after another."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self._approved: list[tuple[date, Record[Adjustment], frozenset[str]]] = []
        for record in portfolio.adjustments.values():
            day = approved_on(portfolio, record.data)
            if day is not None:
                plans = frozenset(ref.partition("/")[0] for ref in refs_touched(record.data))
                self._approved.append((day, record, plans))
        self._approved.sort(key=lambda one: (one[0], one[1].id))

    def ledger_on(self, as_of: date | None = None, only: Collection[str] | None = None) -> Ledger:
        """What is promised on a day; with `only`, of some plans alone."""
        books = _Books(self.portfolio)
        for day, record, plans in self._approved:
            if as_of is not None and day > as_of:
                break
            is_wanted = only is None or not plans.isdisjoint(only)
            if is_wanted and adjustment_state(self.portfolio, record.data, as_of) in APPLIED:
                books.post(record, day)
        return books.close(only)


_TABLES = {"goal": "goals", "milestone": "milestones", "kpi": "kpis", "resource": "resources"}


class _Books:
    """The plans while the adjustments are applied to them, one after another."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        self.heads: dict[str, Plan] = {}
        """Plans changed so far, by id."""
        self.dropped: dict[str, Entry] = {}
        self.entries: list[Entry] = []
        self.findings: list[Finding] = []

    def _plan(self, plan_id: str) -> Plan | None:
        record = self.portfolio.plans.get(plan_id)
        return self.heads.get(plan_id) or (record.data if record else None)

    def _member(self, kind: str, ref: str) -> Any:
        plan_id, _, key = ref.partition("/")
        plan = self._plan(plan_id)
        return getattr(plan, _TABLES[kind]).get(key) if plan else None

    def _put(self, kind: str, ref: str, member: Any) -> None:
        plan_id, _, key = ref.partition("/")
        plan = self._plan(plan_id)
        if plan is not None:
            table = {**getattr(plan, _TABLES[kind]), key: member}
            self.heads[plan_id] = plan.model_copy(update={_TABLES[kind]: table})

    def post(self, record: Record[Adjustment], day: date) -> None:
        """Apply one adjustment's changes; one that does not fit is reported and not applied."""
        for number, change in enumerate(record.data.changes):
            at = record.at("changes", number)
            if isinstance(change, Transfer):
                self._transfer(record, change, at, day)
            elif isinstance(change, Addition):
                self._add(record, change, at, day)
            elif isinstance(change, Drop):
                self._drop(record, change, at, day)
            elif isinstance(change, Alteration):
                self._alter(record, change, at, day)

    def _write(self, ref: str, name: str, before: Any, after: Any, record: Record[Adjustment], day: date) -> Entry:
        because = "" if record.data.confidential else record.data.reason or ""
        entry = Entry(ref, name, before, after, record.id, day, because)
        self.entries.append(entry)
        return entry

    def _alter(self, record: Record[Adjustment], change: Alteration, at: Location, day: date) -> None:
        promise: Any = self._plan(change.ref) if change.kind == "plan" else self._member(change.kind, change.ref)
        if promise is None or change.ref in self.dropped:
            self._report_gone(change.ref, at)
            return
        update: dict[str, Any] = {}
        for name, move in change.moves():
            before = getattr(promise, name)
            unwritten = type(promise).model_fields[name].get_default()
            if before != (unwritten if move.from_ is None else move.from_):
                self._report_stale_from(record, (*at.route, name), change.ref, name, before, move.from_)
                continue
            after = unwritten if move.to is None else move.to
            update[name] = after
            self._write(change.ref, name, before, after, record, day)
        target = getattr(change, "target", None)
        if isinstance(target, TargetMove) and isinstance(promise, Kpi):
            key = self._key_of_target(promise, target.at)
            before = promise.targets.get(key)
            if before != target.from_:
                self._report_stale_from(
                    record, (*at.route, "target"), change.ref, f"target {key}", before, target.from_
                )
            else:
                kept = {one: value for one, value in promise.targets.items() if one != key}
                update["targets"] = kept if target.to is None else {**promise.targets, key: target.to}
                self._write(change.ref, f"target {key}", before, target.to, record, day)
        if not update:
            return
        changed = promise.model_copy(update=update)
        if change.kind == "plan":
            self.heads[change.ref] = changed
        else:
            self._put(change.kind, change.ref, changed)

    def _key_of_target(self, kpi: Kpi, at: str) -> str:
        """The key under which a KPI has its target for that day: 2026-Q2 and 2026-06-30 may be the same."""
        if at in kpi.targets:
            return at
        calendar = self.portfolio.calendar
        day = calendar.period(at).end
        return next((key for key in kpi.targets if calendar.period(key).end == day), at)

    def _transfer(self, record: Record[Adjustment], change: Transfer, at: Location, day: date) -> None:
        parts = change.transfer
        giver, taker = self._member("resource", parts.from_), self._member("resource", parts.to)
        gone = [
            ref
            for ref, resource in ((parts.from_, giver), (parts.to, taker))
            if resource is None or ref in self.dropped
        ]
        if giver is None or taker is None or gone:
            self._report_gone(gone[0], at)
            return
        if parts.from_ == parts.to:
            # That it changes nothing is told by a rule of its own.
            return
        inside = Location(at.path, (*at.route, "transfer", "amount"))
        if giver.unit != taker.unit:
            self.findings.append(
                Finding(
                    "transfer-between-unlike-units",
                    inside,
                    f"{parts.from_} counts {giver.unit}, {parts.to} counts {taker.unit}",
                    "transfer between resources of one unit",
                )
            )
            return
        if parts.amount <= 0 or parts.amount > giver.amount:
            held = f"{giver.amount} {giver.unit or ''}".strip()
            self.findings.append(
                Finding(
                    "overdrawn-transfer",
                    inside,
                    f"{parts.from_} holds {held}, so {parts.amount} cannot be taken from it",
                    f"transfer more than 0 and at most {giver.amount}",
                )
            )
            return
        for ref, resource, amount in ((parts.from_, giver, -parts.amount), (parts.to, taker, parts.amount)):
            after: Decimal = resource.amount + amount
            self._put("resource", ref, resource.model_copy(update={"amount": after}))
            self._write(ref, "amount", resource.amount, after, record, day)

    def _add(self, record: Record[Adjustment], change: Addition, at: Location, day: date) -> None:
        kind, ref = added_ref(change)
        plan_id, _, key = ref.partition("/")
        plan = self._plan(plan_id)
        if plan is None:
            return
        if any(key in getattr(plan, table) for table in _TABLES.values()):
            self.findings.append(
                Finding(
                    "added-twice",
                    Location(at.path, (*at.route, "add", kind)),
                    f"{plan_id} already has an item {key}",
                    "give the new one another key, or change the existing one",
                )
            )
            return
        self._put(kind, ref, change.add)
        self._write(ref, "added", None, change.add, record, day)

    def _drop(self, record: Record[Adjustment], change: Drop, at: Location, day: date) -> None:
        kind = next((kind for kind in MEMBER_KINDS if self._member(kind, change.drop) is not None), None)
        if kind is None or change.drop in self.dropped:
            self._report_gone(change.drop, Location(at.path, (*at.route, "drop")))
            return
        because = "" if record.data.confidential else change.because
        entry = Entry(change.drop, "dropped", self._member(kind, change.drop), None, record.id, day, because)
        self.entries.append(entry)
        self.dropped[change.drop] = entry

    def _report_gone(self, ref: str, at: Location) -> None:
        fault = gone_fault(self.portfolio, self.dropped.get(ref), ref, at)
        if fault is not None:
            self.findings.append(fault)

    def _report_stale_from(
        self, record: Record[Adjustment], route: Route, ref: str, name: str, before: Any, said: Any
    ) -> None:
        plan_id, _, key = ref.partition("/")
        field_name = "targets" if name.startswith("target ") else name
        promised = [(table, key, field_name) for table in _TABLES.values()] if key else [(field_name,)]
        if _is_refused(record, route) or any(_is_refused(self.portfolio.plans[plan_id], one) for one in promised):
            # One of the two values could not be read, which was told there.
            return
        mover = next((entry for entry in reversed(self.entries) if entry.ref == ref and entry.field == name), None)
        self.findings.append(stale_from_fault(Location(record.path, (*route, "from")), ref, name, before, said, mover))

    def close(self, only: Collection[str] | None) -> Ledger:
        """The ledger as it stands after the last adjustment."""
        plans = {}
        dropped_by_plan: dict[str, dict[str, Entry]] = {}
        for ref, entry in self.dropped.items():
            dropped_by_plan.setdefault(ref.partition("/")[0], {})[ref] = entry
        for plan_id in self.portfolio.plans if only is None else only:
            record = self.portfolio.plans[plan_id]
            current = self.heads.get(plan_id, record.data)
            plans[plan_id] = CurrentPlan(plan_id, record.data, current, dropped_by_plan.get(plan_id, {}))
        by_ref: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            by_ref[entry.ref] = (*by_ref.get(entry.ref, ()), entry)
        return Ledger(plans, tuple(self.entries), tuple(self.findings), by_ref)


def _is_refused(record: Record[Any], route: Route) -> bool:
    """Whether something at a route of a record, around it or below it, could not be read."""
    return any(route[: len(removed)] == removed or removed[: len(route)] == route for removed in record.removed)


def iter_proposal_faults(portfolio: Portfolio, ledger: Ledger) -> Iterator[Finding]:
    """What would be wrong if each proposed adjustment, by itself, were applied to the current plans."""
    heads = {plan_id: plan.current for plan_id, plan in ledger.plans.items() if plan.current is not plan.original}
    dropped = {ref: entry for plan in ledger.plans.values() for ref, entry in plan.dropped.items()}
    for record in portfolio.adjustments.values():
        adjustment = record.data
        if adjustment.rejected or adjustment.withdrawn or approved_on(portfolio, adjustment) is not None:
            continue
        books = _Books(portfolio)
        books.heads, books.dropped, books.entries = dict(heads), dict(dropped), list(ledger.entries)
        books.post(record, adjustment.proposed.on)
        yield from books.findings
