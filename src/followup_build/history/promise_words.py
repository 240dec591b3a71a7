"""What a promise says in one line, and what a change of one of its fields says."""

from __future__ import annotations

from typing import Any

from followup_build.history.change import Effect
from followup_build.history.side import Member, Side
from followup_build.history.words import changed_words, days_words, ordinal, value_words
from followup_build.model.plan import Goal, Kpi, Milestone, Resource
from followup_build.status.wording import day_text, number_text, period_text


def field_sentence(
    base: Side,
    head: Side,
    promise: Any,
    name: str,
    before: Any,
    after: Any,
    effect: Effect | None = None,
    moves: int | None = None,
) -> str:
    """What a change of one field says, without its full stop."""
    unit = getattr(promise, "unit", None)
    if name == "due":
        nth = f", its {ordinal(moves)} move" if moves else ""
        return f"{promise.title} moves from {day_text(before)} to {day_text(after)}: {days_words(before, after)}{nth}"
    if name == "title":
        return f"{before} is now called {after}"
    if name == "owner":
        return f"{promise.title} changes hands: from {base.person(before)} to {head.person(after)}"
    if name == "summary":
        return f"The summary of {promise.title} changes"
    if name == "major":
        return f"{promise.title} is {'now' if after else 'no longer'} a major milestone"
    told = f": {effect.value}" if effect is not None else ""
    return f"{promise.title}: {changed_words(base, head, name, before, after, unit)}{told}"


def member_text(side: Side, member: Member) -> str:
    """A promise in one line: what, by when or how much, and who answers for it."""
    owner = f", owned by {side.person(member.owner)}" if isinstance(member, Goal | Milestone | Kpi) else ""
    if isinstance(member, Milestone):
        return f"{member.title}, due {day_text(member.due)}{owner}"
    if isinstance(member, Resource):
        return f"{member.title}, {number_text(member.amount, member.unit)}"
    if isinstance(member, Kpi):
        wanted = [f"{number_text(value, member.unit)} for {period_text(key)}" for key, value in member.targets.items()]
        if member.range is not None:
            wanted = [value_words(side, "range", member.range, member.unit)]
        return f"{member.title}{', target ' if member.targets else ', ' if wanted else ''}{' and '.join(wanted)}{owner}"
    return f"{member.title}{owner}"
