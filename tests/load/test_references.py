from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from followup_build.workspace import open_workspace

ROOT = Path(__file__).parents[2]


def references(write_tree: Callable[[Mapping[str, str]], Path], path: str, text: str) -> set[tuple[str, str]]:
    workspace = open_workspace(write_tree({path: text}))
    assert not workspace.portfolio.loaded.findings
    return {
        (".".join(map(str, reference.route)), reference.ref)
        for reference in workspace.portfolio.references
        if reference.path == path
    }


def test_references_of_a_plan(write_tree: Callable[[Mapping[str, str]], Path]) -> None:
    text = """\
title: Plan
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
goals: {pay: {title: Pay, owner: n.dlamini, supports: [wide/trust]}}
milestones: {portal: {title: Portal, owner: n.dlamini, due: 2026-06-30, goal: pay, depends_on: [legal/signed]}}
"""
    assert references(write_tree, "records/plans/p.yml", text) == {
        ("department", "finance"),
        ("owner", "t.mokoena"),
        ("approvals.0.by", "z.khumalo"),
        ("goals.pay.owner", "n.dlamini"),
        ("goals.pay.supports.0", "wide/trust"),
        ("milestones.portal.owner", "n.dlamini"),
        ("milestones.portal.goal", "p/pay"),
        ("milestones.portal.depends_on.0", "legal/signed"),
    }


def test_references_of_an_adjustment(write_tree: Callable[[Mapping[str, str]], Path]) -> None:
    text = """\
title: Change
reason: So
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-04-15}
session: q1
changes:
  - {milestone: p/portal, owner: {from: n.dlamini, to: t.mokoena}, goal: {from: pay, to: grow}}
  - {transfer: {from: p/systems, to: l/systems, amount: 5}}
  - {add: {milestone: p/pilot, title: Pilot, owner: n.dlamini, due: 2026-09-01, goal: pay}}
  - {drop: p/old, because: Done elsewhere}
"""
    assert references(write_tree, "records/adjustments/finance/a.yml", text) == {
        ("owner", "n.dlamini"),
        ("proposed.by", "n.dlamini"),
        ("session", "q1"),
        ("changes.0.milestone", "p/portal"),
        ("changes.0.owner.from", "n.dlamini"),
        ("changes.0.owner.to", "t.mokoena"),
        ("changes.0.goal.from", "p/pay"),
        ("changes.0.goal.to", "p/grow"),
        ("changes.1.transfer.from", "p/systems"),
        ("changes.1.transfer.to", "l/systems"),
        ("changes.2.add.milestone", "p/pilot"),
        ("changes.2.add.owner", "n.dlamini"),
        ("changes.2.add.goal", "p/pay"),
        ("changes.3.drop", "p/old"),
    }


def test_references_of_a_practice_stand_in_keys_too(write_tree: Callable[[Mapping[str, str]], Path]) -> None:
    text = "---\ntitle: Reconcile\nfrom: finance\nsince: 2026-04-15\nadopted: {legal: 2026-05-02}\n---\nText.\n"
    assert references(write_tree, "records/practices/r.md", text) == {("from", "finance"), ("adopted.legal", "legal")}
