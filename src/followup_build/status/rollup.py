"""Roll-ups: the worst child decides the colour, and the counts stand beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from followup_build.model.vocabulary import Status
from followup_build.status.item import ItemStatus, RollupFigures
from followup_build.status.wording import count_text, status_word

ORDER = (
    Status.OFF_TRACK,
    Status.MISSED,
    Status.AT_RISK,
    Status.NO_DATA,
    Status.ON_TRACK,
    Status.ACHIEVED,
    Status.NOT_STARTED,
    Status.DROPPED,
)
"""From worst to best; the last two decide only where there is nothing else."""

RED = (Status.OFF_TRACK, Status.MISSED)
"""What calls for a response."""

_RANK = {status: number for number, status in enumerate(ORDER)}


def worst(statuses: Iterable[Status]) -> Status:
    """The status that decides; no data where there is nothing to decide by."""
    return min(statuses, key=_RANK.__getitem__, default=Status.NO_DATA)


def counted(statuses: Iterable[Status]) -> Mapping[Status, int]:
    """How many there are of each status, worst first, without those that nothing has."""
    counts = Counter(statuses)
    return {status: counts[status] for status in ORDER if counts[status]}


def roll_up(
    children: Iterable[ItemStatus], leaves: Iterable[ItemStatus], actions: Iterable[ItemStatus]
) -> tuple[Status, bool, list[str], RollupFigures]:
    """Status, staleness, reasons and figures of what stands above.

    Args:
        children: what decides the colour.
        leaves: the KPIs and milestones below, which are counted.
        actions: the actions that belong here; they are counted and colour nothing.
    """
    children, leaves = list(children), list(leaves)
    status = worst(child.status for child in children)
    figures = RollupFigures(counted(leaf.status for leaf in leaves), counted(action.status for action in actions))
    if not children:
        return status, False, ["There is nothing below it yet."], figures
    deciding = [child for child in children if child.status is status]
    first = deciding[0].title if not deciding[0].confidential else f"a confidential {deciding[0].kind}"
    more = f" and {len(deciding) - 1} more" if len(deciding) > 1 else ""
    verb = "are" if more else "is"
    reasons = [f"“{first}”{more} {verb} {status_word(status)}."]
    stale = [leaf for leaf in leaves if leaf.stale]
    if stale:
        reasons.append(f"Out of date: {count_text(len(stale), 'item')}.")
    return status, bool(stale), reasons, figures
