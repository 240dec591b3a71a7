from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.ledger.succession import find_heir, find_successors
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]

OLD = """\
title: Finance 2025
department: finance
owner: t.mokoena
period: {start: 2025-03-01, end: 2026-02-28}
approvals: [{by: z.khumalo, on: 2025-02-20}]
milestones:
  portal: {title: Portal live, owner: n.dlamini, due: 2026-01-30}
  mail: {title: Statements by mail, owner: n.dlamini, due: 2026-01-30}
  switch: {title: Bank switched, owner: n.dlamini, due: 2026-01-30}
"""
NEW = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
supersedes: finance-2025
milestones:
  portal: {title: Royalty portal live, owner: n.dlamini, due: 2026-06-30}
  mailing: {title: Statements by mail, owner: n.dlamini, due: 2026-09-30}
"""
PLANS = {"records/plans/finance-2025.yml": OLD, "records/plans/finance-2026.yml": NEW}


@pytest.mark.parametrize(
    ("as_of", "takes_over"), [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2026, 3, 2), True)]
)
def test_a_plan_takes_over_on_the_first_day_of_its_period(write_tree: WriteTree, as_of: date, takes_over: bool) -> None:
    workspace = open_workspace(write_tree(PLANS), as_of=as_of)
    assert ("finance-2025" in find_successors(workspace.portfolio, workspace.ledger, as_of)) is takes_over


@pytest.mark.parametrize(("as_of", "takes_over"), [(date(2026, 3, 9), False), (date(2026, 3, 10), True)])
def test_a_draft_takes_over_from_nobody(write_tree: WriteTree, as_of: date, takes_over: bool) -> None:
    late = {**PLANS, "records/plans/finance-2026.yml": NEW.replace("on: 2026-02-20", "on: 2026-03-10")}
    workspace = open_workspace(write_tree(late), as_of=as_of)
    assert ("finance-2025" in find_successors(workspace.portfolio, workspace.ledger, as_of)) is takes_over


@pytest.mark.parametrize(
    ("key", "heir"), [("portal", "finance-2026/portal"), ("mail", "finance-2026/mailing"), ("switch", None)]
)
def test_the_heir_has_the_same_key_or_else_the_same_title(write_tree: WriteTree, key: str, heir: str | None) -> None:
    plans = open_workspace(write_tree(PLANS), as_of=date(2026, 3, 1)).ledger.plans
    assert find_heir(plans["finance-2025"], plans["finance-2026"], "milestone", key) == heir


def test_something_dropped_carries_nothing_on(write_tree: WriteTree) -> None:
    drop = """\
title: No portal
reason: Too dear.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-03-02}
approvals: [{by: z.khumalo, on: 2026-03-03}]
changes:
  - {drop: finance-2026/portal, because: Too dear}
"""
    tree = write_tree({**PLANS, "records/adjustments/finance/2026-03-02-no-portal.yml": drop})
    plans = open_workspace(tree, as_of=date(2026, 3, 4)).ledger.plans
    assert find_heir(plans["finance-2025"], plans["finance-2026"], "milestone", "portal") is None
