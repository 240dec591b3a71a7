"""The archive: actions of past years move to pages of their own, once one page would be too long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from followup_build.status.item import ActionFigures, ItemStatus

MOST = 4000
"""Actions on one page; at about 90 bytes each on the way to the reader it stays well below 500 kB."""


def archived_years(actions: Iterable[ItemStatus], as_of: date) -> Mapping[str, int]:
    """The year whose page each archived action stands on, by its id; nothing while all fit on one page.

    What was done or dropped in a past year goes first. Where what is left is too much still, what was due long ago and
    is still to do goes to the year in which it was due, the oldest year first, until the rest fits.
    """
    found = {item.ref: item.figures for item in actions if isinstance(item.figures, ActionFigures)}
    if len(found) <= MOST:
        return {}
    archived = {
        ref: one.closed.year for ref, one in found.items() if one.closed is not None and one.closed.year < as_of.year
    }
    due = {
        ref: one.due.year
        for ref, one in found.items()
        if one.closed is None and one.due.year < as_of.year and ref not in archived
    }
    left, moved = len(found) - len(archived), set[int]()
    for year, count in sorted(Counter(due.values()).items()):
        if left <= MOST:
            break
        moved.add(year)
        left -= count
    return archived | {ref: year for ref, year in due.items() if year in moved}
