"""What stays of a record in which something is wrong: the smallest thing is left out, and the rest goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.workspace import Workspace, open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]

ACTION = """\
title: Agree acceptance tests
owner: n.dlamini
due: 2026-05-15
follow_up: 2026-06-15
department: finance
session: review
"""
SESSION = """\
---
title: Review
kind: quarterly
date: 2026-04-15
status: held
chair: z.khumalo
---
"""
PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
goals:
  timely: {title: Pay on time, owner: t.mokoena}
milestones:
  portal: {title: Portal live, owner: n.dlamini, due: 2026-06-30}
kpis:
  paid:
    title: Paid on time
    owner: n.dlamini
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-01-31, value: 84}
    targets: {2026-12-31: 90}
"""
REPORT = """\
---
by: t.mokoena
challenges:
  late:
    title: The supplier is late
    category: suppliers
    causes: [Nobody asked]
---
"""
TREE = {
    "records/plans/finance-2026.yml": PLAN,
    "records/sessions/review/session.md": SESSION,
    "records/sessions/review/finance.md": REPORT,
    "records/actions/tests.yml": ACTION,
}


def opened(write_tree: WriteTree, path: str, old: str, new: str) -> Workspace:
    assert old in TREE[path]
    return open_workspace(write_tree({**TREE, path: TREE[path].replace(old, new)}))


@pytest.mark.parametrize("line", ["owner: n.dlamini", "follow_up: 2026-06-15", "department: finance"])
def test_an_action_stays_without_what_its_status_does_not_need(write_tree: WriteTree, line: str) -> None:
    workspace = opened(write_tree, "records/actions/tests.yml", f"{line}\n", "")
    assert "tests" in workspace.portfolio.actions
    assert workspace.snapshot.find("action", "tests") is not None
    assert len(workspace.errors) == 1


def test_an_action_without_a_due_date_has_no_status(write_tree: WriteTree) -> None:
    workspace = opened(write_tree, "records/actions/tests.yml", "due: 2026-05-15\n", "")
    assert workspace.snapshot.find("action", "tests") is None
    assert [location.path for location in workspace.portfolio.loaded.left_out] == ["records/actions/tests.yml"]
    assert [error.rule for error in workspace.errors] == ["action-without-due-date"]


@pytest.mark.parametrize(
    ("path", "old", "new", "kind", "ref"),
    [
        ("records/sessions/review/session.md", "kind: quarterly", "kind: monthyl", "session", "review"),
        ("records/plans/finance-2026.yml", "department: finance\n", "", "milestone", "finance-2026/portal"),
        ("records/plans/finance-2026.yml", "    frequency: monthly\n", "", "kpi", "finance-2026/paid"),
        (
            "records/plans/finance-2026.yml",
            "    frequency: monthly",
            "    frequency: montly",
            "kpi",
            "finance-2026/paid",
        ),
        ("records/plans/finance-2026.yml", "title: Portal live, ", "", "milestone", "finance-2026/portal"),
        ("records/plans/finance-2026.yml", "due: 2026-06-30", "due: 2026-06-31", "kpi", "finance-2026/paid"),
        ("records/actions/tests.yml", "department: finance", "department: [finance, legal]", "action", "tests"),
        ("records/actions/tests.yml", "owner: n.dlamini", "owner: [n.dlamini, t.mokoena]", "action", "tests"),
    ],
)
def test_what_can_be_read_keeps_its_status(
    write_tree: WriteTree, path: str, old: str, new: str, kind: str, ref: str
) -> None:
    workspace = opened(write_tree, path, old, new)
    assert workspace.snapshot.find(kind, ref) is not None
    assert len(workspace.errors) == 1


def test_only_the_item_whose_date_is_no_date_is_left_out(write_tree: WriteTree) -> None:
    workspace = opened(write_tree, "records/plans/finance-2026.yml", "due: 2026-06-30", "due: 2026-06-31")
    assert workspace.snapshot.find("milestone", "finance-2026/portal") is None
    assert workspace.snapshot.find("plan", "finance-2026") is not None
    assert [location.route for location in workspace.portfolio.loaded.left_out] == [("milestones", "portal")]


@pytest.mark.parametrize("causes", ["causes: []", "causes:", "causes: ~", ""])
def test_a_challenge_has_a_cause(write_tree: WriteTree, causes: str) -> None:
    workspace = opened(write_tree, "records/sessions/review/finance.md", "causes: [Nobody asked]", causes)
    assert [error.rule for error in workspace.errors] == ["challenge-without-cause"]
    assert "late" in workspace.portfolio.reports["review/finance"].data.challenges


def test_a_department_has_an_approver(write_tree: WriteTree) -> None:
    root = write_tree(TREE)
    file = root / "records/organisation.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("approvers: [c.botha]}", "approvers: []}"), encoding="utf-8"
    )
    workspace = open_workspace(root)
    assert [(error.rule, error.message) for error in workspace.errors] == [
        ("missing-field", "department legal has no approvers")
    ]


def test_places_stay_right_after_something_was_left_out_of_a_list(write_tree: WriteTree) -> None:
    agenda = "chair: z.khumalo\nagenda:\n  - {minutes: 5}\n  - {topic: Budget, by: nobody.known}\n"
    workspace = opened(write_tree, "records/sessions/review/session.md", "chair: z.khumalo\n", agenda)
    assert [(error.rule, error.location.line) for error in workspace.errors] == [
        ("missing-field", 8),
        ("unknown-reference", 9),
    ]


ADJUSTMENT = """\
title: Move the portal
reason: Late.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-04-15}
approvals:
  - {by: z.khumalo, on: soon}
  - {by: z.khumalo, on: 2026-04-17}
  - {by: z.khumalo, on: later}
  - {by: n.dlamini, on: 2026-04-18}
changes:
  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: someday}}
  - {milestone: finance-2026/portal, due: {from: 2026-06-29, to: 2026-08-01}}
  - {milestone: finance-2026/portal, due: never}
  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-06-30}}
"""


def test_every_item_that_stays_of_a_list_keeps_its_place_in_the_file(write_tree: WriteTree) -> None:
    files = {"records/plans/finance-2026.yml": PLAN, "records/adjustments/finance/a.yml": ADJUSTMENT}
    workspace = open_workspace(write_tree({**TREE, **files}), as_of=date(2026, 5, 1))
    found = [(one.rule, one.location.line) for one in workspace.findings if one.location.path.endswith("finance/a.yml")]
    assert found == [
        ("not-a-date", 7),
        ("not-a-date", 9),
        ("approval-by-proposer", 10),
        ("not-a-date", 12),
        ("from-not-current", 13),
        ("wrong-type", 14),
        ("empty-change", 15),
    ]
    record = workspace.portfolio.adjustments["a"]
    assert [approval.on for approval in record.data.approvals] == [date(2026, 4, 17), date(2026, 4, 18)]
    assert record.at("approvals", 1, "on").route == ("approvals", 3, "on")
    assert record.at("approvals", 0).route == ("approvals", 1)


def test_of_neighbours_in_a_list_only_the_bad_ones_go(write_tree: WriteTree) -> None:
    topics = "agenda:\n" + "".join(
        f"  - {{{'topic: T' + str(number) if number in (1, 4) else 'minutes: 5'}}}\n" for number in range(6)
    )
    workspace = opened(
        write_tree, "records/sessions/review/session.md", "chair: z.khumalo\n", f"chair: z.khumalo\n{topics}"
    )
    record = workspace.portfolio.sessions["review"]
    assert [topic.topic for topic in record.data.agenda] == ["T1", "T4"]
    assert [record.at("agenda", number).route[1] for number in (0, 1)] == [1, 4]
