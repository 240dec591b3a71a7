"""What a record's file says, before anything that was refused was taken out of it."""

from __future__ import annotations

from typing import Any

from followup_build.diagnostics.finding import Location
from followup_build.load.schema import child
from followup_build.portfolio import Portfolio


def written_at(portfolio: Portfolio, location: Location) -> Any:
    """What stands at a place in the file, or None."""
    document = portfolio.loaded.documents.get(location.path)
    value: Any = document.data if document else None
    for key in location.route:
        value = child(value, key)
    return value


def is_written(portfolio: Portfolio, location: Location) -> bool:
    """Whether something stands at a place in the file; if the record lacks it, that was reported before."""
    return written_at(portfolio, location) is not None
