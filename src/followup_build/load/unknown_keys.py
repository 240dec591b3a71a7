"""Keys that no record knows: the one that was meant, the place where they belong, or the comma that made them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from followup_build.diagnostics.finding import Finding, Location, Route
from followup_build.load.schema import Slot, field_slots, slot_at, step
from followup_build.load.typed import noun_of, value_at, with_article
from followup_build.model.scalars import shown
from followup_build.source.syntax_lines import named_space, odd_space

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


_LONGEST_HINT = 80
_WORD = re.compile(r"[a-z_]+\Z")
_UPDATED = ("state", "status", "percent", "note", "evidence")
"""What is said of an action in its updates."""


def unknown_key_finding(at: Location, model: type[BaseModel], data: Mapping[str, Any], route: Route) -> Finding:
    """The finding about a key that is not known where it stands."""
    key = str(route[-1])
    slot = slot_at(model, data, route[:-1])
    known = list(field_slots(slot.model)) if slot and slot.model else []
    noun = noun_of(slot.model if slot else None)
    odd = odd_space(key)
    if odd is not None:
        message = f"{named_space(odd)} stands before the key {key.strip()}"
        return Finding("unknown-key", at, message, "delete it, or write ordinary spaces")
    message = f"{shown(key)} is no key of {with_article(noun)}"
    meant = meant_key(model, data, route)
    if meant is not None:
        return Finding("unknown-key", at, message, f"did you mean {meant}?")
    if _follows_a_comma(data, route):
        return Finding("unknown-key", at, f"{message}; a comma begins a new entry", _joined(data, route))
    if noun == "action" and key in _UPDATED:
        word = "state" if key == "status" else key
        value = value_at(data, route)
        text = value if isinstance(value, str) else "…"
        example = f"updates: {{DAY: {{{word}: {text}}}}}"
        return Finding("unknown-key", at, message, f"write it below updates:, for example {example}")
    hint = f"known here: {', '.join(known)}" if known else "take it out"
    group = _group_of(slot, data, route)
    return Finding(
        "unknown-key", at, message, f"if it belongs to {group}:, indent it below {group}:" if group else hint
    )


def meant_key(model: type[BaseModel], data: Mapping[str, Any], route: Route) -> str | None:
    """The key that was most likely meant by one that is not known."""
    slot = slot_at(model, data, route[:-1])
    known = list(field_slots(slot.model)) if slot and slot.model else []
    parent = value_at(data, route[:-1])
    written = set(parent) if isinstance(parent, dict) else set()
    key = str(route[-1]).strip().lower().replace("-", "_").replace(" ", "_")
    # A key that stands there already was hardly meant a second time, unless nothing else comes near.
    free = [name for name in known if name not in written]
    if (other := _OTHER_WORDS.get(key)) in free:
        return other
    near = get_close_matches(key, free, n=1, cutoff=0.6) or get_close_matches(key, known, n=1, cutoff=0.75)
    return near[0] if near else None


def goes_on_with_text(model: type[BaseModel], data: Mapping[str, Any], route: Route) -> bool:
    """Whether this is a further piece of a text with several commas, of which the first was reported."""
    if not _follows_a_comma(data, route) or meant_key(model, data, route) is not None:
        return False
    before = _keys_before(data, route)
    slot = slot_at(model, data, route[:-1])
    known = field_slots(slot.model) if slot and slot.model else {}
    return bool(before) and before[-1] not in known and value_at(data, (*route[:-1], before[-1])) is None


def _keys_before(data: Mapping[str, Any], route: Route) -> list[str]:
    keys = list(value_at(data, route[:-1]))
    return keys[: keys.index(route[-1])]


def _follows_a_comma(data: Mapping[str, Any], route: Route) -> bool:
    """Whether the key has no value, and stands where braces are usual or looks like no key."""
    if value_at(data, route) is not None or not isinstance(value_at(data, route[:-1]), dict):
        return False
    return route[-1] in value_at(data, route[:-1]) and (len(route) > 1 or not _WORD.match(str(route[-1])))


def _joined(data: Mapping[str, Any], route: Route) -> str:
    """What to type so that the comma belongs to the value before it."""
    parent = value_at(data, route[:-1])
    before = _keys_before(data, route)
    key = before[-1] if before else ""
    text = parent.get(key)
    if not isinstance(text, str):
        return "put text with a comma in double quotes"
    last = str(route[-1])
    if last.isdigit() and text.lstrip("-").isdigit():
        return f"write {key}: {text}.{last}, with a point"
    keys = list(parent)
    following = keys[len(before) :]
    rest = [
        name for number, name in enumerate(following) if all(parent[one] is None for one in following[: number + 1])
    ]
    hint = f'put the whole text in double quotes: {key}: "{", ".join([text, *rest])}"'
    return hint if len(hint) <= _LONGEST_HINT and '"' not in text else "put the whole text in double quotes"


def _group_of(slot: Slot | None, data: Mapping[str, Any], route: Route) -> str | None:
    """The key of items above, below which this one would be known: it was not indented far enough."""
    parent = value_at(data, route[:-1])
    if slot is None or slot.model is None or not isinstance(parent, dict):
        return None
    value = parent.get(route[-1])
    groups = [
        (name, field_slots(item.model))
        for name, group in field_slots(slot.model).items()
        if get_origin(group.annotation) is dict
        and len(get_args(group.annotation)) > 1
        and (item := step(group, "x", {})) is not None
        and item.model is not None
        and name in _keys_before(data, route)
    ]
    if isinstance(value, dict) and value:
        fitting = [name for name, fields in groups if set(value) <= set(fields)]
    else:
        fitting = [name for name, fields in groups[-1:] if route[-1] in fields]
    order = list(parent)
    return max(fitting, key=order.index) if fitting else None
