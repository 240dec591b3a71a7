"""Shape findings in plain words: what the models refuse, said as a colleague would say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from followup_build.diagnostics.finding import Finding, Location, Route
from followup_build.load.schema import child, field_slots, slot_at
from followup_build.model.scalars import shown

_RULE_BY_MISSING_FIELD = {
    ("action", "owner"): "action-without-owner",
    ("action", "due"): "action-without-due-date",
    ("action", "follow_up"): "action-without-follow-up-date",
    ("adjustment", "owner"): "adjustment-without-owner",
    ("adjustment", "follow_up"): "adjustment-without-follow-up-date",
    ("adjustment", "reason"): "adjustment-without-reason",
    ("challenge", "causes"): "challenge-without-cause",
    ("goal", "owner"): "goal-without-owner",
    ("kpi", "owner"): "kpi-without-owner",
    ("milestone", "owner"): "milestone-without-owner",
    ("milestone", "due"): "milestone-without-due-date",
    ("plan", "owner"): "plan-without-owner",
}
"""The heart of the product has rules of its own; `missing-field` is for the rest."""

_WHAT_TO_ADD = {
    "owner": "one person of people.yml, for example owner: t.mokoena",
    "due": "the day by which it is done, for example due: 2026-05-15",
    "follow_up": "the day on which somebody looks whether it worked, for example follow_up: 2026-06-15",
    "causes": "a list of answers below causes:, each the cause of the line above it",
    "reason": "why the promise has to change, for example reason: The supplier is five weeks late.",
    "title": "a few words that say what it is, for example title: Royalty portal live",
    "department": "a department of organisation.yml, for example department: finance",
    "departments": "departments:, and below it for example finance: {name: Finance, head: PERSON, approvers: [PERSON]}",
    "head": "one person of people.yml, for example head: t.mokoena",
    "approvers": "at least one person of people.yml, for example approvers: [z.khumalo]",
    "name": "the name as people say it, for example name: Thandi Mokoena",
    "timezone": "a region and a city, for example timezone: Africa/Johannesburg",
    "period": "the first and the last day, for example period: {start: 2026-03-01, end: 2027-02-28}",
    "start": "the first day, for example start: 2026-03-01",
    "end": "the last day, for example end: 2027-02-28",
    "unit": 'what is counted, for example unit: "%"',
    "amount": "a number, for example amount: 6",
    "value": "a number, for example value: 84",
    "direction": "one of direction: increase, direction: decrease and direction: range",
    "frequency": "a word, for example frequency: monthly; also weekly, quarterly, yearly or dated",
    "category": "a word, for example category: suppliers; "
    "also people, process, technology, market, finance, governance or other",
    "proposed": "who proposed it on which day, for example proposed: {by: n.dlamini, on: 2026-04-15}",
    "changes": "at least one change below changes:, for example - {milestone: PLAN/ID, due: {from: DAY, to: DAY}}",
    "kind": "a word, for example kind: quarterly; also weekly, monthly, annual, post-milestone or ad-hoc",
    "status": "one of status: planned, status: held and status: cancelled",
    "outcome": "one of outcome: effective, outcome: partly and outcome: ineffective",
    "date": "the day, for example date: 2026-04-15",
    "since": "the day, for example since: 2026-04-15",
    "on": "the day, for example on: 2026-04-15",
    "by": "one person of people.yml, for example by: t.mokoena",
    "who": "one person of people.yml, for example who: z.khumalo",
    "note": "what was said, for example note: Two pages from May on",
    "because": "the reason, for example because: The supplier went out of business",
    "skill": "what has to be learnt, for example skill: Acceptance testing",
    "topic": "what is talked about, for example topic: Budget for the portal",
    "to": "the value after the change, for example to: 2026-08-15",
    "from": "the value before, for example from: 86.1",
    "kpi": "the KPI, for example kpi: finance-2026/paid-on-time",
    "at": "the period or day, for example at: 2026-Q2",
}
_WHAT_TO_ADD_TO = {
    ("milestone", "due"): "the day on which it is reached, for example due: 2026-06-30",
    ("practice", "from"): "the department that found it, for example from: finance",
    ("transfer", "from"): "the resource that gives, for example from: finance-2026/systems",
    ("transfer", "to"): "the resource that receives, for example to: legal-2026/systems",
    ("mail section", "from"): "the sender's address, for example from: follow-up@example.org",
    ("expectation", "by"): "the day, for example by: 2026-09-30",
    ("department", "name"): "the name as people say it, for example name: Finance",
}
"""Where one word means different things."""

_NAME_OF_FIELD = {
    "due": "due date",
    "follow_up": "follow-up date",
    "causes": "cause",
    "changes": "changes",
    "on": "day",
    "at": "period",
    "by": "person",
    "who": "person",
    "because": "reason",
    "timezone": "time zone",
    "proposed": "proposal",
    "from": "'from'",
    "to": "'to'",
}


MISSING = ("missing", "too_short")
"""Pydantic's words for what has to be there and is not, or is an empty list."""


def shape_findings(
    path: str, model: type[BaseModel], data: Mapping[str, Any], errors: Iterable[ErrorDetails]
) -> list[Finding]:
    """Pydantic's errors as findings; a missing key that was only mistyped is told once, where it was mistyped."""
    found = [(error["type"], *shape_finding(path, model, data, error)) for error in errors]
    meant = {
        (*route[:-1], name)
        for kind, _, route in found
        if kind == "extra_forbidden" and (name := _meant(model, data, route)) is not None
    }
    keys = {route for _, finding, route in found if finding.location.on_key}
    return [
        finding
        for kind, finding, route in found
        if (kind != "missing" or route not in meant)
        # That nothing stands behind a key that is wrong itself is no second fault.
        and (finding.location.on_key or route not in keys or _value(data, route) is not None)
    ]


def shape_finding(
    path: str, model: type[BaseModel], data: Mapping[str, Any], error: ErrorDetails
) -> tuple[Finding, Route]:
    """One of Pydantic's errors as a finding, with the route of what is wrong in the data."""
    kind = error["type"]
    route, on_key = _route(data, error["loc"], is_key=kind == "extra_forbidden")
    at = Location(path, route, on_key=on_key)
    if kind == "followup":
        context = error["ctx"]
        return _refused(at, model, data, route, context["rule"], context["message"], context["hint"]), route
    if kind in MISSING:
        return _missing(at, model, data, route), route
    if kind == "extra_forbidden":
        return _unknown_key(Location(path, route, on_key=True), model, data, route), route
    value = _value(data, route)
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        if not isinstance(value, dict):
            return Finding(
                "wrong-type",
                at,
                f"expected a change, found {shown(value)}",
                "write {milestone: PLAN/ID, due: {from: DAY, to: DAY}}",
            ), route
        return Finding(
            "unknown-change",
            at,
            "this change does not say what it changes",
            "begin it with milestone, kpi, goal, resource, plan, transfer, add or drop",
        ), route
    if isinstance(value, list) and route[-1:] == ("owner",):
        return Finding(
            "wrong-type",
            at,
            f"there are {len(value)} owners here, but exactly one person answers for something",
            "keep one, for example owner: t.mokoena; the others can own actions of their own",
        ), route
    wanted = "a list" if kind in ("tuple_type", "list_type") else "a mapping"
    hint = f"write [{value}]" if wanted == "a list" and isinstance(value, str) else _mapping_hint(model, data, route)
    return Finding("wrong-type", at, f"expected {wanted}, found {shown(value)}", hint), route


def _refused(
    at: Location, model: type[BaseModel], data: Mapping[str, Any], route: Route, rule: str, message: str, hint: str
) -> Finding:
    """What a field's own type says, in the words of the place where the value stands."""
    value = _value(data, route)
    if rule == "wrong-type" and isinstance(value, list):
        if route[-1:] == ("owner",):
            message = f"there are {len(value)} owners here, but exactly one person answers for it"
            hint = "keep one, for example owner: t.mokoena; others who help can own actions"
        elif len(value) == 1 and isinstance(value[0], str):
            hint = f"write {value[0]} without brackets"
        else:
            hint = "write one value without brackets"
    elif rule == "wrong-type" and isinstance(value, dict):
        hint = "write one value, without keys"
    slot = slot_at(model, data, route) if rule in ("bad-reference", "wrong-type") else None
    if slot is not None and "person" in slot.reference_kinds:
        message = message.replace("is not a reference", "is not a person's id").replace(
            "expected a reference", "expected one person"
        )
        hint = "write the id that stands in people.yml, for example t.mokoena" if rule == "bad-reference" else hint
    return Finding(rule, at, message, hint)


def _route(data: Any, loc: tuple[str | int, ...], *, is_key: bool) -> tuple[Route, bool]:
    """Pydantic's path without the tags of unions, and cut where the data is a scalar that stands for a mapping."""
    route: list[str | int] = []
    on_key = bool(loc) and loc[-1] == "[key]" and not is_key
    for part in loc[:-1] if on_key else loc:
        if isinstance(part, str) and part.startswith("@") and not (isinstance(data, dict) and part in data):
            continue
        if not isinstance(data, dict | list):
            break
        route.append(part)
        data = child(data, part)
    return tuple(route), on_key


def _value(data: Any, route: Route) -> Any:
    for key in route:
        data = child(data, key)
    return data


def _noun(model: type[BaseModel] | None) -> str:
    return str(getattr(model, "noun", "entry"))


def _missing(at: Location, model: type[BaseModel], data: Mapping[str, Any], route: Route) -> Finding:
    slot = slot_at(model, data, route[:-1])
    field = str(route[-1])
    noun = _noun(slot.model if slot else None)
    rule = _RULE_BY_MISSING_FIELD.get((noun.lower(), field), "missing-field")
    name = _NAME_OF_FIELD.get(field, field.replace("_", " "))
    subject = (
        f"{noun} {route[-2]}"
        if len(route) > 1 and isinstance(route[-2], str) and noun not in route[-2]
        else f"this {noun}"
    )
    what = _WHAT_TO_ADD_TO.get((noun, field)) or _WHAT_TO_ADD.get(field) or f"{field}: and its value"
    return Finding(rule, at, f"{subject} has no {name}", f"add {what}")


def _unknown_key(at: Location, model: type[BaseModel], data: Mapping[str, Any], route: Route) -> Finding:
    slot = slot_at(model, data, route[:-1])
    known = list(field_slots(slot.model)) if slot and slot.model else []
    meant = _meant(model, data, route)
    hint = f"did you mean {meant}?" if meant else f"known here: {', '.join(known)}" if known else "take it out"
    return Finding(
        "unknown-key", at, f"{shown(route[-1])} is no key of {_article(_noun(slot.model if slot else None))}", hint
    )


_OTHER_WORDS = {
    "assignee": "owner",
    "responsible": "owner",
    "who": "owner",
    "deadline": "due",
    "due_date": "due",
    "date": "due",
    "review": "follow_up",
    "followup_date": "follow_up",
    "why": "reason",
    "because": "reason",
    "name": "title",
    "description": "summary",
    "notes": "note",
    "comment": "note",
    "state": "status",
    "status": "state",
    "dept": "department",
    "target": "targets",
    "depends": "depends_on",
}
"""What other tools call it; offered only where the key on the right exists and is not there yet."""


def _meant(model: type[BaseModel], data: Mapping[str, Any], route: Route) -> str | None:
    """The key that was most likely meant by one that is not known."""
    slot = slot_at(model, data, route[:-1])
    known = list(field_slots(slot.model)) if slot and slot.model else []
    parent = _value(data, route[:-1])
    written = set(parent) if isinstance(parent, dict) else set()
    key = str(route[-1]).strip().lower().replace("-", "_").replace(" ", "_")
    # A key that stands there already was hardly meant a second time, unless nothing else comes near.
    free = [name for name in known if name not in written]
    if (other := _OTHER_WORDS.get(key)) in free:
        return other
    near = get_close_matches(key, free, n=1, cutoff=0.6) or get_close_matches(key, known, n=1, cutoff=0.75)
    return near[0] if near else None


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _mapping_hint(model: type[BaseModel], data: Mapping[str, Any], route: Route) -> str:
    slot = slot_at(model, data, route)
    keys = list(field_slots(slot.model))[:3] if slot and slot.model else []
    return f"write its keys below it: {', '.join(keys)}, …" if keys else "write one KEY: VALUE a line below it"
