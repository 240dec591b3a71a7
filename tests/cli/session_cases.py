"""What becomes of a session: held, moved or cancelled, each with its file before and what it must say afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from record_cases import SAID, Case, added, changed, maybe, options, reordered
from record_texts import Draw

FILE = "records/sessions/june/session.md"
PEOPLE = st.lists(st.sampled_from(["t.mokoena", "n.dlamini", "s.pillay"]), unique=True, max_size=3)


def _session(draw: Draw, day: str, **more: Any) -> dict[str, Any]:
    data = {
        "title": draw(SAID),
        "kind": "monthly",
        "date": day,
        "status": "planned",
        "chair": "z.khumalo",
        **maybe(draw, "departments", st.sampled_from([["finance"], ["legal", "sales"]])),
        **maybe(draw, "place", SAID),
        **more,
    }
    return reordered(draw, data)


@st.composite
def hold(draw: Draw) -> Case:
    more: dict[str, Any] = {
        **maybe(draw, "attendees", st.sampled_from([None, [], ["t.mokoena"], ["c.botha", "n.dlamini"]])),
        **maybe(draw, "decisions", st.sampled_from([None, {}, {"keep": "Keep it"}])),
    }
    before = _session(draw, "2026-06-10", **more)
    came, excused = draw(PEOPLE), draw(st.sampled_from([[], ["c.botha"]]))
    present = before.get("attendees") or []
    decided = draw(st.dictionaries(st.sampled_from(["keep", "go", "stop-1"]), SAID, max_size=2))
    typed = ["session", "hold", "june"]
    typed += [f"--attendee={one}" for one in came]
    typed += [f"--apology={one}" for one in excused]
    for key, text in decided.items():
        typed += ["--decision", key, text]
    known = before.get("decisions") or {}
    if any(known.get(key, text) != text for key, text in decided.items()):
        return Case(tuple(typed), FILE, before, None)
    after = changed(before, "status", to="held")
    if new := [one for one in came if one not in present]:
        after = added(after, "attendees", *new)
    if excused:
        after = added(after, "apologies", *excused)
    for key, text in decided.items():
        after = changed(after, "decisions", key, to=text)
    return Case(tuple(typed), FILE, before, after)


@st.composite
def move(draw: Draw) -> Case:
    before, why = _session(draw, "2026-07-07"), maybe(draw, "because", SAID)
    after = changed(before, "date", to="2026-07-14")
    said = f"Moved from 2026-07-07 to 2026-07-14{': ' + why['because'] if why else '.'}"
    return Case(("session", "move", "june", "--to", "2026-07-14", *options(why)), FILE, before, after, told=said)


@st.composite
def cancel(draw: Draw) -> Case:
    before, why = _session(draw, "2026-07-07"), maybe(draw, "because", SAID)
    said = f"Cancelled: {why['because']}" if why else None
    after = changed(before, "status", to="cancelled")
    return Case(("session", "cancel", "june", *options(why)), FILE, before, after, told=said)


SESSIONS: dict[str, Callable[[], st.SearchStrategy[Case]]] = {
    "session hold": hold,
    "session move": move,
    "session cancel": cancel,
}
"""What a chair types."""
