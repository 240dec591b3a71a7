"""What changed in practices and feedback."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.history.change import Change, Way
from followup_build.history.records import is_reworded, pairs
from followup_build.history.side import Side
from followup_build.history.words import sentence
from followup_build.load.records import Record
from followup_build.model.learning import Feedback, Practice
from followup_build.status.wording import day_text


def learning_changes(base: Side, head: Side) -> Iterator[Change]:
    """Every practice and all feedback that came, changed or went."""
    for ref, old, new in pairs(base.portfolio.practices, head.portfolio.practices):
        yield from _practice(head, ref, old, new)
    for ref, was, now in pairs(base.portfolio.feedback, head.portfolio.feedback):
        yield from _feedback(head, ref, was, now)


def _practice(head: Side, ref: str, old: Record[Practice] | None, new: Record[Practice] | None) -> Iterator[Change]:
    if new is None:
        if old is not None:
            yield Change(ref, "practice", Way.REMOVED, sentence(f"The practice is gone: {old.data.title}"))
        return
    title = new.data.title
    if old is None:
        text = sentence(f"New practice, shared by {head.department(new.data.from_)}: {title}")
        yield Change(ref, "practice", Way.ADDED, text, after=title)
        return
    for department, day in new.data.adopted.items():
        was = old.data.adopted.get(department)
        if was != day:
            text = sentence(f"{head.department(department)} adopts a practice: {title} ({day_text(day)})")
            yield Change(ref, "practice", Way.CHANGED, text, f"adopted {department}", was, day)
    for department, day in old.data.adopted.items():
        if department not in new.data.adopted:
            text = sentence(f"{head.department(department)} no longer has a practice: {title}")
            yield Change(ref, "practice", Way.CHANGED, text, f"adopted {department}", day, None)
    if is_reworded(old, new, "adopted"):
        yield Change(ref, "practice", Way.CHANGED, sentence(f"The practice is reworded: {title}"), "text")


def _feedback(head: Side, ref: str, old: Record[Feedback] | None, new: Record[Feedback] | None) -> Iterator[Change]:
    if new is None:
        if old is not None:
            yield Change(ref, "feedback", Way.REMOVED, sentence(f"The feedback is gone: {old.data.title}"))
        return
    title, response = new.data.title, new.data.response
    if old is None:
        yield Change(ref, "feedback", Way.ADDED, sentence(f"New feedback: {title}"), after=title)
    if response is not None and (old is None or old.data.response is None):
        text = sentence(f"{head.person(response.by)} answers feedback: {title} ({response.note})")
        yield Change(ref, "feedback", Way.CHANGED, text, "response", None, response.on)
    elif old is not None and old.data.response != response:
        yield Change(ref, "feedback", Way.CHANGED, sentence(f"The answer to feedback changes: {title}"), "response")
    if old is not None:
        yield from _led_to(head, ref, old.data, new.data)
    if old is not None and is_reworded(old, new, "response", "led_to"):
        yield Change(ref, "feedback", Way.CHANGED, sentence(f"The feedback is reworded: {title}"), "text")


def _led_to(head: Side, ref: str, old: Feedback, new: Feedback) -> Iterator[Change]:
    """What came of feedback: what is named now, then what is named no longer."""
    for said, was, now in (
        ("led to", old.led_to, new.led_to),
        ("is no longer said to have led to", new.led_to, old.led_to),
    ):
        named = ", ".join(head.title(one) for one in now if one not in was)
        if named:
            text = sentence(f"{new.title} {said}: {named}")
            yield Change(ref, "feedback", Way.CHANGED, text, "led_to", old.led_to, new.led_to)
