"""What becomes of sessions by command, each with a record as somebody might have it and what it must say afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from record_cases import SAID, Case, added, changed, maybe, reordered
from record_texts import Draw

PATH = "records/sessions/the-bank/session.md"


def _session(draw: Draw, day: str) -> dict[str, Any]:
    data = {
        "title": draw(SAID),
        "kind": "ad-hoc",
        "date": day,
        "status": "planned",
        **maybe(draw, "time", st.sampled_from([None, "14:30"])),
        **maybe(draw, "place", SAID),
        **maybe(draw, "chair", st.sampled_from([None, "c.botha", "z.khumalo"])),
        **maybe(draw, "departments", st.sampled_from(["all", ["finance"]])),
        **maybe(draw, "attendees", st.sampled_from([None, [], ["n.dlamini"], ["n.dlamini", "c.botha"]])),
        **maybe(draw, "decisions", st.sampled_from([None, {}, {"one": "First: this"}])),
        **maybe(draw, "agenda", st.just([{"topic": "Money", "by": "t.mokoena", "minutes": "15"}])),
    }
    return reordered(draw, data)


@st.composite
def session_hold(draw: Draw) -> Case:
    before, decision = _session(draw, "2026-06-10"), draw(SAID)
    typed: tuple[str, ...] = ("session", "hold", "the-bank", "--chair", "z.khumalo", "--attendee", "t.mokoena")
    after = changed(changed(before, "status", to="held"), "chair", to="z.khumalo")
    after = added(after, "attendees", "t.mokoena")
    if draw(st.booleans()):
        typed += ("--decision", "keep", decision)
        after = changed(after, "decisions", "keep", to=decision)
    if draw(st.booleans()):
        typed += ("--on", "2026-06-12")
        after = changed(after, "date", to="2026-06-12")
    return Case(typed, PATH, before, after)


@st.composite
def session_move(draw: Draw) -> Case:
    before = _session(draw, "2026-07-07")
    typed: tuple[str, ...] = ("session", "move", "the-bank", "--to", "2026-07-14")
    after = changed(before, "date", to="2026-07-14")
    if draw(st.booleans()):
        typed += ("--time", "11:00")
        after = changed(after, "time", to="11:00")
    if draw(st.booleans()):
        typed += (f"--because={draw(SAID)}",)
    return Case(typed, PATH, before, after)


@st.composite
def session_cancel(draw: Draw) -> Case:
    before = _session(draw, "2026-07-07")
    typed: tuple[str, ...] = ("session", "cancel", "the-bank")
    if draw(st.booleans()):
        typed += (f"--because={draw(SAID)}",)
    return Case(typed, PATH, before, changed(before, "status", to="cancelled"))


SESSIONS: dict[str, Callable[[], st.SearchStrategy[Case]]] = {
    "session hold": session_hold,
    "session move": session_move,
    "session cancel": session_cancel,
}
