"""What changed in the adjustments: proposed, approved, refused, looked at, or rewritten."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.history.change import Change, Way
from followup_build.history.records import pairs
from followup_build.history.side import Side
from followup_build.history.words import changed_words, field_words, sentence
from followup_build.ledger.approval import APPLIED, AdjustmentState, adjustment_state, approved_on, departments_touched
from followup_build.model.adjustment import Adjustment
from followup_build.status.wording import day_text

_PLAIN = (
    "title",
    "reason",
    "owner",
    "follow_up",
    "session",
    "challenge",
    "changes",
    "expects",
    "proposed",
    "confidential",
)
_LONG = ("changes", "reason", "expects", "proposed", "confidential")
"""Fields whose values are too long for a sentence."""
_OUTCOMES = {
    AdjustmentState.EFFECTIVE: "it worked",
    AdjustmentState.PARTLY: "it worked in part",
    AdjustmentState.INEFFECTIVE: "it did not work",
}


def adjustment_changes(base: Side, head: Side) -> Iterator[Change]:
    """Every adjustment that came, changed or went."""
    for ref, old, new in pairs(base.portfolio.adjustments, head.portfolio.adjustments):
        if new is None and old is not None:
            approved = _state(base, old.data) in APPLIED
            told = sentence(f"The adjustment is gone: {old.data.title}")
            yield Change(
                ref,
                "adjustment",
                Way.REMOVED,
                f"{told} It was approved." if approved else told,
                before=old.data.title,
                is_uncovered=approved,
                person=old.data.owner,
            )
        elif new is not None and old is None:
            yield _proposed(head, ref, new.data)
        elif old is not None and new is not None and old.data != new.data:
            yield from _changed(base, head, ref, old.data, new.data)


def _state(side: Side, adjustment: Adjustment) -> AdjustmentState:
    return adjustment_state(side.portfolio, adjustment, side.as_of)


def _proposed(head: Side, ref: str, adjustment: Adjustment) -> Change:
    state = _state(head, adjustment)
    by = head.person(adjustment.proposed.by)
    told = sentence(f"New adjustment, proposed by {by}: {adjustment.title}")
    if adjustment.reason:
        told = f"{told} Reason: {sentence(adjustment.reason)}"
    if state is AdjustmentState.PROPOSED:
        text = f"{told}{_waits(head, adjustment)}"
    else:
        words = _state_words(head, adjustment, state)
        text = f"{told} {sentence(f'{words[0].upper()}{words[1:]}')}"
    return Change(ref, "adjustment", Way.ADDED, text, after=adjustment.title, person=adjustment.owner)


def _waits(side: Side, adjustment: Adjustment) -> str:
    """Whose approval is still needed."""
    missing = [
        side.department(one)
        for one in departments_touched(side.portfolio, adjustment)
        if approved_on(side.portfolio, adjustment, side.as_of, departments=(one,)) is None
    ]
    return f" It waits for the approval of {' and '.join(missing)}." if missing else ""


def _state_words(side: Side, adjustment: Adjustment, state: AdjustmentState) -> str:
    refusal = adjustment.rejected or adjustment.withdrawn
    if refusal is not None and state in (AdjustmentState.REJECTED, AdjustmentState.WITHDRAWN):
        because = f": {refusal.because}" if refusal.because else ""
        return f"{state.value} by {side.person(refusal.by)}{because}"
    if state in _OUTCOMES:
        note = f": {adjustment.review.note}" if adjustment.review and adjustment.review.note else ""
        return f"looked at on {day_text(adjustment.review.on)}, {_OUTCOMES[state]}{note}" if adjustment.review else ""
    if state is AdjustmentState.APPROVED:
        return f"approved by {' and '.join(dict.fromkeys(side.person(one.by) for one in adjustment.approvals))}"
    return state.value


def _changed(base: Side, head: Side, ref: str, old: Adjustment, new: Adjustment) -> Iterator[Change]:
    was, now = _state(base, old), _state(head, new)
    approved = was in APPLIED

    def change(field: str, text: str, before: object, after: object, *, is_uncovered: bool = False) -> Change:
        return Change(
            ref,
            "adjustment",
            Way.CHANGED,
            sentence(text),
            field,
            before,
            after,
            is_uncovered=is_uncovered,
            person=new.owner,
        )

    for name in _PLAIN:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if name == "title":
            text = f"The adjustment {before} is now called {after}"
        elif name in _LONG:
            words = "proposal" if name == "proposed" else field_words(name)
            text = f"{new.title}: the {words} {'is rewritten' if before else 'is new'}"
        else:
            text = f"{new.title}: {changed_words(base, head, name, before, after)}"
        # Who answers for it may leave; all else is what was approved.
        is_uncovered = approved and name not in ("owner", "confidential")
        if is_uncovered:
            text += ", though it was approved already"
        if name == "changes":
            before = after = None
        yield change(name, text, before, after, is_uncovered=is_uncovered)
    if was is not now and now is AdjustmentState.PROPOSED:
        text = f"{sentence(f'{new.title} counts no longer as {_short(was)}')}{_waits(head, new)}"
        yield change("state", text, was, now, is_uncovered=approved)
        return
    if was is not now:
        text = f"{new.title}: {_state_words(head, new, now)}"
        yield change("state", text, was, now, is_uncovered=approved and now not in APPLIED)
        return
    for one in new.approvals:
        if one not in old.approvals:
            waits = _waits(head, new) if now is AdjustmentState.PROPOSED else ""
            text = f"{sentence(f'{new.title}: approved by {head.person(one.by)} on {day_text(one.on)}')}{waits}"
            yield change(f"approval {one.by}", text, None, one.on)
    for one in old.approvals:
        if one not in new.approvals:
            text = f"{new.title}: the approval by {base.person(one.by)} is gone"
            yield change(f"approval {one.by}", text, one.on, None)
    if old.review != new.review:
        yield change("review", f"{new.title}: the review changes", old.review, new.review)


def _short(state: AdjustmentState) -> str:
    return "approved" if state in APPLIED else state.value
