"""Counts in one line, in digits, for what is looked over: `8 actions: 2 overdue, 1 blocked, 5 verified`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from followup_build.diagnostics.text_format import counted
from followup_build.model.vocabulary import ActionState
from followup_build.status.item import ActionFigures, ItemStatus
from followup_build.views.cells import state_chip

_OVERDUE = "overdue"
_ACTION_WORDS = {
    ActionState.BLOCKED: "blocked",
    ActionState.INEFFECTIVE: "open again",
    ActionState.OPEN: "open",
    ActionState.IN_PROGRESS: "in progress",
    ActionState.DONE: "done",
    ActionState.VERIFIED: "verified",
    ActionState.DROPPED: "dropped",
}
_ORDER = (_OVERDUE, *_ACTION_WORDS.values())


def action_word(figures: ActionFigures) -> str:
    """The state of an action in a word; that it is overdue comes before what it was last said to be."""
    return _OVERDUE if figures.days_overdue else _ACTION_WORDS[figures.state]


def urgency(item: ItemStatus) -> tuple[int, date, str]:
    """A key for sorting actions by what needs attention first, then by due date."""
    assert isinstance(item.figures, ActionFigures)  # noqa: S101 - the kind decides the figures
    return _ORDER.index(action_word(item.figures)), item.figures.due, item.ref


def actions_text(items: Iterable[ItemStatus]) -> str:
    """Actions by state, what needs attention first."""
    words = Counter(action_word(item.figures) for item in items if isinstance(item.figures, ActionFigures))
    return _text("action", {word: words[word] for word in _ORDER if words[word]})


def adjustments_text(items: Iterable[ItemStatus]) -> str:
    """Adjustments by state, as they come."""
    return _text("adjustment", Counter(state_chip(item).word for item in items))


def _text(noun: str, words: dict[str, int]) -> str:
    parts = ", ".join(f"{number} {word}" for word, number in words.items())
    return f"{counted(sum(words.values()), noun)}{': ' if parts else ''}{parts}"
