from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.ledger.kind import AdjustmentKind
from followup_build.portfolio import ORGANISATION
from followup_build.status.commitments import (
    Effect,
    Fate,
    Move,
    effects,
    effects_by_kind,
    moves_by_quarter,
    promises_by_department,
)
from followup_build.workspace import Workspace, open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]

PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2026-01-01}]
milestones:
  in-time: {title: In time, owner: n.dlamini, due: 2026-03-31}
  moved: {title: Moved, owner: n.dlamini, due: 2026-03-31}
  late: {title: Late, owner: n.dlamini, due: 2026-03-31}
  missed: {title: Missed, owner: n.dlamini, due: 2026-05-31}
  dropped: {title: Dropped, owner: n.dlamini, due: 2026-05-31}
  open: {title: Open, owner: n.dlamini, due: 2026-12-31}
kpis:
"""
KPI = """\
  %s:
    title: A KPI
    owner: n.dlamini
    unit: "%%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-01-31, value: 80}
    targets: {2026-04-30: 90}
"""
RANGE = """\
  inside:
    title: A range
    owner: n.dlamini
    unit: days
    direction: range
    range: {high: 35}
    frequency: monthly
"""
FINANCE = PLAN + KPI % "reached" + KPI % "short" + KPI % "eased" + RANGE
PROGRESS = """\
kpis:
  reached: {2026-04: 91}
  short: {2026-04: 89}
  eased: {2026-04: 89}
  inside: {2026-04: 30}
milestones:
  in-time: {2026-03-31: {achieved: 2026-03-31}}
  moved: {2026-04-10: {achieved: 2026-04-10}}
  late: {2026-04-10: {achieved: 2026-04-10}}
"""
ADJUSTMENT = """\
title: A change
reason: Something happened.
owner: n.dlamini
follow_up: 2026-06-01
proposed: {by: n.dlamini, on: 2026-02-01}
approvals: [{by: z.khumalo, on: %s}]
changes: [%s]
"""
MOVE = "{milestone: finance-2026/moved, due: {from: 2026-03-31, to: 2026-04-15}}"
EASE = "{kpi: finance-2026/eased, target: {at: 2026-04-30, from: 90, to: 88}}"
DROP = "{drop: finance-2026/dropped, because: Nobody needs it}"
TREE = {
    "records/plans/finance-2026.yml": FINANCE,
    "records/progress/finance-2026.yml": PROGRESS,
    "records/adjustments/finance/move.yml": ADJUSTMENT % ("2026-02-02", MOVE),
    "records/adjustments/finance/ease.yml": ADJUSTMENT % ("2026-04-01", EASE),
    "records/adjustments/finance/drop.yml": ADJUSTMENT % ("2026-04-02", DROP),
}


def opened(root: Path, as_of: str) -> Workspace:
    workspace = open_workspace(root, as_of=date.fromisoformat(as_of))
    assert workspace.errors == ()
    return workspace


def promises(root: Path, as_of: str) -> Mapping[str, Mapping[str, int]]:
    """What became of promises, by department, without noughts."""
    workspace = opened(root, as_of)
    found = promises_by_department(workspace.portfolio, workspace.ledger, workspace.snapshot)
    return {body: {fate.name: number for fate, number in counts.items() if number} for body, counts in found.items()}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-03-30", {"OPEN": 10}),
        ("2026-03-31", {"KEPT": 1, "OPEN": 9}),
        ("2026-05-31", {"KEPT": 2, "MOVED": 2, "LATE": 1, "MISSED": 1, "DROPPED": 1, "OPEN": 3}),
        ("2026-06-01", {"KEPT": 2, "MOVED": 2, "LATE": 1, "MISSED": 2, "DROPPED": 1, "OPEN": 2}),
        # The plan is over: a range that holds was kept, and what is still open has missed its day.
        ("2027-01-01", {"KEPT": 3, "MOVED": 2, "LATE": 1, "MISSED": 3, "DROPPED": 1}),
    ],
)
def test_each_promise_has_one_fate_on_a_day(write_tree: WriteTree, as_of: str, expected: dict[str, int]) -> None:
    assert promises(write_tree(TREE), as_of) == {"finance": expected}


def test_a_draft_promises_nothing(write_tree: WriteTree) -> None:
    draft = FINANCE.replace("approvals: [{by: z.khumalo, on: 2026-01-01}]\n", "")
    assert promises(write_tree({"records/plans/finance-2026.yml": draft}), "2026-06-01") == {}


def test_what_another_plan_carries_on_is_counted_there(write_tree: WriteTree) -> None:
    old = """\
title: Finance 2025
department: finance
owner: t.mokoena
period: {start: 2025-01-01, end: 2025-12-31}
approvals: [{by: z.khumalo, on: 2025-01-01}]
milestones:
  open: {title: Open, owner: n.dlamini, due: 2026-08-31}
  gone: {title: Gone, owner: n.dlamini, due: 2026-08-31}
"""
    new = FINANCE.replace("department: finance\n", "department: finance\nsupersedes: finance-2025\n")
    tree = {"records/plans/finance-2025.yml": old, "records/plans/finance-2026.yml": new}
    assert promises(write_tree(tree), "2026-02-01")["finance"] == {"OPEN": 10, "DROPPED": 1}
    assert promises(write_tree(tree), "2025-12-31")["finance"] == {"OPEN": 2}


def test_the_organisations_own_plans_stand_first(write_tree: WriteTree) -> None:
    own = FINANCE.replace("department: finance", "department: organisation")
    tree = {"records/plans/finance-2026.yml": FINANCE, "records/plans/organisation-2026.yml": own}
    assert list(promises(write_tree(tree), "2026-02-01")) == [ORGANISATION, "finance"]


def test_moves_are_counted_in_the_quarter_of_their_approval(write_tree: WriteTree) -> None:
    workspace = opened(write_tree(TREE), "2026-04-02")
    assert moves_by_quarter(workspace.ledger, workspace.portfolio.calendar) == {
        Move.DATE: {"2026-Q1": 1},
        Move.TARGET: {"2026-Q2": 1},
        Move.SCOPE: {"2026-Q2": 1},
    }
    workspace = opened(write_tree(TREE), "2026-04-01")
    assert Move.SCOPE not in moves_by_quarter(workspace.ledger, workspace.portfolio.calendar)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-04-02", {"AHEAD": 3}),
        ("2026-06-01", {"AHEAD": 3}),
        ("2026-06-02", {"OVERDUE": 2, "EFFECTIVE": 1}),
        ("2026-06-03", {"OVERDUE": 1, "EFFECTIVE": 1, "INEFFECTIVE": 1}),
    ],
)
def test_the_effect_of_adjustments_is_what_is_known_on_the_day(
    write_tree: WriteTree, as_of: str, expected: dict[str, int]
) -> None:
    reviewed = {
        "records/adjustments/finance/move.yml": TREE["records/adjustments/finance/move.yml"]
        + "review: {on: 2026-06-02, outcome: effective}\n",
        "records/adjustments/finance/ease.yml": TREE["records/adjustments/finance/ease.yml"]
        + "review: {on: 2026-06-03, outcome: ineffective}\nconfidential: true\n",
    }
    workspace = opened(write_tree(TREE | reviewed), as_of)
    found = effects(workspace.portfolio, workspace.snapshot)
    assert {effect.name: number for effect, number in found.items() if number} == expected
    by_kind = effects_by_kind(workspace.portfolio, workspace.snapshot)
    assert list(by_kind) == [AdjustmentKind.TIMELINE, AdjustmentKind.STRATEGY, None]
    for effect in Effect:
        assert sum(counts[effect] for counts in by_kind.values()) == found[effect]


def test_proposals_have_no_effect(write_tree: WriteTree) -> None:
    proposed = TREE["records/adjustments/finance/move.yml"].replace(
        "approvals: [{by: z.khumalo, on: 2026-02-02}]\n", ""
    )
    tree = {"records/plans/finance-2026.yml": FINANCE, "records/adjustments/finance/move.yml": proposed}
    workspace = opened(write_tree(tree), "2026-06-03")
    assert sum(effects(workspace.portfolio, workspace.snapshot).values()) == 0
    assert effects_by_kind(workspace.portfolio, workspace.snapshot) == {}


def test_every_fate_is_told_even_where_there_is_none(write_tree: WriteTree) -> None:
    workspace = opened(write_tree(TREE), "2026-03-30")
    found = promises_by_department(workspace.portfolio, workspace.ledger, workspace.snapshot)
    assert list(found["finance"]) == list(Fate)
