"""Values of the wrong form, such as text where a list belongs: what was found there, and how to type it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from followup_build.diagnostics.finding import Finding, Location, Route
from followup_build.load.schema import Slot, field_slots, slot_at, step
from followup_build.load.typed import entries_of, in_braces, value_at
from followup_build.model.scalars import shown, slug
from followup_build.source.syntax_lines import missing_space

_TIGHT = re.compile(r"(?P<key>[\w.-]+):(?P<value>[^\s/]\S*)")
_BULLET = re.compile(r"[-*•‣◦·–—+]\s*[^\s\d]")
_LONGEST = 80
_MOST_KEYS = 3


def refused_finding(
    at: Location, model: type[BaseModel], data: Mapping[str, Any], route: Route, told: Mapping[str, str]
) -> Finding:
    """What a field's own type says, in the words of the place where the value stands."""
    rule, message, hint = told["rule"], told["message"], told["hint"]
    if at.on_key:
        return Finding(rule, at, message, hint)
    value = value_at(data, route)
    slot = slot_at(model, data, route)
    kinds = slot.reference_kinds if slot is not None else ()
    if rule == "wrong-type" and value is None and isinstance(route[-1], int):
        return _empty_item(at)
    if rule == "wrong-type" and isinstance(value, list):
        if route[-1:] == ("owner",):
            return _owners(at, value)
        hint = "write one value without brackets"
        if len(value) == 1 and isinstance(value[0], str):
            hint = f"write {value[0]} without brackets"
    elif rule == "wrong-type" and isinstance(value, dict):
        hint = "write one value, without keys"
        if slot is not None and slot.is_free_text:
            hint = _as_text(value)
    if "person" in kinds:
        message = message.replace("is not a reference", "is not a person's id").replace(
            "expected a reference", "expected one person"
        )
        if rule == "bad-reference":
            hint = _person_hint(str(value))
    if rule == "bad-id" and "own-goal" in kinds and isinstance(value, str) and "/" in value:
        hint = f"write {value.rpartition('/')[2]}; a plan names its own goals by their keys"
    return Finding(rule, at, message, hint)


def wrong_type_finding(
    at: Location, model: type[BaseModel], data: Mapping[str, Any], route: Route, *, wants_list: bool
) -> Finding:
    """The finding about a value where a list or a mapping belongs."""
    value = value_at(data, route)
    slot = slot_at(model, data, route)
    if value is None and route and isinstance(route[-1], int):
        return _empty_item(at)
    if isinstance(value, list) and route[-1:] == ("owner",):
        return _owners(at, value)
    tight = _TIGHT.match(value) if isinstance(value, str) and not wants_list else None
    if tight is not None:
        message, hint = missing_space(tight["key"], tight["value"], tight[0])
        return Finding("missing-space-after-colon", at, message, hint)
    hint = _list_hint(slot, route, value) if wants_list else _mapping_hint(slot, value)
    return Finding("wrong-type", at, f"expected {'a list' if wants_list else 'a mapping'}, found {shown(value)}", hint)


def _empty_item(at: Location) -> Finding:
    return Finding("wrong-type", at, "this item of the list is empty", "write something after the hyphen, or delete it")


def _owners(at: Location, value: list[Any]) -> Finding:
    if not value:
        message = "there is no owner here, but exactly one person answers for it"
        return Finding("wrong-type", at, message, "write one person of people.yml, for example owner: t.mokoena")
    if len(value) == 1:
        message = "expected one person, found a list"
        return Finding("wrong-type", at, message, f"write owner: {value[0]}, without brackets or a hyphen")
    message = f"there are {len(value)} owners here, but exactly one person answers for it"
    return Finding("wrong-type", at, message, "keep one, for example owner: t.mokoena; others who help can own actions")


def _as_text(value: dict[str, Any]) -> str:
    """Text with a colon in it, as it has to be typed."""
    text = ", ".join(entries_of(value))
    quoted = f'"{text}"' if '"' not in text else f"'{text}'"
    is_whole = len(text) <= _LONGEST and len(value) == 1 and text and not ("'" in text and '"' in text)
    return f"write {quoted}" if is_whole else "put the whole text in double quotes"


def _person_hint(value: str) -> str:
    meant = slug(value)
    if " " in value.strip() or "/" in value or not meant:
        return "write the id that stands in people.yml, for example t.mokoena"
    return f"write {meant}"


def _list_hint(slot: Slot | None, route: Route, value: object) -> str:
    key = next((part for part in reversed(route) if isinstance(part, str)), "")
    item = step(slot, 0, value) if slot is not None else None
    if not isinstance(value, str):
        return f"start each entry with - and a space, on a line of its own below {key}:"
    if _BULLET.match(value):
        return "start each line with - (a hyphen and a space)"
    if item is not None and item.model is not None:
        braces = in_braces(item.model, value)
        return f"write [{braces}]" if braces else f"start each entry with - and a space, on a line below {key}:"
    if item is not None and item.is_free_text:
        return f"write it on a line below {key}:, after - and a space"
    return f"write [{value}]"


def _mapping_hint(slot: Slot | None, value: object) -> str:
    model = slot.model if slot is not None else None
    if model is None:
        return (
            "begin each entry with its key and a colon, not with a hyphen"
            if isinstance(value, list)
            else "write one KEY: VALUE a line below it"
        )
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        return "write it without brackets or a hyphen"
    braces = in_braces(model, value)
    if braces is not None:
        return f"write {braces}"
    keys = list(field_slots(model))
    return f"write its keys below it: {', '.join([*keys[:_MOST_KEYS], *(['…'] if len(keys) > _MOST_KEYS else [])])}"
