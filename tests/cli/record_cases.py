"""Commands that write, each with a record as somebody might have it and what the record must say afterwards."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from record_texts import TEXTS, Draw

TODAY = "2026-06-14"
NOW = "1781438400"
"""Noon of that day, as SOURCE_DATE_EPOCH has it."""
SAID = TEXTS.filter(lambda text: text.strip() == text)
NUMBERS = st.from_regex(r"(0|[1-9][0-9]{0,3})(\.[0-9]{1,2})?", fullmatch=True)
NAMES = {"progress": "records/progress/finance-2026.yml", "action": "records/actions/2026/do-it.yml"}


@dataclass(frozen=True)
class Case:
    """What is typed, the record's data before, and after; None where that must be refused."""

    typed: tuple[str, ...]
    path: str
    before: dict[str, Any]
    after: dict[str, Any] | None
    made: dict[str, Any] | None = None
    """What the new file must say, where one is made."""
    told: str | None = None
    """The paragraph that its Markdown begins with afterwards."""


def maybe(draw: Draw, name: str, strategy: st.SearchStrategy[Any]) -> dict[str, Any]:
    """An entry, or none."""
    return {name: draw(strategy)} if draw(st.booleans()) else {}


def options(said: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"--{name.replace('_', '-')}={value}" for name, value in said.items())


def reordered(draw: Draw, data: dict[str, Any]) -> dict[str, Any]:
    """The same with its keys in any order."""
    return {key: data[key] for key in draw(st.permutations(list(data)))}


def changed(before: dict[str, Any], *route: str, to: Any) -> dict[str, Any]:
    """The data with a value under a route; what lacks above it, or has no value, is made."""
    after = copy.deepcopy(before)
    here: dict[str, Any] = after
    for key in route[:-1]:
        if here.get(key) is None:
            here[key] = {}
        here = here[key]
    here[route[-1]] = to
    return after


def added(before: dict[str, Any], key: str, *items: Any) -> dict[str, Any]:
    """The data with more items in a list."""
    return changed(before, key, to=[*(before.get(key) or []), *items])


@st.composite
def measure(draw: Draw) -> Case:
    months = ["2026-03", "2026-04", "2026-05"]
    value = st.one_of(NUMBERS, st.fixed_dictionaries({"value": NUMBERS}, optional={"note": SAID}))
    known = draw(st.dictionaries(st.sampled_from(months), value))
    before: dict[str, Any] = {"milestones": {"portal": {"2026-04-10": {"percent": "40"}}}}
    others = maybe(draw, "days", st.just({"2026-03": "30"}))
    before["kpis"] = draw(st.sampled_from([{"paid": known, **others}, {**others, "paid": known}]))
    if not known and draw(st.booleans()):
        before = draw(
            st.sampled_from(
                [{**before, "kpis": others}, {**before, "kpis": None}, {"milestones": before["milestones"]}]
            )
        )
    before = reordered(draw, before)
    period, number = draw(st.sampled_from([*months, "2026-06"])), draw(NUMBERS)
    note = maybe(draw, "note", SAID)
    restate = {"because": draw(SAID)} if draw(st.integers(0, 7)) < (6 if period in known else 1) else {}
    typed = ("measure", "finance-2026/paid", period, number, *options(note), *(["--restate"] if restate else []))
    after = _measured(known.get(period), number, note, restate)
    route = ("kpis", "paid", period)
    result = None if after is None else changed(before, *route, to=after) if after != known.get(period) else before
    return Case((*typed, *options(restate)), NAMES["progress"], before, result)


def _measured(old: Any, number: str, note: Mapping[str, str], restate: Mapping[str, str]) -> Any:
    if old is None:
        return None if restate else ({"value": number, **note} if note else number)
    was = {"value": old} if isinstance(old, str) else old
    if Decimal(was["value"]) == Decimal(number):
        if not note or note.get("note") == was.get("note"):
            return old
        return None if "note" in was else {**was, **note}
    if not restate:
        return None
    return {**was, "value": number, "restated": {"from": was["value"], **restate}, **note}


@st.composite
def milestone(draw: Draw) -> Case:
    update = st.fixed_dictionaries(
        {"forecast": st.sampled_from(["2026-07-01", "2026-08-10"])},
        optional={"percent": st.sampled_from(["0", "40", "100"]), "note": SAID},
    )
    log = draw(st.dictionaries(st.sampled_from(["2026-04-10", "2026-05-20", TODAY]), update, max_size=3))
    said = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "forecast": st.sampled_from(["2026-07-01", "2026-09-30"]),
                "percent": st.sampled_from(["40", "55"]),
                "confidence": st.sampled_from(["low", "high"]),
                "achieved": st.just("2026-06-10"),
                "note": SAID,
            },
        ).filter(bool)
    )
    before: dict[str, Any] = {"kpis": {"paid": {"2026-03": "80"}}, "milestones": {"portal": log}}
    if not log and draw(st.booleans()):
        before["milestones"] = draw(st.sampled_from([None, {}, {"archive": {"2026-05-01": {"percent": "1"}}}]))
    before = reordered(draw, before)
    after = _logged(before, ("milestones", "portal", TODAY), log.get(TODAY), said)
    return Case(("milestone", "finance-2026/portal", *options(said)), NAMES["progress"], before, after)


def _logged(before: dict[str, Any], route: tuple[str, ...], old: Any, said: Mapping[str, str]) -> dict[str, Any] | None:
    """A log with news of a day; words that the day has already are not replaced by other words."""
    old = old or {}
    if any(name in old and old[name] != said.get(name, old[name]) for name in ("note", "evidence")):
        return None
    new = {**old, **said}
    return changed(before, *route, to=new) if new != old else before


def _action(draw: Draw, log: Mapping[str, Any]) -> dict[str, Any]:
    before = {
        "title": draw(SAID),
        "owner": "n.dlamini",
        "due": "2026-06-20",
        "follow_up": "2026-07-15",
        "department": "finance",
        "session": "2026-q1-review",
        **maybe(draw, "for", st.just(["finance-2026/portal", "finance-2026/paid"])),
        **maybe(draw, "summary", SAID),
    }
    if log or draw(st.booleans()):
        before["updates"] = dict(log) or draw(st.sampled_from([None, {}]))
    return reordered(draw, before)


OPEN = st.dictionaries(
    st.sampled_from(["2026-04-20", "2026-05-20", TODAY]),
    st.fixed_dictionaries(
        {"state": st.sampled_from(["in_progress", "blocked"])},
        optional={"percent": st.sampled_from(["10", "20"]), "note": SAID},
    ),
    max_size=3,
)


@st.composite
def action_update(draw: Draw) -> Case:
    log = draw(OPEN)
    said = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "state": st.sampled_from(["open", "in_progress", "blocked"]),
                "due": st.sampled_from(["2026-06-30", "2026-07-10"]),
                "follow_up": st.sampled_from(["2026-08-01", "2026-09-01"]),
                "owner": st.just("t.mokoena"),
                "percent": st.sampled_from(["10", "75"]),
                "note": SAID,
            },
        ).filter(bool)
    )
    before = _action(draw, log)
    after = _logged(before, ("updates", TODAY), log.get(TODAY), said)
    return Case(("action", "update", "do-it", *options(said)), NAMES["action"], before, after)


@st.composite
def action_done(draw: Draw) -> Case:
    log = draw(OPEN)
    said = {**maybe(draw, "note", SAID), **maybe(draw, "evidence", SAID)}
    before = _action(draw, log)
    after = _logged(before, ("updates", TODAY), log.get(TODAY), {"state": "done", **said})
    return Case(("action", "done", "do-it", *options(said)), NAMES["action"], before, after)


@st.composite
def action_verify(draw: Draw) -> Case:
    log = {"2026-05-10": {"state": "done", **maybe(draw, "note", SAID)}}
    before, note = _action(draw, log), maybe(draw, "note", SAID)
    failed = {"due": "2026-07-20", "follow_up": "2026-09-20"} if draw(st.booleans()) else {}
    state = "ineffective" if failed else "verified"
    typed = ("action", "verify", "do-it", *(["--failed"] if failed else []), *options({**failed, **note}))
    after = changed(before, "updates", TODAY, to={"state": state, **failed, **note})
    return Case(typed, NAMES["action"], before, after)


@st.composite
def action_new(draw: Draw) -> Case:
    dates = {"owner": "n.dlamini", "due": "2026-07-15", "follow_up": "2026-09-01"}
    more = {"session": "2026-q1-review", **maybe(draw, "kind", st.just("training"))}
    title = draw(SAID.filter(lambda text: not text.startswith("-")))
    made = {"title": title, **dates, "department": "finance", **more}
    before = _action(draw, {})
    return Case(("action", "new", title, *options({**dates, **more})), NAMES["action"], before, before, made)


WRITTEN: dict[str, Callable[[], st.SearchStrategy[Case]]] = {
    "measure": measure,
    "milestone": milestone,
    "action update": action_update,
    "action done": action_done,
    "action verify": action_verify,
    "action new": action_new,
}
"""What heads of department and owners of actions type."""
