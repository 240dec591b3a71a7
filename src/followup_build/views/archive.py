"""The archive: actions that were finished in past years move to pages of their own, once one page would be too long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from followup_build.status.item import ActionFigures, ItemStatus

MOST = 4000
"""Actions on one page; at about 90 bytes each on the way to the reader it stays well below 500 kB."""


def archived_years(actions: Iterable[ItemStatus], as_of: date) -> Mapping[str, int]:
    """The year in which each archived action was done or dropped, by its id; nothing while all fit on one page."""
    found = tuple(actions)
    if len(found) <= MOST:
        return {}
    return {
        item.ref: item.figures.closed.year
        for item in found
        if isinstance(item.figures, ActionFigures) and item.figures.closed and item.figures.closed.year < as_of.year
    }
