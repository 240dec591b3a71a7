"""An adjustment that was approved stays as it is; only its review, and who answers for it, may change."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.diagnostics.finding import Finding, Location
from followup_build.history.guard.places import gone_from, place_of
from followup_build.history.records import renames
from followup_build.history.side import Side
from followup_build.history.words import field_words
from followup_build.ledger.approval import approved_on
from followup_build.model.adjustment import Adjustment

_FREE = frozenset(("review", "owner", "formerly", "confidential"))
"""What may change after the approval: what was found, and what says nothing of the promise. An owner may leave."""


def adjustment_faults(base: Side, head: Side) -> Iterator[Finding]:
    """Every edit of an adjustment that the base has as approved."""
    renamed = renames(base.portfolio.adjustments, head.portfolio.adjustments)
    for ref, before in base.portfolio.adjustments.items():
        if approved_on(base.portfolio, before.data) is None or before.data.rejected or before.data.withdrawn:
            continue
        after = head.portfolio.adjustments.get(renamed.get(ref, ref))
        if after is None:
            if gone_from(head, before):
                yield Finding(
                    "approved-adjustment-deleted",
                    Location(before.path, line=1, column=1),
                    f"the adjustment {ref} is approved, and this branch deletes it",
                    "bring the file back; what it changed is changed again by a new adjustment",
                )
            continue
        for name in Adjustment.model_fields:
            if name in _FREE or any(removed[:1] == (name,) for removed in after.removed):
                continue
            if getattr(before.data, name) != getattr(after.data, name):
                yield Finding(
                    "approved-adjustment-edited",
                    place_of(after, name),
                    f"the {field_words(name)} of this adjustment changed after its approval",
                    "put it back as it was, and write a new adjustment; only the review may be added",
                )
        if before.data.review is not None and after.data.review is None:
            yield Finding(
                "approved-adjustment-edited",
                after.at(),
                "the review of this adjustment is gone",
                "bring it back",
            )
