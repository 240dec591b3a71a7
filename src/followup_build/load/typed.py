"""What was typed at a place in a record, what records call it, and how it would be typed as keys with values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from followup_build.diagnostics.finding import Route
from followup_build.load.schema import Slot, child, field_slots

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MOST_KEYS = 3
_LONGEST = 60


def value_at(data: Any, route: Route) -> Any:
    """What stands at a route, or None."""
    for key in route:
        data = child(data, key)
    return data


def noun_of(model: type[BaseModel] | None) -> str:
    """What people call a thing of this class."""
    return str(getattr(model, "noun", "entry"))


def with_article(noun: str) -> str:
    """The noun as in "no key of an action"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def in_braces(model: type[BaseModel], value: object) -> str | None:
    """A single value as the mapping that belongs in its place, with capitals for what is still to be filled in."""
    slots = field_slots(model)
    required = [key for key, slot in slots.items() if slot.is_required]
    if len(required) > _MOST_KEYS or not isinstance(value, str):
        return None
    # An id may look like a day, so a day goes where a day belongs, if it can.
    keys = sorted(required or slots, key=lambda key: _is_day(slots[key]) != (_DAY.match(value) is not None))
    fitting = next((key for key in keys if _fits(model, key, value)), None)
    if fitting is None:
        return None
    parts = [(key, value if key == fitting else _placeholder(slots[key])) for key in required or [fitting]]
    text = ", ".join(f"{key}: {part}" for key, part in parts)
    return f"{{{text}}}" if len(text) <= _LONGEST else None


def _fits(model: type[BaseModel], key: str, value: str) -> bool:
    try:
        model.model_validate({key: value})
    except ValidationError as error:
        return all(one["loc"][:1] != (key,) for one in error.errors(include_url=False, include_input=False))
    return True


def _placeholder(slot: Slot) -> str:
    if "person" in slot.reference_kinds:
        return "PERSON"
    return "DAY" if _is_day(slot) else "…"


def _is_day(slot: Slot) -> bool:
    return slot.annotation is date or "datetime.date" in str(slot.annotation)


def entries_of(value: object) -> Iterator[str]:
    """Each entry of a mapping as one would type it as text."""
    if isinstance(value, dict):
        for key, part in value.items():
            if not isinstance(part, dict | list):
                yield f"{key}: {part}" if part else f"{key}:"
