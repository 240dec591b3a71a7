"""Shape findings in plain words: what the models refuse, said as a colleague would say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from followup_build.diagnostics.finding import Finding, Location, Route
from followup_build.load.missing_fields import missing_finding
from followup_build.load.schema import child
from followup_build.load.typed import value_at
from followup_build.load.unknown_keys import goes_on_with_text, meant_key, unknown_key_finding
from followup_build.load.wrong_types import refused_finding, wrong_type_finding
from followup_build.model.scalars import shown

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
        if kind == "extra_forbidden" and (name := meant_key(model, data, route)) is not None
    }
    keys = {route for _, finding, route in found if finding.location.on_key}
    return [
        finding
        for kind, finding, route in found
        if not (kind == "missing" and route in meant)
        # A list is too short as well where its only item was refused, which was said.
        and not (kind == "too_short" and value_at(data, route))
        and not (kind == "extra_forbidden" and goes_on_with_text(model, data, route))
        # That nothing stands behind a key that is wrong itself is no second fault.
        and (finding.location.on_key or route not in keys or value_at(data, route) is not None)
    ]


def shape_finding(
    path: str, model: type[BaseModel], data: Mapping[str, Any], error: ErrorDetails
) -> tuple[Finding, Route]:
    """One of Pydantic's errors as a finding, with the route of what is wrong in the data."""
    kind = error["type"]
    route, on_key = _route(data, error["loc"], is_key=kind == "extra_forbidden")
    at = Location(path, route, on_key=on_key)
    if kind == "followup":
        return refused_finding(at, model, data, route, error["ctx"]), route
    if kind in MISSING:
        return missing_finding(at, model, data, route), route
    if kind == "extra_forbidden":
        return unknown_key_finding(Location(path, route, on_key=True), model, data, route), route
    value = value_at(data, route)
    if kind in ("union_tag_not_found", "union_tag_invalid") and value is not None:
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
    wants_list = kind in ("tuple_type", "list_type")
    return wrong_type_finding(at, model, data, route, wants_list=wants_list), route


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
