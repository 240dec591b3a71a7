"""An adjustment from what somebody wants a promise to be: what it changes from is looked up, never typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel

from followup_build.editing.fault import RefusedError
from followup_build.editing.values import data_of
from followup_build.ledger.books import Ledger
from followup_build.load.schema import field_slots
from followup_build.model.adjustment import (
    Alteration,
    GoalAlteration,
    KpiAlteration,
    MilestoneAlteration,
    PlanAlteration,
    ResourceAlteration,
)
from followup_build.model.plan import Kpi, Resource
from followup_build.portfolio import MEMBER_KINDS, ORGANISATION, Portfolio

_ALTERATIONS: Mapping[str, type[Alteration]] = {
    "milestone": MilestoneAlteration,
    "kpi": KpiAlteration,
    "goal": GoalAlteration,
    "resource": ResourceAlteration,
    "plan": PlanAlteration,
}
_NOUNS = {"kpi": "KPI"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of one promise; values are data as a file has them, None takes a field out."""

    ref: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    targets: Mapping[str, str | None] = field(default_factory=dict)
    """By period or day."""
    transfer_to: str | None = None
    amount: str | None = None
    """What is transferred."""
    add: str | None = None
    """The kind of a promise that is to be added."""
    drop_because: str | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as it stands after all approved adjustments."""

    kind: str
    ref: str
    data: Any

    @property
    def plan(self) -> str:
        """The id of its plan."""
        return self.ref.partition("/")[0]

    @property
    def noun(self) -> str:
        """Its kind as people say it."""
        return noun(self.kind)


def noun(kind: str) -> str:
    """A kind of promise as people say it."""
    return _NOUNS.get(kind, kind)


def find_promise(ledger: Ledger, ref: str) -> Promise | None:
    """The plan, or the member of a plan, that a reference names now.

    Raises:
        RefusedError: it was dropped.
    """
    plan_id, _, key = ref.partition("/")
    books = ledger.plans.get(plan_id)
    if books is None:
        return None
    if not key:
        return Promise("plan", ref, books.current)
    if ref in books.dropped:
        drop = books.dropped[ref]
        raise RefusedError(f"{ref} was dropped by {drop.adjustment} on {drop.on}; add it anew under another key")
    for kind in MEMBER_KINDS:
        member = getattr(books.current, f"{kind}s").get(key)
        if member is not None:
            return Promise(kind, ref, member)
    return None


def build_changes(portfolio: Portfolio, ledger: Ledger, wanted: Wanted) -> list[dict[str, Any]]:
    """The changes of an adjustment, as its file has them.

    Raises:
        RefusedError: the promise has no such field, or already is as it is wanted.
    """
    if wanted.add is not None:
        return [{"add": {wanted.add: wanted.ref, **_added(wanted)}}]
    promise = find_promise(ledger, wanted.ref)
    if promise is None:
        raise RefusedError(_why_not_there(portfolio, wanted.ref))
    _refuse_unread(portfolio, promise)
    if wanted.drop_because is not None:
        if promise.kind == "plan":
            raise RefusedError(f"{wanted.ref} is a plan; an adjustment drops what is in it, one thing at a time")
        return [{"drop": wanted.ref, "because": wanted.drop_because}]
    if wanted.transfer_to is not None:
        return [_transfer(ledger, promise, wanted.transfer_to, wanted.amount)]
    changes = [*_alteration(promise, wanted.fields), *_targets(portfolio, promise, wanted.targets)]
    if not changes:
        raise RefusedError(f"nothing of {wanted.ref} would change; say what, for example --due DATE")
    return changes


def _why_not_there(portfolio: Portfolio, ref: str) -> str:
    target = portfolio.find(ref, *MEMBER_KINDS)
    if target is None:
        return f"there is no promise {ref}"
    adder = PurePosixPath(target.location.path).stem
    return f"{ref} is only proposed, by {adder}; edit {target.location.path}, or approve it first"


def _refuse_unread(portfolio: Portfolio, promise: Promise) -> None:
    """A promise of which something could not be read stands at a value that nobody knows."""
    record = portfolio.plans[promise.plan]
    route = (f"{promise.kind}s", promise.ref.partition("/")[2]) if promise.kind != "plan" else ()
    if any(removed[: len(route)] == route for removed in record.removed):
        raise RefusedError(f"{promise.ref} has faults in {record.path}; run followup check and mend them first")


def _added(wanted: Wanted) -> dict[str, Any]:
    fields = {key: value for key, value in wanted.fields.items() if value is not None}
    if wanted.targets:
        fields["targets"] = {at: value for at, value in wanted.targets.items() if value is not None}
    # In the order in which plans have them, which is that of the class.
    order = [*field_slots(Kpi), "due", "major", "depends_on", "supports", "perspective", "amount"]
    return dict(sorted(fields.items(), key=lambda one: order.index(one[0]) if one[0] in order else len(order)))


def _transfer(ledger: Ledger, giver: Promise, to: str, amount: str | None) -> dict[str, Any]:
    taker = find_promise(ledger, to)
    for one in (giver, taker):
        if one is not None and one.kind != "resource":
            raise RefusedError(f"{one.ref} is a {one.noun}; only resources can be transferred")
    if amount is None:
        raise RefusedError("--transfer-to needs --amount, how much is transferred")
    return {"transfer": {"from": giver.ref, "to": to, "amount": amount}}


def _alteration(promise: Promise, fields: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    slots = field_slots(_ALTERATIONS[promise.kind])
    known = [key for key in slots if key not in (promise.kind, "target")]
    moves: dict[str, Any] = {}
    for name, value in fields.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(known)}"
            raise RefusedError(f"a {promise.noun} such as {promise.ref} has no {name} that an adjustment moves; {hint}")
        before = _written(promise.data, name)
        if value == before:
            now = "is not set" if value is None else f"is already {_shown(value)}"
            raise RefusedError(f"{name} of {promise.ref} {now}")
        moves[name] = {key: one for key, one in (("from", before), ("to", value)) if one is not None}
    if moves:
        ordered = {name: moves[name] for name in slots if name in moves}
        yield {promise.kind: promise.ref, **ordered}


def _written(promise: BaseModel, name: str) -> Any:
    """A field's value as a file has it; None where it is as if nobody had written it."""
    field_name = next(one for one, info in type(promise).model_fields.items() if (info.alias or one) == name)
    value = getattr(promise, field_name)
    info = type(promise).model_fields[field_name]
    is_unwritten = value is None or (not info.is_required() and value == info.get_default())
    return None if is_unwritten else data_of(value)


def _targets(portfolio: Portfolio, promise: Promise, targets: Mapping[str, str | None]) -> Iterator[dict[str, Any]]:
    if targets and not isinstance(promise.data, Kpi):
        raise RefusedError(f"{promise.ref} is a {promise.noun}; only KPIs have targets")
    for at, value in targets.items():
        key, before = _target_at(portfolio, promise.data, at)
        if before is None and value is None:
            raise RefusedError(f"{promise.ref} has no target for {at}")
        if before == value:
            raise RefusedError(f"the target of {promise.ref} for {key} is already {value}")
        move = {"at": key, "from": before, "to": value}
        yield {"kpi": promise.ref, "target": {name: one for name, one in move.items() if one is not None}}


def _target_at(portfolio: Portfolio, kpi: Kpi, at: str) -> tuple[str, str | None]:
    """The key under which a KPI has its target for a day, which may be another spelling, and the target."""
    calendar = portfolio.calendar
    day = calendar.period(at).end
    key = at if at in kpi.targets else next((key for key in kpi.targets if calendar.period(key).end == day), at)
    return key, data_of(kpi.targets[key]) if key in kpi.targets else None


def department_of(portfolio: Portfolio, ref: str) -> str:
    """The folder below adjustments/ in which an adjustment of a promise belongs."""
    return portfolio.department_of(ref) or ORGANISATION


def unit_of(promise: Promise) -> str:
    """A resource's unit with a space before it; nothing where it has none."""
    unit = promise.data.unit if isinstance(promise.data, Resource) else None
    return f" {unit}" if unit else ""


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {one}" for key, one in value.items()) + "}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
