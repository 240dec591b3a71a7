"""The commands that write, over promises of every kind in the example."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from followup_build.cli import run
from followup_build.portfolio import members_of
from followup_build.workspace import open_workspace

ROOT = Path(__file__).parents[2]
AS_OF = date(2026, 11, 20)
STEP = 13
"""Every so many promises; one after another, all of them take half a minute."""


@pytest.fixture
def _example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "records", tmp_path / "records")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795176000")  # 2026-11-20


@pytest.mark.usefixtures("_example")
def test_promises_of_the_example_are_moved_and_the_moves_approved() -> None:
    workspace = open_workspace(Path(), as_of=AS_OF)
    portfolio = workspace.portfolio
    assert not workspace.errors
    promises = [
        (plan, kind, f"{plan.id}/{key}", member)
        for plan in workspace.ledger.plans.values()
        for kind, key, member in members_of(plan.current)
        if f"{plan.id}/{key}" not in plan.dropped
    ]
    kinds = set()
    for plan, kind, ref, member in promises[::STEP]:
        kinds.add(kind)
        department = portfolio.departments.get(plan.current.department or "")
        listed = (department.approvers or ()) if department else portfolio.organisation.approvers
        approver = next(one.who for one in listed if one.covers(AS_OF))
        owner = next(one for one, person in portfolio.people.items() if one != approver and not person.left)
        before = {path: path.read_bytes() for path in Path("records").rglob("*") if path.is_file()}
        wanted = {
            "milestone": ["--due", str(getattr(member, "due", AS_OF) + timedelta(days=9))],
            "kpi": ["--new-title", "A: new, [title] #1"],
            "goal": ["--set", 'summary=It\'s "new": yes'],
            "resource": ["--amount", "12.5"],
        }[kind]
        why = ["--reason", "Because: it's so #1", "--owner", owner, "--follow-up", "2027-03-01", "--id", "zz"]
        assert run(["adjust", ref, *wanted, *why]) == 0
        assert run(["approve", "zz", "--by", approver]) == 0
        after = {path: path.read_bytes() for path in Path("records").rglob("*") if path.is_file()}
        assert len(after) == len(before) + 1
        assert all(after[path] == content for path, content in before.items())
        assert run(["check"]) == 0
        (made,) = after.keys() - before.keys()
        made.unlink()
    assert kinds == {"milestone", "kpi", "goal", "resource"}
