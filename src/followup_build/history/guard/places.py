"""Where a guard's finding stands: in the head where the thing is still there, else in the base's file."""

from __future__ import annotations

from typing import Any

from followup_build.diagnostics.finding import Location
from followup_build.history.side import Side
from followup_build.load.records import Record


def gone_from(side: Side, record: Record[Any]) -> bool:
    """Whether something that the base has is really gone from the head, and not only unreadable there."""
    loaded = side.portfolio.loaded
    if record.path in loaded.torn or any(one.path == record.path for one in loaded.left_out):
        return False
    misnamed = {name.rpartition("/")[2].partition(".")[0] for name in loaded.misnamed}
    return record.id.rpartition("/")[2] not in misnamed


def place_of(record: Record[Any], *route: str | int) -> Location:
    """The last part of a route that a record still has."""
    found: list[str | int] = []
    value: Any = record.data
    for part in route:
        below = value.get(part) if isinstance(value, dict) else getattr(value, str(part), None)
        if below is None:
            break
        found.append(part)
        value = below
    return record.at(*found, on_key=bool(found) and len(found) < len(route))
