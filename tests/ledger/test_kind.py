from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.ledger.kind import kinds_of
from followup_build.workspace import open_workspace

PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
goals:
  timely: {title: Pay on time, owner: t.mokoena}
milestones:
  portal: {title: Portal live, owner: n.dlamini, due: 2026-06-30, goal: timely}
kpis:
  paid: {title: Paid, owner: n.dlamini, unit: "%", direction: increase, frequency: monthly, goal: timely,
         baseline: {date: 2026-01-31, value: 84}, targets: {2026-Q2: 90}}
resources:
  systems: {title: Systems budget, amount: 100000, unit: ZAR}
  travel: {title: Travel, amount: 100000, unit: ZAR}
"""


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ("{milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}", ["timeline"]),
        (
            (
                "{plan: finance-2026, period: {from: {start: 2026-03-01, end: 2027-02-28}, "
                "to: {start: 2026-03-01, end: 2027-03-31}}}"
            ),
            ["timeline"],
        ),
        ("{milestone: finance-2026/portal, owner: {from: n.dlamini, to: t.mokoena}}", ["resources"]),
        ("{milestone: finance-2026/portal, title: {from: Portal live, to: Portal open}}", ["strategy"]),
        ("{kpi: finance-2026/paid, target: {at: 2026-Q2, from: 90, to: 88}}", ["targets"]),
        (
            (
                "{kpi: finance-2026/paid, baseline: {from: {date: 2026-01-31, value: 84}, "
                "to: {date: 2026-01-31, value: 83}}}"
            ),
            ["targets"],
        ),
        ("{kpi: finance-2026/paid, title: {from: Paid, to: Paid on time}}", ["strategy"]),
        ("{goal: finance-2026/timely, title: {from: Pay on time, to: Pay early}}", ["strategy"]),
        ("{resource: finance-2026/systems, amount: {from: 100000, to: 90000}}", ["resources"]),
        ("{transfer: {from: finance-2026/systems, to: finance-2026/travel, amount: 10}}", ["resources"]),
        ("{drop: finance-2026/portal, because: Too dear}", ["strategy"]),
        ("{drop: finance-2026/paid, because: Not measured}", ["targets"]),
        ("{drop: finance-2026/travel, because: Nobody travels}", ["resources"]),
        ("{add: {milestone: finance-2026/exit, title: Exit plan, owner: n.dlamini, due: 2026-08-01}}", ["strategy"]),
        (
            "{milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}, owner: {from: n.dlamini, to: t.mokoena}}",  # noqa: E501
            ["timeline", "resources"],
        ),
    ],
)
def test_the_kind_follows_from_the_changes(
    write_tree: Callable[[Mapping[str, str]], Path], changes: str, kinds: list[str]
) -> None:
    adjustment = f"""\
title: A change
reason: Something happened.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {{by: n.dlamini, on: 2026-04-15}}
changes:
  - {changes}
"""
    tree = write_tree(
        {"records/plans/finance-2026.yml": PLAN, "records/adjustments/finance/2026-04-15-change.yml": adjustment}
    )
    workspace = open_workspace(tree, as_of=date(2026, 4, 20))
    assert workspace.errors == ()
    record = workspace.portfolio.adjustments["2026-04-15-change"]
    assert [kind.value for kind in kinds_of(workspace.portfolio, record.data)] == kinds
