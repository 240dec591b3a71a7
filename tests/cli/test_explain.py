from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from followup_build.cli import run

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
  mail: {title: Statements by mail, owner: n.dlamini, due: 2026-07-31, goal: timely}
"""
ADJUSTMENT = """\
%stitle: Move the portal
reason: The supplier was late.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-05-01}
approvals: [{by: z.khumalo, on: 2026-05-04}]
review: {on: 2026-05-20, outcome: partly}
changes:
  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-07-15}}
  - {milestone: finance-2026/portal, depends_on: {to: [finance-2026/pilot]}}
  - {add: {milestone: finance-2026/pilot, title: Pilot, goal: timely, owner: n.dlamini, due: 2026-06-20}}
  - {drop: finance-2026/mail, because: Nobody reads it}
"""
TREE = {
    "records/plans/finance-2026.yml": PLAN,
    "records/adjustments/finance/move.yml": ADJUSTMENT % "",
    "records/sessions/review/session.md": """\
---
title: Review
kind: quarterly
date: 2026-07-16
status: held
chair: z.khumalo
---
""",
    "records/sessions/review/finance.md": """\
---
by: t.mokoena
assessment: {status: on_track, because: All is well}
---
""",
}


def explained(capsys: pytest.CaptureFixture[str], ref: str, as_of: str) -> str:
    assert run(["explain", ref, "--as-of", as_of]) == 0
    return capsys.readouterr().out


def test_a_milestone_shows_its_moves_who_contradicts_it_and_that_nobody_answered(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_tree(TREE))
    assert (
        explained(capsys, "finance-2026/portal", "2026-07-17")
        == """\
milestone finance-2026/portal: Portal live
✖ off track, out of date as of 2026-07-17
  - Due 15 July 2026, two days overdue.
  - Moved once; first promised for 30 June 2026.
  - No news since the plan started.
  - Off track since 2026-07-16, and nobody has answered: no open action, adjustment or challenge names it.
  - The report says on track, but “Portal live” was off track. (report review/finance)
moves:
  2026-05-04  due from 2026-06-30 to 2026-07-15 (move: The supplier was late.)
  2026-05-04  depends_on from nothing to finance-2026/pilot (move: The supplier was late.)
recorded in records/plans/finance-2026.yml
"""
    )


@pytest.mark.parametrize(("as_of", "told"), [("2026-05-03", False), ("2026-05-04", True)])
def test_a_move_is_told_from_its_approval_on(
    write_tree: WriteTree,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    as_of: str,
    told: bool,
) -> None:
    monkeypatch.chdir(write_tree(TREE))
    assert ("due from 2026-06-30 to 2026-07-15" in explained(capsys, "finance-2026/portal", as_of)) is told


@pytest.mark.parametrize(
    ("ref", "line", "path"),
    [
        ("finance-2026/pilot", "  2026-05-04  added (move: The supplier was late.)", "adjustments/finance/move.yml"),
        ("finance-2026/mail", "  2026-05-04  dropped (move: Nobody reads it)", "plans/finance-2026.yml"),
    ],
)
def test_what_was_added_or_dropped_says_so(
    write_tree: WriteTree,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ref: str,
    line: str,
    path: str,
) -> None:
    monkeypatch.chdir(write_tree(TREE))
    lines = explained(capsys, ref, "2026-07-17").splitlines()
    assert lines[-3:] == ["moves:", line, f"recorded in records/{path}"]


def test_a_confidential_adjustment_moves_without_a_word(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = {"records/adjustments/finance/move.yml": ADJUSTMENT % "confidential: true\n"}
    monkeypatch.chdir(write_tree({**TREE, **secret}))
    said = explained(capsys, "finance-2026/portal", "2026-07-17")
    assert "  2026-05-04  due from 2026-06-30 to 2026-07-15 (move)\n" in said
    assert "supplier" not in said


def test_a_confidential_item_shows_its_status_alone(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_tree({**TREE, "records/plans/finance-2026.yml": "confidential: true\n" + PLAN}))
    said = explained(capsys, "finance-2026/portal", "2026-07-17").splitlines()
    assert len(said) == 2
    assert "Portal" not in said[0]
    assert said[1].endswith("off track, out of date as of 2026-07-17")


@pytest.mark.parametrize("ref", ["finance", "finance-2026", "organisation", "review", "move", "finance-2026/timely"])
def test_every_kind_of_item_can_be_explained(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ref: str
) -> None:
    monkeypatch.chdir(write_tree(TREE))
    said = explained(capsys, ref, "2026-07-17")
    assert said.splitlines()[0].split(":")[0].endswith(f" {ref}")
    assert "  - " in said


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("finance-2026/portl", "Did you mean finance-2026/portal"),
        ("action-without-ownr", "Did you mean action-without-owner"),
        ("finanse", "Did you mean finance"),
        ("xyzzy", None),
    ],
)
def test_a_name_that_is_none_gets_the_nearest_and_status_2(
    write_tree: WriteTree,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    near: str | None,
) -> None:
    monkeypatch.chdir(write_tree(TREE))
    assert run(["explain", name]) == 2
    error = capsys.readouterr().err
    assert f"there is neither a rule nor an item {name}." in error
    assert ("Did you mean" in error) is (near is not None)
    assert near is None or near in error
