"""Roll-ups: from leaves whose status is known by the way they are made, against an oracle of a few lines."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_build.ledger.books import build_ledger
from followup_build.load.records import load_records
from followup_build.model.vocabulary import Status
from followup_build.portfolio import Portfolio
from followup_build.source.tree import SourceFile
from followup_build.status.item import RollupFigures
from followup_build.status.rollup import counted
from followup_build.status.snapshot import Snapshot, build_snapshot

DAY = date(2026, 6, 15)
WORST_FIRST = ["off_track", "missed", "at_risk", "no_data", "on_track", "achieved", "not_started", "dropped"]
APPROVER = {"finance": "z.khumalo", "legal": "c.botha", "organisation": "o.one"}
ORGANISATION = """\
name: Rights House
timezone: UTC
approvers: [o.one]
departments:
  finance: {name: Finance, head: a.one, approvers: [z.khumalo]}
  legal: {name: Legal, head: a.one, approvers: [c.botha]}
"""
PERIODS = {
    "in_force": "{start: 2026-01-01, end: 2026-12-31}",
    "last_day": "{start: 2026-01-01, end: 2026-06-15}",
    "first_day": "{start: 2026-06-15, end: 2026-12-31}",
    "ended": "{start: 2026-01-01, end: 2026-06-14}",
    "ahead": "{start: 2026-06-16, end: 2026-12-31}",
    "draft": "{start: 2026-01-01, end: 2026-12-31}",
}
COLOURS = ("in_force", "last_day", "first_day")


class Leaf(NamedTuple):
    """A KPI or milestone of a plan, by the status that it is made to have; `goal` is one of the plan's, or none."""

    status: str
    goal: str | None


class Plan(NamedTuple):
    """A plan with two goals, of which one may be dropped."""

    department: str
    period: str
    drops_goal: bool
    leaves: tuple[Leaf, ...]


LEAVES = {
    "off_track": ("milestones", "due: 2026-06-01", "{2026-05-01: {percent: 90}}"),
    "at_risk": ("milestones", "due: 2026-12-01", "{2026-06-01: {forecast: 2026-12-02}}"),
    "on_track": ("milestones", "due: 2026-12-01", "{2026-06-01: {forecast: 2026-12-01}}"),
    "achieved": ("milestones", "due: 2026-06-01", "{2026-05-01: {achieved: 2026-05-01}}"),
    # One that nobody has told of has not begun where its plan has not.
    "silent": ("milestones", "due: 2026-12-01", ""),
    "dropped": ("milestones", "due: 2026-06-01", ""),
    "no_data": ("kpis", "", ""),
    "missed": ("kpis", "", "{2026-05: 5}"),
}


def portfolio_of(plans: tuple[Plan, ...]) -> Portfolio:
    files = {"organisation.yml": ORGANISATION}
    for number, plan in enumerate(plans):
        plan_id = f"p{number}"
        who = f"by: {APPROVER[plan.department]}"
        tables: dict[str, str] = {"milestones": "", "kpis": ""}
        facts: dict[str, str] = {"milestones": "", "kpis": ""}
        changes = f"  - {{drop: {plan_id}/g0, because: No}}\n" if plan.drops_goal else ""
        for position, leaf in enumerate(plan.leaves):
            table, due, told = LEAVES[leaf.status]
            goal = f", goal: {leaf.goal}" if leaf.goal else ""
            kpi = (
                "unit: x, direction: increase, frequency: monthly, baseline: {date: 2025-12-31, value: 0}, "
                "targets: {2026-05-31: 10}"
            )
            tables[table] += f"  l{position}: {{title: L, owner: a.one, {due or kpi}{goal}}}\n"
            facts[table] += f"  l{position}: {told}\n" if told else ""
            if leaf.status == "dropped":
                changes += f"  - {{drop: {plan_id}/l{position}, because: No}}\n"
        files[f"plans/{plan_id}.yml"] = (
            f"title: P\ndepartment: {plan.department}\nowner: a.one\nperiod: {PERIODS[plan.period]}\n"
            + ("" if plan.period == "draft" else f"approvals: [{{{who}, on: 2025-12-01}}]\n")
            + "goals:\n  g0: {title: G, owner: a.one}\n  g1: {title: G, owner: a.one}\n"
            + "".join(f"{table}:\n{lines}" for table, lines in tables.items() if lines)
        )
        if any(facts.values()):
            files[f"progress/{plan_id}.yml"] = "".join(f"{table}:\n{text}" for table, text in facts.items() if text)
        if changes:
            files[f"adjustments/{plan.department}/a{number}.yml"] = (
                "title: A\nreason: R\nowner: a.one\nfollow_up: 2026-12-01\nproposed: {by: a.one, on: 2026-02-01}\n"
                f"approvals: [{{{who}, on: 2026-02-02}}]\nchanges:\n{changes}"
            )
    sources = [SourceFile(f"records/{path}", text.encode()) for path, text in sorted(files.items())]
    loaded = load_records(sources, "records")
    assert not loaded.findings
    return Portfolio(loaded)


def snapshot_of(plans: tuple[Plan, ...]) -> Snapshot:
    portfolio = portfolio_of(plans)
    ledger = build_ledger(portfolio, DAY)
    assert not ledger.findings
    return build_snapshot(portfolio, ledger, DAY)


def worst_of(words: list[str]) -> str:
    return next((word for word in WORST_FIRST if word in words), "no_data")


leaves = st.builds(Leaf, st.sampled_from(sorted(LEAVES)), st.sampled_from(["g0", "g1", None]))
plans = st.builds(
    Plan,
    st.sampled_from(sorted(APPROVER)),
    st.sampled_from(sorted(PERIODS)),
    st.booleans(),
    st.lists(leaves, max_size=5).map(tuple),
)


@given(st.lists(plans, max_size=5).map(tuple))
@settings(max_examples=120, deadline=None)
def test_the_worst_below_decides_at_every_level(made: tuple[Plan, ...]) -> None:
    items = snapshot_of(made).items
    expected: dict[tuple[str, str], tuple[str, dict[str, int] | None]] = {}
    below: dict[str, list[tuple[str, Counter[str]]]] = {department: [] for department in APPROVER}
    for number, plan in enumerate(made):
        words = []
        for position, leaf in enumerate(plan.leaves):
            word = {"silent": "not_started" if plan.period == "ahead" else "on_track"}.get(leaf.status, leaf.status)
            goal = None if leaf.goal == "g0" and plan.drops_goal else leaf.goal
            words.append((word, goal))
            kind = LEAVES[leaf.status][0].removesuffix("s")
            expected[kind, f"p{number}/l{position}"] = (word, None)
        goals = []
        for goal in ("g0", "g1"):
            of_goal = [word for word, its in words if its == goal]
            if goal == "g0" and plan.drops_goal:
                expected["goal", f"p{number}/g0"] = ("dropped", {})
            else:
                goals.append(worst_of(of_goal))
                expected["goal", f"p{number}/{goal}"] = (goals[-1], Counter(of_goal))
        status = worst_of([*goals, *(word for word, goal in words if goal is None)])
        counts = Counter(word for word, _ in words)
        expected["plan", f"p{number}"] = (status, counts)
        if plan.period in COLOURS:
            below[plan.department].append((status, counts))
    for department in ("finance", "legal"):
        status = worst_of([status for status, _ in below[department]])
        counts = sum((counts for _, counts in below[department]), Counter())
        expected["department", department] = (status, counts)
    whole = [*below["organisation"], *(expected["department", one] for one in ("finance", "legal"))]
    total = sum((Counter(counts) for _, counts in whole), Counter())
    expected["organisation", "organisation"] = (worst_of([status for status, _ in whole]), total)

    found = {
        key: (
            item.status.value,
            {status.value: count for status, count in item.figures.counts.items()}
            if isinstance(item.figures, RollupFigures)
            else None,
        )
        for key, item in items.items()
        if key[0] != "adjustment"
    }
    assert found == expected


@pytest.mark.parametrize("period", sorted(PERIODS))
def test_only_a_plan_in_force_colours_its_department(period: str) -> None:
    found = snapshot_of((Plan("finance", period, drops_goal=False, leaves=(Leaf("off_track", None),)),)).items
    assert found["plan", "p0"].status is Status.OFF_TRACK
    expected = Status.OFF_TRACK if period in COLOURS else Status.NO_DATA
    assert found["department", "finance"].status is expected
    assert found["organisation", "organisation"].status is expected
    assert found["department", "legal"].status is Status.NO_DATA


def test_counts_come_worst_first_without_what_nothing_has() -> None:
    counts = counted([Status.DROPPED, Status.ON_TRACK, Status.OFF_TRACK, Status.ON_TRACK])
    assert list(counts.items()) == [(Status.OFF_TRACK, 1), (Status.ON_TRACK, 2), (Status.DROPPED, 1)]
