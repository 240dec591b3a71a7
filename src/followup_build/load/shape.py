"""Shape findings in plain words: what the models refuse, said as a colleague would say it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from followup_build.diagnostics.finding import Finding, Location, Route
from followup_build.load.schema import child, field_slots, slot_at
from followup_build.model.scalars import shown

_RULE_BY_MISSING_FIELD = {
    "owner": "without-owner",
    "due": "without-due-date",
    "follow_up": "without-follow-up-date",
    "causes": "without-cause",
    "reason": "without-reason",
}
"""The heart of the product has rules of its own; `missing-field` is for the rest."""

_WHAT_TO_TYPE = {
    "owner": "owner: with one person's id from people.yml, for example owner: t.mokoena",
    "due": "due: with a day, for example due: 2026-05-15",
    "follow_up": "follow_up: with the day on which somebody checks that it worked, for example follow_up: 2026-06-15",
    "causes": "causes: with a list, each line the cause of the line above it",
    "reason": "reason: with the reason in a sentence",
    "title": "title: with a few words",
    "department": "department: with one of the departments of organisation.yml",
    "period": "period: {start: 2026-03-01, end: 2027-02-28}",
    "unit": 'unit: with what is counted, for example unit: "%"',
    "direction": "direction: increase, decrease or range",
    "frequency": "frequency: weekly, monthly, quarterly, yearly or dated",
    "proposed": "proposed: {by: PERSON, on: DAY}",
    "changes": "changes: with at least one change",
    "kind": "kind: with a word",
    "status": "status: planned, held or cancelled",
    "date": "date: with a day, for example date: 2026-04-15",
    "on": "on: with a day, for example on: 2026-04-15",
    "by": "by: with a person's id from people.yml",
}

_NAME_OF_FIELD = {
    "due": "due date",
    "follow_up": "follow-up date",
    "causes": "cause",
    "on": "day",
    "by": "person",
    "who": "person",
    "from": "from",
}


def shape_finding(
    path: str, model: type[BaseModel], data: Mapping[str, Any], error: ErrorDetails
) -> tuple[Finding, Route]:
    """One of Pydantic's errors as a finding, with the route of what is wrong in the data."""
    route, on_key = _route(data, error["loc"])
    kind = error["type"]
    at = Location(path, route, on_key=on_key)
    if kind == "followup":
        context = error["ctx"]
        return Finding(context["rule"], at, context["message"], context["hint"]), route
    if kind == "missing":
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
    wanted = "a list" if kind in ("tuple_type", "list_type") else "a mapping"
    hint = f"write [{value}]" if wanted == "a list" and isinstance(value, str) else _mapping_hint(model, data, route)
    return Finding("wrong-type", at, f"expected {wanted}, found {shown(value)}", hint), route


def _route(data: Any, loc: tuple[str | int, ...]) -> tuple[Route, bool]:
    """Pydantic's path without the tags of unions, and cut where the data is a scalar that stands for a mapping."""
    route: list[str | int] = []
    on_key = bool(loc) and loc[-1] == "[key]"
    for part in loc[:-1] if on_key else loc:
        if isinstance(part, str) and part.startswith("@"):
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
    special = _RULE_BY_MISSING_FIELD.get(field)
    rule = f"{noun.lower()}-{special}" if special else "missing-field"
    name = _NAME_OF_FIELD.get(field, field.replace("_", " "))
    subject = (
        f"{noun} {route[-2]}"
        if len(route) > 1 and isinstance(route[-2], str) and noun not in route[-2]
        else f"this {noun}"
    )
    verb = "names" if field == "causes" else "has"
    return Finding(rule, at, f"{subject} {verb} no {name}", f"add {_WHAT_TO_TYPE.get(field, f'{field}:')}")


def _unknown_key(at: Location, model: type[BaseModel], data: Mapping[str, Any], route: Route) -> Finding:
    slot = slot_at(model, data, route[:-1])
    known = list(field_slots(slot.model)) if slot and slot.model else []
    key = str(route[-1])
    near = get_close_matches(key.lower(), known, n=1, cutoff=0.6)
    hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(known)}" if known else "take it out"
    return Finding(
        "unknown-key", at, f"{shown(key)} is no key of {_article(_noun(slot.model if slot else None))}", hint
    )


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _mapping_hint(model: type[BaseModel], data: Mapping[str, Any], route: Route) -> str:
    slot = slot_at(model, data, route)
    keys = list(field_slots(slot.model))[:3] if slot and slot.model else []
    return f"write its keys below it: {', '.join(keys)}, …" if keys else "write one KEY: VALUE a line below it"
