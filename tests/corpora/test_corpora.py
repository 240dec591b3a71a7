"""Real plans: what the sources lack comes out at its exact place, and our figures agree with theirs."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from followup_build.diagnostics.finding import Finding
from followup_build.ledger.books import build_ledger
from followup_build.status.item import KpiFigures, MilestoneFigures
from followup_build.status.snapshot import build_snapshot
from followup_build.workspace import Workspace, open_workspace

HERE = Path(__file__).parent
FEDERAL = "us-federal-data-strategy"
AGENCIES = "us-agency-priority-goals"
AS_OF = {FEDERAL: date(2021, 12, 31), AGENCIES: date(2022, 9, 30)}

RULE_BY_FIELD = {
    "plan.owner": "plan-without-owner",
    "goal.owner": "goal-without-owner",
    "goal.members": "unmeasured-goal",
    "milestone.owner": "milestone-without-owner",
    "milestone.due": "milestone-without-due-date",
    "milestone.goal": "milestone-without-goal",
    "kpi.owner": "kpi-without-owner",
    "adjustment.owner": "adjustment-without-owner",
    "adjustment.follow_up": "adjustment-without-follow-up-date",
    "session.chair": "held-session-without-chair",
    "kpi.baseline": "kpi-without-baseline",
}


@cache
def opened(tree: str) -> Workspace:
    return open_workspace(HERE / tree, as_of=AS_OF[tree])


def read_json(tree: str, name: str) -> Any:
    return json.loads((HERE / tree / f"{name}.json").read_text(encoding="utf-8"))


def place_of(finding: Finding) -> str:
    """The ref of what a finding speaks of: its file, and the nearest key above its line that is a member's."""
    path = finding.location.path
    stem = Path(path).parent.name if path.endswith("session.md") else Path(path).stem
    lines = (HERE / opened_tree(finding) / path).read_text(encoding="utf-8").splitlines()[: finding.location.line]
    keys = [line for line in lines if line.startswith("  ") and not line.startswith("   ")]
    inside = path.split("/")[1] == "plans" and len(lines) > 0 and lines[-1].startswith("  ")
    return f"{stem}/{keys[-1].strip().split(':')[0]}" if inside else stem


def opened_tree(finding: Finding) -> str:
    return next(tree for tree in (FEDERAL, AGENCIES) if (HERE / tree / finding.location.path).is_file())


@pytest.mark.parametrize("tree", [FEDERAL, AGENCIES])
@pytest.mark.parametrize("field", RULE_BY_FIELD)
def test_what_a_source_lacks_is_found_where_it_is_missing(tree: str, field: str) -> None:
    found = [finding for finding in opened(tree).findings if finding.rule == RULE_BY_FIELD[field]]
    missing = read_json(tree, "expected_missing").get(field, [])
    assert Counter(place_of(finding) for finding in found) == Counter(missing)


@pytest.mark.parametrize("tree", [FEDERAL, AGENCIES])
def test_nothing_is_found_that_is_not_missing_in_the_source(tree: str) -> None:
    missing = read_json(tree, "expected_missing")
    others = Counter(finding.rule for finding in opened(tree).findings if finding.rule not in RULE_BY_FIELD.values())
    fields = ("kpi.unit", "kpi.direction", "adjustment.changes.due.to")
    expected = Counter({"missing-field": sum(len(missing.get(field, [])) for field in fields)})
    expected["range-missing"] = len(missing.get("kpi.range", []))
    assert others == +expected


@pytest.mark.parametrize("tree", [FEDERAL, AGENCIES])
def test_everything_that_is_whole_is_in_the_portfolio(tree: str) -> None:
    counts = read_json(tree, "expected_counts")
    missing = counts["missing"]
    portfolio = opened(tree).portfolio
    plans = [record.data for record in portfolio.plans.values()]
    assert len(plans) == counts["plans"]
    assert sum(len(plan.goals) for plan in plans) == counts["goals"]
    assert sum(len(plan.milestones) for plan in plans) == counts["milestones"] - missing["milestone.due"]
    assert sum(len(plan.kpis) for plan in plans) == counts["kpis"] - missing["kpi.direction"]
    assert len(portfolio.sessions) == counts["sessions"]


def test_progress_agrees_with_what_the_agencies_computed() -> None:
    workspace = opened(AGENCIES)
    portfolio = workspace.portfolio
    expected = read_json(AGENCIES, "expected_progress")
    compared = 0
    ends = {f"2022-Q{quarter}": portfolio.calendar.period(f"2022-Q{quarter}").end for quarter in range(1, 5)}
    by_period = {period: build_snapshot(portfolio, build_ledger(portfolio, end), end) for period, end in ends.items()}
    for ref, values in expected["progress"].items():
        for period, reported in values.items():
            item = by_period[period].find("kpi", ref)
            assert item is not None, ref
            assert isinstance(item.figures, KpiFigures)
            progress = item.figures.progress
            assert progress is not None, (ref, period)
            tolerance = Decimal("1e-9") * max(Decimal(1), abs(Decimal(str(reported))))
            assert abs(progress - Decimal(str(reported))) <= tolerance, (ref, period)
            compared += 1
    assert compared == 410


def test_the_two_rows_that_are_wrong_in_the_source_are_right_here() -> None:
    workspace = opened(AGENCIES)
    for row in read_json(AGENCIES, "expected_progress")["wrong_in_source"]:
        item = workspace.snapshot.find("kpi", row["ref"])
        assert item is not None
        assert isinstance(item.figures, KpiFigures)
        progress = item.figures.progress
        assert progress is not None
        assert abs(progress - Decimal(str(row["progress"]))) < Decimal("1e-8")
        assert abs(progress - Decimal(str(row["reported_progress"]))) > Decimal("0.1")


def test_milestones_were_reported_after_they_were_due() -> None:
    workspace = opened(FEDERAL)
    late = 0
    for item in workspace.snapshot.of_kind("milestone"):
        figures = item.figures
        assert isinstance(figures, MilestoneFigures)
        plan = item.ref.partition("/")[0]
        if plan.startswith("federal-data-strategy-team") and figures.achieved is not None:
            assert figures.days_late_original is not None
            late += figures.updated is not None and figures.updated > figures.due_original
    assert late == 36


@pytest.mark.parametrize("tree", [FEDERAL, AGENCIES])
def test_the_trees_hold_no_machine_paths(tree: str) -> None:
    for path in (HERE / tree).rglob("*"):
        if path.is_file():
            assert str(HERE.parents[1]) not in path.read_text(encoding="utf-8")
