"""An adjustment that was approved stays as it is; only its review, and who answers for it, may change."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.diagnostics.finding import Finding, Location
from followup_build.history.guard.places import gone_from, place_of
from followup_build.history.side import Side
from followup_build.history.words import field_words
from followup_build.ledger.approval import approved_on
from followup_build.load.records import Record
from followup_build.model.adjustment import Adjustment

_FREE = frozenset(("review", "owner", "formerly", "confidential"))
"""What may change after the approval: what was found, and what says nothing of the promise. An owner may leave."""
_REFUSALS = ("rejected", "withdrawn")


def adjustment_faults(base: Side, head: Side) -> Iterator[Finding]:
    """Every edit of an adjustment that the base has as approved, and every refusal that is taken back."""
    for ref, before in base.portfolio.adjustments.items():
        approved = approved_on(base.portfolio, before.data) is not None
        after = head.portfolio.adjustments.get(ref)
        if any(getattr(before.data, name) is not None for name in _REFUSALS):
            if after is not None:
                yield from _revived(before, after)
        elif approved and after is not None:
            yield from _edited(before, after)
        elif approved and gone_from(head, before):
            yield Finding(
                "approved-adjustment-deleted",
                Location(before.path, line=1, column=1),
                f"the adjustment {ref} is approved, and this branch deletes it",
                "bring the file back; what it changed is changed again by a new adjustment",
            )


def _edited(before: Record[Adjustment], after: Record[Adjustment]) -> Iterator[Finding]:
    for name in Adjustment.model_fields:
        if name in _FREE or any(removed[:1] == (name,) for removed in after.removed):
            continue
        if name in _REFUSALS:
            # That something is approved and refused at once is told by a rule of its own.
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


def _revived(before: Record[Adjustment], after: Record[Adjustment]) -> Iterator[Finding]:
    """A refusal that is gone, so that approvals from before it would count again."""
    for name in _REFUSALS:
        was = getattr(before.data, name)
        is_gone = getattr(after.data, name) is None and not any(one[:1] == (name,) for one in after.removed)
        if was is not None and is_gone and after.data.approvals:
            yield Finding(
                "approved-adjustment-edited",
                after.at("approvals", on_key=True),
                f"this adjustment was {name} on {was.on}, and this branch takes that back",
                f"bring {name} back, and propose the change once more in a new adjustment",
            )
