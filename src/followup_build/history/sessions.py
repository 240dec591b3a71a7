"""What changed in the sessions and the reports to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from followup_build.history.change import Change, Way
from followup_build.history.records import is_reworded, pairs
from followup_build.history.side import Side
from followup_build.history.words import changed_words, days_words, sentence
from followup_build.load.records import Record
from followup_build.model.session import Report, Session
from followup_build.model.vocabulary import SessionState
from followup_build.status.session_text import is_blank, said_in, tells_of_moves_only
from followup_build.status.wording import count_text, day_text

_PLAIN = (
    "title",
    "kind",
    "cadence",
    "occurrence",
    "time",
    "minutes",
    "place",
    "chair",
    "departments",
    "milestone",
    "attendees",
    "apologies",
    "confidential",
)
_PARTS = (
    ("challenges", "challenge"),
    ("achievements", "achievement"),
    ("training_needs", "training need"),
)


def session_changes(base: Side, head: Side) -> Iterator[Change]:
    """Every session that came, changed or went, and every report."""
    for ref, old, new in pairs(base.portfolio.sessions, head.portfolio.sessions):
        if new is None and old is not None:
            text = sentence(f"The session is gone: {_called(old.data)}")
            was_held = old.data.status is SessionState.HELD
            yield Change(ref, "session", Way.REMOVED, text, before=old.data.title, is_uncovered=was_held)
        elif new is not None and old is None:
            text = sentence(f"Session {new.data.status.value}: {_called(new.data)}")
            yield Change(ref, "session", Way.ADDED, text, after=new.data.title)
        elif old is not None and new is not None:
            yield from _changed(base, head, ref, old, new)
    for ref, was, now in pairs(base.portfolio.reports, head.portfolio.reports):
        yield from _report(head, ref, was, now)


def _called(session: Session) -> str:
    return f"{session.title}, {day_text(session.date)}"


def _changed(base: Side, head: Side, ref: str, old: Record[Session], new: Record[Session]) -> Iterator[Change]:
    before, after, title = old.data, new.data, new.data.title

    def change(field: str, text: str, was: object, now: object) -> Change:
        return Change(ref, "session", Way.CHANGED, sentence(text), field, was, now)

    if before.status is not after.status:
        word = {
            SessionState.HELD: "was held",
            SessionState.CANCELLED: "is cancelled",
            SessionState.PLANNED: "is planned",
        }
        yield change("status", f"{_called(after)}: it {word[after.status]}", before.status, after.status)
    if before.date != after.date:
        moved = days_words(before.date, after.date)
        text = f"{title} moves from {day_text(before.date)} to {day_text(after.date)}: {moved}"
        yield change("date", text, before.date, after.date)
    for name in _PLAIN:
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            if name == "title":
                text = f"The session {was} is now called {now}"
            elif name == "occurrence" and now is not None:
                text = f"{title}: in place of {day_text(now)}"
            elif name in ("attendees", "apologies"):
                text = f"{title}: {_people_words(base, head, name, was, now)}"
            else:
                text = f"{title}: {changed_words(base, head, name, was, now)}"
            yield change(name, text, was, now)
    for key in {**before.decisions, **after.decisions}:
        was, now = before.decisions.get(key), after.decisions.get(key)
        if was != now:
            text = f"{title} decides: {now}" if was is None else f"{title}: the decision {key} changes to: {now}"
            yield change(f"decision {key}", text if now else f"{title}: a decision is gone: {was}", was, now)
    if before.agenda != after.agenda:
        yield change("agenda", f"{title}: the topics change", None, None)
    if said_in(old.body).split() != said_in(new.body).split():
        # That a session moved is no part of its minutes.
        is_held = after.status is SessionState.HELD and not tells_of_moves_only(new.body)
        is_new = tells_of_moves_only(old.body) if is_held else not said_in(old.body).strip()
        what, verb = "minutes" if is_held else "notes", "are written" if is_new else "change"
        yield change("minutes", f"The {what} of {title} {verb}", None, None)


def _people_words(base: Side, head: Side, name: str, was: tuple[str, ...], now: tuple[str, ...]) -> str:
    came = ", ".join(head.person(one) for one in now if one not in was)
    went = ", ".join(base.person(one) for one in was if one not in now)
    if not was:
        return f"attended by {came}" if name == "attendees" else f"apologies of {came}"
    parts = [*([f"{came} added to the {name}"] if came else ()), *([f"{went} taken out of the {name}"] if went else ())]
    return " and ".join(parts) or f"the {name} are in another order"


def _part_title(key: str, part: Any) -> str:
    """What a challenge, an achievement or a training need is called."""
    return str(getattr(part, "title", None) or getattr(part, "skill", None) or key)


def _report(head: Side, ref: str, old: Record[Report] | None, new: Record[Report] | None) -> Iterator[Change]:
    session_id, _, department = ref.partition("/")
    session = head.portfolio.sessions.get(session_id)
    where = f"the report of {head.department(department)} to {session.data.title if session else session_id}"
    if new is None:
        yield Change(ref, "report", Way.REMOVED, sentence(f"{where[0].upper()}{where[1:]} is gone"))
        return
    told = ", ".join(
        f"{count_text(len(parts), noun)} ({'; '.join(_part_title(key, one) for key, one in parts.items())})"
        for field, noun in _PARTS
        if (parts := getattr(new.data, field))
    )
    if old is None:
        if is_blank(new):
            text = sentence(f"{where[0].upper()}{where[1:]} is prepared")
            yield Change(ref, "report", Way.ADDED, text, person=new.data.by)
            return
        text = sentence(f"{where[0].upper()}{where[1:]}: {told or 'nothing out of the ordinary'}")
        yield Change(ref, "report", Way.ADDED, text, person=new.data.by)
        return
    for field, noun in _PARTS:
        before, after = getattr(old.data, field), getattr(new.data, field)
        for key in {**before, **after}:
            was, now = before.get(key), after.get(key)
            if was == now:
                continue
            one = now or was
            title = _part_title(key, one)
            verb = "is new" if was is None else "is gone" if now is None else "changes"
            way = Way.ADDED if was is None else Way.REMOVED if now is None else Way.CHANGED
            text = sentence(f"In {where}, the {noun} {verb}: {title}")
            yield Change(ref, "report", way, text, f"{noun} {key}", person=new.data.by)
    view = new.data.assessment
    if view is not None and view != old.data.assessment:
        text = sentence(f"{where[0].upper()}{where[1:]} judges: {view.status.value.replace('_', ' ')}, {view.because}")
        yield Change(ref, "report", Way.CHANGED, text, "assessment", person=new.data.by)
    if is_reworded(old, new, *(field for field, _ in _PARTS), *(("assessment",) if view else ())):
        yield Change(ref, "report", Way.CHANGED, sentence(f"{where[0].upper()}{where[1:]} is reworded"), "text")
