"""What was typed in the wrong form is told with what to type in that very place."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from followup_build.load.shape import shape_findings
from followup_build.model.action import Action
from followup_build.model.adjustment import Adjustment
from followup_build.model.organisation import Organisation, People
from followup_build.model.plan import Plan
from followup_build.model.progress import Progress
from followup_build.model.scalars import slug
from followup_build.model.session import Report, Session

ACTION = {"title": "A", "owner": "a", "due": "2026-05-15", "follow_up": "2026-06-15", "department": "finance"}
SESSION = {"title": "S", "kind": "quarterly", "date": "2026-04-15", "status": "planned"}
PLAN: dict[str, Any] = {
    "title": "P",
    "department": "finance",
    "owner": "a",
    "period": {"start": "2026-03-01", "end": "2027-02-28"},
}
ADJUSTMENT: dict[str, Any] = {
    "title": "A",
    "reason": "So",
    "owner": "a",
    "follow_up": "2026-10-01",
    "proposed": {"by": "a", "on": "2026-04-15"},
    "changes": [{"milestone": "f/m", "due": {"to": "2026-08-15"}}],
}
ORGANISATION: dict[str, Any] = {"name": "O", "timezone": "Africa/Johannesburg", "departments": {}}
MILESTONE = {"title": "M", "owner": "a", "due": "2026-05-31"}


def challenge(causes: Any) -> dict[str, Any]:
    return {"by": "a", "challenges": {"late": {"title": "L", "category": "suppliers", "causes": causes}}}


# The class, the data, what is changed in it, the route, the message and the hint.
ROWS: list[tuple[type[BaseModel], dict[str, Any], dict[str, Any], tuple[str | int, ...], str, str]] = [
    (
        Report,
        challenge([{"Root cause": "nobody asked"}]),
        {},
        ("challenges", "late", "causes", 0),
        "expected text, found a mapping",
        'write "Root cause: nobody asked"',
    ),
    (
        Report,
        challenge(["One", None]),
        {},
        ("challenges", "late", "causes", 1),
        "this item of the list is empty",
        "write something after the hyphen, or delete it",
    ),
    (
        Report,
        challenge("-One -Two"),
        {},
        ("challenges", "late", "causes"),
        "expected a list, found '-One -Two'",
        "start each line with - (a hyphen and a space)",
    ),
    (
        Report,
        challenge("• One • Two"),
        {},
        ("challenges", "late", "causes"),
        "expected a list, found '• One • Two'",
        "start each line with - (a hyphen and a space)",
    ),
    (
        Adjustment,
        ADJUSTMENT,
        {"approvals": "z.khumalo"},
        ("approvals",),
        "expected a list, found 'z.khumalo'",
        "write [{by: z.khumalo, on: DAY}]",
    ),
    (
        Adjustment,
        ADJUSTMENT,
        {"approvals": ["z.khumalo"]},
        ("approvals", 0),
        "expected a mapping, found 'z.khumalo'",
        "write {by: z.khumalo, on: DAY}",
    ),
    (
        Adjustment,
        ADJUSTMENT,
        {"proposed": "2026-04-15"},
        ("proposed",),
        "expected a mapping, found '2026-04-15'",
        "write {by: PERSON, on: 2026-04-15}",
    ),
    (
        Adjustment,
        ADJUSTMENT,
        {"proposed": {"by": "a"}},
        ("proposed", "on"),
        "this proposal has no day",
        "add the day, for example on: 2026-04-15",
    ),
    (
        Adjustment,
        ADJUSTMENT,
        {"changes": {"milestone": "f/m", "due": {"to": "2026-08-15"}}},
        ("changes",),
        "expected a list, found a mapping",
        "start each entry with - and a space, on a line of its own below changes:",
    ),
    (
        Adjustment,
        ADJUSTMENT,
        {"changes": [None]},
        ("changes", 0),
        "this item of the list is empty",
        "write something after the hyphen, or delete it",
    ),
    (
        Adjustment,
        ADJUSTMENT,
        {"changes": [{"add": {"milestone": "f/m", "title": "M", "due": "2026-05-31"}}]},
        ("changes", 0, "add", "owner"),
        "the added milestone has no owner",
        "add one person of people.yml, for example owner: t.mokoena",
    ),
    (
        Adjustment,
        ADJUSTMENT,
        {"changes": [{"add": MILESTONE}]},
        ("changes", 0, "add", "milestone"),
        "this addition does not say what it adds",
        "begin it with milestone, kpi, goal or resource, for example milestone: PLAN/ID",
    ),
    (
        Plan,
        PLAN,
        {"milestones": {"m": {**MILESTONE, "goal": "finance-2026/timely"}}},
        ("milestones", "m", "goal"),
        "'finance-2026/timely' is not an id",
        "write timely; a plan names its own goals by their keys",
    ),
    (
        Plan,
        PLAN,
        {"goals": {}, "milestones": {}, "backlog": MILESTONE},
        ("backlog",),
        "'backlog' is no key of a plan",
        "if it belongs to milestones:, indent it below milestones:",
    ),
    (
        Progress,
        {"kpis": {"days": "2026-03:31 2026-04:37"}},
        {},
        ("kpis", "days"),
        "a space is missing after the colon in '2026-03:31'",
        "write 2026-03: 31",
    ),
    (
        People,
        {"N.Dlamini": {"name": "Neo Dlamini"}},
        {},
        ("N.Dlamini",),
        "'N.Dlamini' is not an id",
        "write n.dlamini",
    ),
    (Action, ACTION, {"owner": "N.Dlamini"}, ("owner",), "'N.Dlamini' is not a person's id", "write n.dlamini"),
    (
        Action,
        ACTION,
        {"owner": ["n.dlamini"]},
        ("owner",),
        "expected one person, found a list",
        "write owner: n.dlamini, without brackets or a hyphen",
    ),
    (
        Action,
        ACTION,
        {"owner": []},
        ("owner",),
        "there is no owner here, but exactly one person answers for it",
        "write one person of people.yml, for example owner: t.mokoena",
    ),
    (
        Action,
        ACTION,
        {"status": "done"},
        ("status",),
        "'status' is no key of an action",
        "write it below updates:, for example updates: {DAY: {state: done}}",
    ),
    (
        Action,
        ACTION,
        {"state": "done"},
        ("state",),
        "'state' is no key of an action",
        "write it below updates:, for example updates: {DAY: {state: done}}",
    ),
    (
        Action,
        ACTION,
        {"updates": {"2026-05-14": "done"}},
        ("updates", "2026-05-14"),
        "expected a mapping, found 'done'",
        "write {state: done}",
    ),
    (
        Action,
        {"title": "A", "\u00a0owner": "a", **{key: ACTION[key] for key in ("due", "follow_up", "department")}},
        {},
        ("\u00a0owner",),
        "a no-break space (U+00A0) stands before the key owner",
        "delete it, or write ordinary spaces",
    ),
    (
        Session,
        SESSION,
        {"departments": "everyone"},
        ("departments",),
        "expected all, or a list of departments, found 'everyone'",
        "write departments: all, or a list such as [finance, legal]",
    ),
    (
        Session,
        SESSION,
        {"departments": "finance"},
        ("departments",),
        "expected all, or a list of departments, found 'finance'",
        "write departments: all, or a list such as [finance]",
    ),
    # What braces make of a comma in a value.
    (
        Organisation,
        ORGANISATION,
        {"thresholds": {"green": "0", "95": None, "amber": "0.85"}},
        ("thresholds", "95"),
        "'95' is no key of a thresholds section; a comma begins a new entry",
        "write green: 0.95, with a point",
    ),
    (
        Progress,
        {"kpis": {"days": {"2026-03": {"value": "31", "note": "Two", "held back": None, "by the bank": None}}}},
        {},
        ("kpis", "days", "2026-03", "held back"),
        "'held back' is no key of a measurement; a comma begins a new entry",
        'put the whole text in double quotes: note: "Two, held back, by the bank"',
    ),
    (
        People,
        {"a": {"name": "Dlamini", "Neo": None}},
        {},
        ("a", "Neo"),
        "'Neo' is no key of a person; a comma begins a new entry",
        'put the whole text in double quotes: name: "Dlamini, Neo"',
    ),
]


@pytest.mark.parametrize(("model", "data", "change", "route", "message", "hint"), ROWS)
def test_a_wrong_form_is_told_with_the_right_one(
    model: type[BaseModel],
    data: dict[str, Any],
    change: dict[str, Any],
    route: tuple[str | int, ...],
    message: str,
    hint: str,
) -> None:
    data = {**data, **change}
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    errors = caught.value.errors(include_url=False, include_input=False)
    found = shape_findings("records/a.yml", model, data, errors)
    assert [(one.location.route[: len(route)], one.message, one.hint) for one in found] == [(route, message, hint)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("N.Dlamini", "n.dlamini"),
        ("Hire_Analyst", "hire-analyst"),
        ("T. Mokoena", "t.mokoena"),
        ("@z.khumalo", "z.khumalo"),
        ("Café Zürich", "cafe-zurich"),
        ("a..b-.c.", "a.b.c"),
        ("…", ""),
    ],
)
def test_the_nearest_id_keeps_dots(text: str, expected: str) -> None:
    assert slug(text) == expected
