"""What changed in the actions: opened, moved, handed over, done, verified, dropped."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from followup_build.history.change import Change, Effect, Way
from followup_build.history.records import pairs
from followup_build.history.side import Side
from followup_build.history.words import changed_words, days_words, sentence
from followup_build.model.action import Action
from followup_build.model.vocabulary import ActionState
from followup_build.status.action import evaluate_action
from followup_build.status.item import ActionFigures
from followup_build.status.wording import count_text, day_text

_STATES = {
    ActionState.OPEN: "Open again",
    ActionState.IN_PROGRESS: "In progress",
    ActionState.BLOCKED: "Blocked",
    ActionState.DONE: "Done",
    ActionState.VERIFIED: "Verified that it worked",
    ActionState.INEFFECTIVE: "It did not work, so it is open again",
    ActionState.DROPPED: "Dropped",
}
_PLAIN = ("title", "department", "session", "adjustment", "for_", "kind", "summary", "follow_up", "confidential")


def action_changes(base: Side, head: Side) -> Iterator[Change]:
    """Every action that came, changed or went."""
    for ref, old, new in pairs(base.portfolio.actions, head.portfolio.actions):
        if new is None and old is not None:
            text = sentence(f"The action is gone: {old.data.title}")
            title, owner = old.data.title, old.data.owner
            yield Change(ref, "action", Way.REMOVED, text, before=title, is_uncovered=True, person=owner)
        elif new is not None and old is None:
            yield _opened(head, ref, new.data)
        elif old is not None and new is not None and old.data != new.data:
            yield from _changed(base, head, ref, old.data, new.data)


def _figures(side: Side, action: Action) -> tuple[ActionFigures, str | None]:
    """The dates, the state and the owner by the day."""
    result = evaluate_action(action, None, stale_after=0, as_of=side.as_of)
    return result.figures, result.owner


def _opened(head: Side, ref: str, action: Action) -> Change:
    figures, owner = _figures(head, action)
    due = f", due {day_text(figures.due)}"
    word = "open again" if figures.state is ActionState.INEFFECTIVE else figures.state.value.replace("_", " ")
    state = "" if figures.state is ActionState.OPEN else f", {word} already"
    text = f"New action: {action.title}, owned by {head.person(owner)}{due}{state}"
    return Change(ref, "action", Way.ADDED, sentence(text), after=action.title, person=owner)


def _changed(base: Side, head: Side, ref: str, old: Action, new: Action) -> Iterator[Change]:
    before, owner_before = _figures(base, old)
    after, owner = _figures(head, new)
    title = new.title

    def change(
        field: str, text: str, was: object, now: object, effect: Effect | None = None, *, is_uncovered: bool = False
    ) -> Change:
        return Change(
            ref,
            "action",
            Way.CHANGED,
            sentence(text),
            field,
            was,
            now,
            effect,
            is_uncovered=is_uncovered,
            person=owner,
        )

    shown = set()
    for name in _PLAIN:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            text = f"{title}: {changed_words(base, head, name, was, now)}"
            if name == "title":
                text = f"The action {was} is now called {now}"
            elif name == "summary":
                text = f"The summary of {title} changes"
            yield change(name.strip("_"), text, was, now)
    if old.due != new.due:
        shown.add("due")
        text = f"{title}: the first due date is rewritten from {day_text(old.due)} to {day_text(new.due)}"
        effect = Effect.LATER if new.due > old.due else Effect.EARLIER
        yield change("due", text, old.due, new.due, effect, is_uncovered=True)
    elif before.due != after.due:
        shown.add("due")
        text = (
            f"{title} moves from {day_text(before.due)} to {day_text(after.due)}: {days_words(before.due, after.due)}"
        )
        yield change("due", text, before.due, after.due, Effect.LATER if after.due > before.due else Effect.EARLIER)
    if owner_before != owner:
        shown.add("owner")
        text = f"{title} changes hands: from {base.person(owner_before)} to {head.person(owner)}"
        yield change("owner", text, owner_before, owner)
    if before.state is not after.state:
        shown.add("state")
        yield change("state", _state_text(title, after, new), before.state, after.state)
    yield from _updates(change, title, old, new, shown)


def _updates(
    change: Callable[..., Change], title: str, old: Action, new: Action, shown: Container[str]
) -> Iterator[Change]:
    """The log where it says more than the state, the date and the owner that were told."""
    for day in sorted({*old.updates, *new.updates}):
        was, now = old.updates.get(day), new.updates.get(day)
        if was == now:
            continue
        field, when = f"update {day.isoformat()}", day_text(day)
        if now is None:
            text = f"{title}: the update of {when} is gone"
            yield change(field, text, was.note if was else None, None, is_uncovered=True)
        elif was is not None:
            told = f": {now.note}" if now.note and now.note != was.note else ""
            yield change(field, f"{title}: the update of {when} is rewritten{told}", was.note, now.note)
        elif not any(getattr(now, name) is not None and name in shown for name in ("state", "due", "owner")):
            state = f", {now.state.value.replace('_', ' ')}" if now.state else ""
            yield change(field, f"{title}{state}: {now.note or f'an update on {when}'}", None, now.note)


def _state_text(title: str, figures: ActionFigures, action: Action) -> str:
    late = ""
    if figures.state in (ActionState.DONE, ActionState.VERIFIED) and figures.days_late:
        days = count_text(abs(figures.days_late), "day")
        late = f", {days} {'late' if figures.days_late > 0 else 'early'}"
    last = action.updates[max(action.updates)] if action.updates else None
    note = f" ({last.note})" if last and last.note else ""
    if figures.state is ActionState.OPEN and last is None:
        return f"Not begun after all: {title}"
    return f"{_STATES[figures.state]}: {title}{late}{note}"
