from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from followup_build.model.vocabulary import Status
from followup_build.status.item import MilestoneFigures, RollupFigures
from followup_build.status.rollup import ORDER, worst
from followup_build.status.snapshot import Snapshot
from followup_build.status.standing import Standing
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]

PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
goals: {timely: {title: Pay on time, owner: t.mokoena}}
milestones:
  portal: {title: Portal live, owner: n.dlamini, due: 2026-06-30, goal: timely}
  late: {title: A late thing, owner: n.dlamini, due: 2026-12-31}
kpis:
  paid:
    title: Paid on time
    owner: n.dlamini
    goal: timely
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-02-28, value: 80}
    targets: {2027-02-28: 92}
"""
SESSION = """\
---
title: Review
kind: quarterly
date: %s
status: held
chair: z.khumalo
---
"""
ACTION = """\
title: Do something
owner: n.dlamini
due: 2027-01-31
follow_up: 2027-02-28
department: finance
session: %s
for: [finance-2026/portal]
"""
TREE = {"records/plans/finance-2026.yml": PLAN}


def snapshot(write_tree: WriteTree, files: Mapping[str, str], as_of: str) -> Snapshot:
    workspace = open_workspace(write_tree({**TREE, **files}), as_of=date.fromisoformat(as_of))
    assert not workspace.portfolio.loaded.findings
    return workspace.snapshot


def test_the_worst_decides_in_the_order_of_the_design() -> None:
    words = "off_track missed at_risk no_data on_track achieved not_started dropped"
    assert " ".join(ORDER) == words
    for one, other in product(ORDER, ORDER):
        assert worst((one, other)) is min(one, other, key=ORDER.index)
    assert worst(()) is Status.NO_DATA


def test_colours_rise_from_milestone_to_organisation(write_tree: WriteTree) -> None:
    found = snapshot(write_tree, {"records/progress/finance-2026.yml": "kpis: {paid: {2026-06: 84}}\n"}, "2026-07-05")
    statuses = {ref: item.status for (_, ref), item in found.items.items()}
    assert statuses["finance-2026/portal"] is Status.OFF_TRACK
    assert statuses["finance-2026/paid"] is Status.ON_TRACK
    for ref in ("finance-2026/timely", "finance-2026", "finance", "organisation"):
        assert statuses[ref] is Status.OFF_TRACK
    assert statuses["legal"] is Status.NO_DATA
    figures = found.items["department", "finance"].figures
    assert isinstance(figures, RollupFigures)
    assert figures.counts == {Status.OFF_TRACK: 1, Status.ON_TRACK: 2}


@pytest.mark.parametrize(
    ("change", "as_of"),
    [
        (("approvals: [{by: z.khumalo, on: 2026-02-20}]\n", ""), "2026-07-05"),
        (("", ""), "2027-03-01"),
        (("", ""), "2026-02-28"),
        (("on: 2026-02-20", "on: 2026-08-01"), "2026-07-05"),
    ],
    ids=["a draft", "ended", "not begun", "not yet approved"],
)
def test_plans_that_are_not_in_force_colour_nothing(write_tree: WriteTree, change: tuple[str, str], as_of: str) -> None:
    found = snapshot(write_tree, {"records/plans/finance-2026.yml": PLAN.replace(*change)}, as_of)
    assert found.items["department", "finance"].status is Status.NO_DATA
    assert any("colours nothing" in reason for reason in found.items["plan", "finance-2026"].reasons)


def unanswered(found: Snapshot) -> dict[str, date]:
    return {one.item.ref: one.since for one in found.needs_response}


def test_red_is_listed_from_the_day_after_it_was_due(write_tree: WriteTree) -> None:
    assert unanswered(snapshot(write_tree, {}, "2026-06-30")) == {}
    assert unanswered(snapshot(write_tree, {}, "2026-07-01")) == {"finance-2026/portal": date(2026, 7, 1)}


@pytest.mark.parametrize(
    ("session", "updates", "answered"),
    [
        ("2026-07-01", "", True),
        ("2026-06-01", "", True),
        ("2026-06-01", "updates: {2026-06-20: {state: dropped, note: No}}\n", False),
        ("2026-07-02", "updates: {2026-07-03: {state: dropped, note: No}}\n", True),
        ("2026-07-01", "updates: {2026-07-02: {state: dropped, note: No}}\n", False),
        ("2026-06-01", "updates: {2026-06-20: {state: done}}\n", True),
        ("2026-07-20", "", False),
    ],
    ids=[
        "newer and open",
        "older and open",
        "older and closed",
        "newer and closed",
        "of the day it turned red, and closed",
        "done is not closed",
        "not yet agreed",
    ],
)
def test_an_action_answers_while_it_is_open_or_newer(
    write_tree: WriteTree, session: str, updates: str, answered: bool
) -> None:
    files = {"records/sessions/s/session.md": SESSION % session, "records/actions/a.yml": ACTION % "s" + updates}
    assert (unanswered(snapshot(write_tree, files, "2026-07-05")) == {}) is answered


REPORT = """\
---
by: t.mokoena
%s---
"""


@pytest.mark.parametrize(
    ("challenge", "answered"),
    [
        (
            "challenges: {c: {title: C, category: people, causes: [X], affects: [finance-2026/portal], accepted: N}}\n",
            True,
        ),
        ("challenges: {c: {title: C, category: people, causes: [X], affects: [finance-2026/portal]}}\n", False),
        ("challenges: {c: {title: C, category: people, causes: [X], accepted: We wait}}\n", False),
    ],
)
def test_a_challenge_answers_when_it_has_a_response_or_is_accepted(
    write_tree: WriteTree, challenge: str, answered: bool
) -> None:
    files = {
        "records/sessions/s/session.md": SESSION % "2026-07-02",
        "records/sessions/s/finance.md": REPORT % challenge,
    }
    assert (unanswered(snapshot(write_tree, files, "2026-07-05")) == {}) is answered


@pytest.mark.parametrize(
    ("status", "day", "refs"),
    [
        ("on_track", "2026-07-02", {"finance-2026/portal", "finance-2026/paid"}),
        ("at_risk", "2026-07-02", set()),
        ("on_track", "2026-03-20", set()),
        ("on_track", "2026-06-01", {"finance-2026/paid"}),
    ],
)
def test_a_report_that_says_on_track_over_red_or_stale_is_a_contradiction(
    write_tree: WriteTree, status: str, day: str, refs: set[str]
) -> None:
    report = REPORT % f"assessment: {{status: {status}, because: We think so}}\n"
    progress = "milestones: {portal: {2026-05-30: {percent: 60}}, late: {2026-05-30: {percent: 5}}}\n"
    files = {
        "records/sessions/s/session.md": SESSION % day,
        "records/sessions/s/finance.md": report,
        "records/progress/finance-2026.yml": progress,
    }
    assert {one.item.ref for one in snapshot(write_tree, files, "2026-07-05").contradictions} == refs


def test_a_circle_of_dependencies_ends(write_tree: WriteTree) -> None:
    text = PLAN.replace("goal: timely}", "goal: timely, depends_on: [finance-2026/late]}", 1).replace(
        "due: 2026-12-31}", "due: 2026-12-31, depends_on: [finance-2026/portal]}"
    )
    found = snapshot(write_tree, {"records/plans/finance-2026.yml": text}, "2026-07-05")
    assert found.items["milestone", "finance-2026/portal"].status is Status.OFF_TRACK


def test_a_chain_of_a_thousand_and_more_milestones_is_worked_out(write_tree: WriteTree) -> None:
    head = PLAN.partition("milestones:")[0]
    links = "".join(
        f"  m{number}: {{title: M, owner: n.dlamini, due: 2026-12-31, depends_on: [finance-2026/m{number + 1}]}}\n"
        for number in range(1500)
    )
    last = "  m1500: {title: Last, owner: n.dlamini, due: 2026-03-31}\n"
    files = {"records/plans/finance-2026.yml": f"{head}milestones:\n{links}{last}"}
    found = snapshot(write_tree, files, "2026-04-01")
    assert found.items["milestone", "finance-2026/m1499"].status is Status.AT_RISK
    assert found.items["milestone", "finance-2026/m0"].status is Status.ON_TRACK


def test_a_plan_approved_by_nobody_who_may_is_a_draft(write_tree: WriteTree) -> None:
    files = {"records/plans/finance-2026.yml": PLAN.replace("z.khumalo", "c.botha")}
    found = snapshot(write_tree, files, "2026-07-05")
    assert found.standing == {"finance-2026": Standing.DRAFT}
    assert found.items["department", "finance"].status is Status.NO_DATA


NEXT = """\
title: Finance 2027
department: finance
owner: t.mokoena
period: {start: 2027-03-01, end: 2028-02-28}
approvals: [{by: z.khumalo, on: 2027-02-20}]
supersedes: finance-2026
"""


@pytest.mark.parametrize(
    ("files", "as_of", "standing"),
    [
        ({}, "2026-02-19", Standing.DRAFT),
        ({}, "2026-02-20", Standing.AHEAD),
        ({}, "2026-03-01", Standing.IN_FORCE),
        ({}, "2027-02-28", Standing.IN_FORCE),
        ({}, "2027-03-01", Standing.ENDED),
        ({"records/plans/finance-2027.yml": NEXT}, "2027-03-01", Standing.SUPERSEDED),
        ({"records/plans/finance-2027.yml": NEXT.replace("2027-02-20", "2027-03-05")}, "2027-03-01", Standing.ENDED),
    ],
)
def test_a_plan_stands_where_its_approval_its_period_and_its_successor_put_it(
    write_tree: WriteTree, files: Mapping[str, str], as_of: str, standing: Standing
) -> None:
    assert snapshot(write_tree, files, as_of).standing["finance-2026"] is standing


def test_red_stays_listed_after_the_plan_until_another_one_follows(write_tree: WriteTree) -> None:
    due_on_the_last_day = {"records/plans/finance-2026.yml": PLAN.replace("2026-12-31", "2027-02-28")}
    assert "finance-2026/late" in unanswered(snapshot(write_tree, due_on_the_last_day, "2027-03-01"))
    followed = {**due_on_the_last_day, "records/plans/finance-2027.yml": NEXT}
    assert unanswered(snapshot(write_tree, followed, "2027-03-01")) == {}


def test_a_kpi_turned_red_on_the_day_a_move_made_it_so(write_tree: WriteTree) -> None:
    harder = """\
title: Ask for more
reason: It went well.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-05-08}
approvals: [{by: z.khumalo, on: 2026-05-10}]
changes:
  - {kpi: finance-2026/paid, target: {at: 2027-02-28, from: 92, to: 99}}
"""
    files = {
        "records/progress/finance-2026.yml": "kpis: {paid: {2026-03: 81.1, 2026-04: 82.2}}\n",
        "records/adjustments/finance/harder.yml": harder,
    }
    before = snapshot(write_tree, files, "2026-05-09")
    after = snapshot(write_tree, files, "2026-05-12")
    assert before.items["kpi", "finance-2026/paid"].status is Status.ON_TRACK
    assert after.items["kpi", "finance-2026/paid"].status is Status.OFF_TRACK
    # The proposal that moved the target is itself an answer that is still open, so nothing is listed.
    assert unanswered(after) == {}
    reviewed = {
        **files,
        "records/adjustments/finance/harder.yml": files["records/adjustments/finance/harder.yml"]
        + "review: {on: 2026-05-11, outcome: ineffective}\n",
    }
    assert unanswered(snapshot(write_tree, reviewed, "2026-05-12")) == {"finance-2026/paid": date(2026, 5, 10)}


def test_what_a_confidential_adjustment_says_is_in_no_reason(write_tree: WriteTree) -> None:
    drop = """\
confidential: true
title: Drop it
reason: Canary reason
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-05-08}
approvals: [{by: z.khumalo, on: 2026-05-10}]
changes:
  - {drop: finance-2026/portal, because: Canary because}
  - {drop: finance-2026/paid, because: Canary because}
"""
    found = snapshot(write_tree, {"records/adjustments/finance/drop.yml": drop}, "2026-06-01")
    for kind, ref in (("milestone", "finance-2026/portal"), ("kpi", "finance-2026/paid")):
        item = found.items[kind, ref]
        assert item.status is Status.DROPPED
        assert item.reasons == ("Dropped on 10 May 2026.",)
    portal = found.items["milestone", "finance-2026/portal"].figures
    assert isinstance(portal, MilestoneFigures)
    assert portal.days_late is None


def test_confidential_facts_make_their_items_confidential(write_tree: WriteTree) -> None:
    facts = "confidential: true\nkpis: {paid: {2026-03: 81.1}}\n"
    found = snapshot(write_tree, {"records/progress/finance-2026.yml": facts}, "2026-05-12")
    assert found.items["kpi", "finance-2026/paid"].confidential
    assert found.items["milestone", "finance-2026/portal"].confidential
    assert not found.items["plan", "finance-2026"].confidential
