"""Where a new key belongs: in the order of the models' fields, and days and periods in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, RootModel

from followup_build.diagnostics.finding import Route
from followup_build.load.schema import field_slots, slot_at
from followup_build.model.period import frequency_of


def key_before(model: type[BaseModel], data: Any, route: Route, key: str, present: Sequence[str]) -> str | None:
    """The key behind which a new key of the mapping at a route belongs; None where it comes first.

    Args:
        model: the record's class.
        data: the record's data.
        route: of the mapping.
        key: the new key.
        present: the keys that are there, in the order of the text.
    """
    slot = slot_at(model, data, route)
    found = slot.model if slot is not None else None
    if found is not None and not issubclass(found, RootModel):
        order = list(field_slots(found))
        if key in order:
            earlier = order[: order.index(key)]
            return next((one for one in reversed(present) if one in earlier), None)
    elif frequency_of(key) is not None and list(present) == sorted(present):
        return next((one for one in reversed(present) if one < key), None)
    return present[-1] if present else None
