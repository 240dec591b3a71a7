"""Fields that have to be there and are not: the rule, what they are called, and what to add."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, RootModel

from followup_build.diagnostics.finding import Finding, Location, Route
from followup_build.load.schema import slot_at
from followup_build.load.typed import noun_of

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

_ADDED = ("milestone", "kpi", "goal", "resource")
"""What an adjustment may add; the key names the kind and its value is the reference."""


def missing_finding(at: Location, model: type[BaseModel], data: Mapping[str, Any], route: Route) -> Finding:
    """The finding about a field that is not there, or that is an empty list."""
    slot = slot_at(model, data, route[:-1])
    field = str(route[-1])
    noun = noun_of(slot.model if slot else None)
    is_added = route[-2:-1] == ("add",)
    if is_added and field in _ADDED:
        return Finding(
            "missing-field",
            at,
            "this addition does not say what it adds",
            "begin it with milestone, kpi, goal or resource, for example milestone: PLAN/ID",
        )
    rule = _RULE_BY_MISSING_FIELD.get((noun.lower(), field), "missing-field")
    name = _NAME_OF_FIELD.get(field, field.replace("_", " "))
    what = _WHAT_TO_ADD_TO.get((noun, field)) or _WHAT_TO_ADD.get(field) or f"{field}: and its value"
    subject = f"the added {noun}" if is_added else _subject(model, data, route[:-1], noun)
    return Finding(rule, at, f"{subject} has no {name}", f"add {what}")


def _subject(model: type[BaseModel], data: Mapping[str, Any], route: Route, noun: str) -> str:
    """What lacks the field: by its id where it has one, and not by the key of a field that holds it."""
    if not route or not isinstance(route[-1], str):
        return f"this {noun}"
    around = slot_at(model, data, route[:-1])
    is_field = around is not None and around.model is not None and not issubclass(around.model, RootModel)
    return f"this {noun}" if is_field or noun in route[-1] else f"{noun} {route[-1]}"
