"""Commands that decide, propose, answer and adopt, each with a record before and what it must say afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from holidays import country_holidays
from hypothesis import strategies as st
from record_cases import SAID, TODAY, Case, added, changed, maybe, options, reordered
from record_texts import Draw

ADJUSTMENT = "records/adjustments/finance/2026-05-04-archive-date.yml"
PROPOSED, ID = ("proposed", {"by": "n.dlamini", "on": "2026-05-04"}), "2026-05-04-archive-date"
CHANGE = {"milestone": "finance-2026/archive", "due": {"from": "2026-09-30", "to": "2026-10-30"}}
WORDS = SAID.filter(lambda text: not text.startswith("-"))


def _adjustment(draw: Draw, **more: Any) -> dict[str, Any]:
    data = {
        "title": draw(SAID),
        "reason": draw(SAID),
        "owner": "n.dlamini",
        "follow_up": "2026-12-01",
        PROPOSED[0]: PROPOSED[1],
        "changes": [CHANGE],
        **maybe(draw, "session", st.just("2026-q1-review")),
        **more,
    }
    if "approvals" not in more:
        data |= maybe(draw, "approvals", st.sampled_from([None, []]))
    return reordered(draw, data)


@st.composite
def approve(draw: Draw) -> Case:
    before = _adjustment(draw)
    after = added(before, "approvals", {"by": "z.khumalo", "on": TODAY})
    return Case(("approve", ID, "--by", "z.khumalo"), ADJUSTMENT, before, after)


@st.composite
def approve_plan(draw: Draw) -> Case:
    before = reordered(
        draw,
        {
            "title": draw(SAID),
            "department": "legal",
            "owner": "s.pillay",
            "period": {"start": "2026-03-01", "end": "2027-02-28"},
            "resources": {"systems": {"title": draw(SAID), "amount": "50000", "unit": "ZAR"}},
            **maybe(draw, "approvals", st.sampled_from([None, []])),
            **maybe(draw, "summary", SAID),
        },
    )
    after = added(before, "approvals", {"by": "c.botha", "on": TODAY})
    return Case(("approve", "legal-2026", "--by", "c.botha"), "records/plans/legal-2026.yml", before, after)


@st.composite
def reject(draw: Draw) -> Case:
    before, why = _adjustment(draw), draw(SAID)
    after = changed(before, "rejected", to={"by": "z.khumalo", "on": TODAY, "because": why})
    return Case(("reject", ID, "--by", "z.khumalo", f"--because={why}"), ADJUSTMENT, before, after)


@st.composite
def withdraw(draw: Draw) -> Case:
    before, why = _adjustment(draw), draw(SAID)
    after = changed(before, "withdrawn", to={"by": "n.dlamini", "on": TODAY, "because": why})
    return Case(("withdraw", ID, f"--because={why}"), ADJUSTMENT, before, after)


@st.composite
def review(draw: Draw) -> Case:
    before = _adjustment(draw, approvals=[{"by": "z.khumalo", "on": "2026-05-06"}])
    said = {"outcome": draw(st.sampled_from(["effective", "partly", "ineffective"]))}
    said |= {**maybe(draw, "by", st.just("t.mokoena")), **maybe(draw, "note", SAID)}
    after = changed(before, "review", to={"on": TODAY, **said})
    return Case(("review", ID, *options(said)), ADJUSTMENT, before, after)


@st.composite
def adjust(draw: Draw) -> Case:
    before, due = _adjustment(draw), draw(st.sampled_from(["2026-09-15", "2026-11-30"]))
    said = {"due": due, "owner": "t.mokoena", "follow_up": "2026-12-15", "reason": draw(SAID), "title": draw(SAID)}
    made = {
        "title": said["title"],
        "reason": said["reason"],
        "owner": "t.mokoena",
        "follow_up": "2026-12-15",
        "proposed": {"by": "t.mokoena", "on": TODAY},
        "changes": [{"milestone": "finance-2026/portal", "due": {"from": "2026-08-15", "to": due}}],
    }
    return Case(("adjust", "finance-2026/portal", *options(said)), ADJUSTMENT, before, before, made)


@st.composite
def adjust_into(draw: Draw) -> Case:
    before, title = _adjustment(draw), draw(SAID)
    typed = ("adjust", "finance-2026/portal", f"--new-title={title}", "--into", ID)
    moved = {"milestone": "finance-2026/portal", "title": {"from": "Royalty portal live", "to": title}}
    return Case(typed, ADJUSTMENT, before, added(before, "changes", moved))


@st.composite
def feedback_new(draw: Draw) -> Case:
    title, path = draw(WORDS), "records/feedback/reports.md"
    said = {**maybe(draw, "from", st.just("t.mokoena")), **maybe(draw, "session", st.just("2026-q1-review"))}
    before = _feedback(draw)
    return Case(
        ("feedback", "new", title, *options(said)), path, before, before, {"title": title, "date": TODAY, **said}
    )


def _feedback(draw: Draw) -> dict[str, Any]:
    data = {
        "title": draw(SAID),
        "date": "2026-04-16",
        **maybe(draw, "from", st.just("t.mokoena")),
        **maybe(draw, "led_to", st.sampled_from([None, [], ["2026-04-15-portal-date"]])),
        **maybe(draw, "session", st.just("2026-q1-review")),
    }
    return reordered(draw, data)


@st.composite
def feedback_answer(draw: Draw) -> Case:
    before, note = _feedback(draw), draw(SAID)
    typed: tuple[str, ...] = ("feedback", "answer", "reports", "--by", "z.khumalo", f"--note={note}")
    after = changed(before, "response", to={"by": "z.khumalo", "on": TODAY, "note": note})
    if draw(st.booleans()):
        typed += ("--led-to", "reconcile-weekly", "--led-to", ID)
        after = added(after, "led_to", "reconcile-weekly", ID)
    return Case(typed, "records/feedback/reports.md", before, after)


@st.composite
def practice_adopt(draw: Draw) -> Case:
    before = reordered(
        draw,
        {
            "title": draw(SAID),
            "from": "finance",
            "since": "2026-04-15",
            **maybe(draw, "session", st.just("2026-q1-review")),
            **maybe(draw, "adopted", st.sampled_from([None, {}, {"sales": "2026-05-01"}])),
        },
    )
    after = changed(before, "adopted", "legal", to=TODAY)
    return Case(
        ("practice", "adopt", "reconcile-weekly", "legal"), "records/practices/reconcile-weekly.md", before, after
    )


@st.composite
def holidays(draw: Draw) -> Case:
    day = st.sampled_from(["2026-12-24", "2026-12-31", "2027-01-01", "2027-05-17"])
    before = draw(st.dictionaries(day, SAID, min_size=1))
    found = country_holidays("DE", years=2027, language="en_US")
    known = {day.isoformat(): name for day, name in found.items()}
    after = known | before
    return Case(("holidays", "2027", "--country", "DE", "--write"), "records/holidays.yml", before, after)


DECIDED: dict[str, Callable[[], st.SearchStrategy[Case]]] = {
    "approve": approve,
    "approve a plan": approve_plan,
    "reject": reject,
    "withdraw": withdraw,
    "review": review,
    "adjust": adjust,
    "adjust into": adjust_into,
    "feedback new": feedback_new,
    "feedback answer": feedback_answer,
    "practice adopt": practice_adopt,
    "holidays": holidays,
}
"""What approvers, chairs and the office type."""
