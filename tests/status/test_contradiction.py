"""A report that says on track over facts that do not, as of its session's date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.status.contradiction import find_contradictions
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]

PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2026-08-31}
approvals: [{by: z.khumalo, on: %s}]
milestones:
  portal: {title: Portal live, owner: n.dlamini, due: %s}
"""
SESSION = "---\ntitle: Review\nkind: quarterly\ndate: %s\nstatus: held\nchair: z.khumalo\n---\n"
REPORT = "---\nby: t.mokoena\nassessment: {status: %s, because: We think so}\n---\n"
UPDATE = "milestones: {portal: {%s: {percent: 60}}}\n"


def contradicted(
    write_tree: WriteTree,
    *,
    held: str,
    as_of: str,
    approved: str = "2026-02-20",
    said: str = "on_track",
    due: str = "2026-06-30",
) -> list[str]:
    files = {
        "records/plans/finance-2026.yml": PLAN % (approved, due),
        "records/progress/finance-2026.yml": UPDATE % "2026-06-20",
        "records/sessions/s/session.md": SESSION % held,
        "records/sessions/s/finance.md": REPORT % said,
    }
    portfolio = open_workspace(write_tree(files), as_of=date(2026, 12, 1)).portfolio
    assert not portfolio.loaded.findings
    found = find_contradictions(portfolio, date.fromisoformat(as_of))
    assert {(one.report, one.location.path) for one in found} <= {("s/finance", "records/sessions/s/finance.md")}
    return [one.message for one in found]


RED = ["The report says on track, but “Portal live” was off track."]


@pytest.mark.parametrize(("as_of", "expected"), [("2026-07-09", []), ("2026-07-10", RED), ("2026-07-11", RED)])
def test_a_report_is_known_from_its_sessions_day_on(write_tree: WriteTree, as_of: str, expected: list[str]) -> None:
    assert contradicted(write_tree, held="2026-07-10", as_of=as_of) == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [("2026-06-30", []), ("2026-07-01", RED), ("2026-08-31", RED), ("2026-09-01", []), ("2026-02-28", [])],
    ids=["due that day", "overdue", "last day of the plan", "plan is over", "plan is ahead"],
)
def test_only_plans_in_force_on_the_sessions_day_contradict(
    write_tree: WriteTree, held: str, expected: list[str]
) -> None:
    assert contradicted(write_tree, held=held, as_of="2026-11-01") == expected


@pytest.mark.parametrize(("approved", "expected"), [("2026-07-10", RED), ("2026-07-11", [])])
def test_a_plan_not_yet_approved_on_the_sessions_day_contradicts_nothing(
    write_tree: WriteTree, approved: str, expected: list[str]
) -> None:
    assert contradicted(write_tree, held="2026-07-10", as_of="2026-11-01", approved=approved) == expected


@pytest.mark.parametrize(
    ("said", "expected"), [("on_track", RED), ("achieved", RED), ("at_risk", []), ("off_track", [])]
)
def test_only_what_is_called_good_is_contradicted(write_tree: WriteTree, said: str, expected: list[str]) -> None:
    assert contradicted(write_tree, held="2026-07-10", as_of="2026-11-01", said=said) == expected


@pytest.mark.parametrize(("held", "expected"), [("2026-02-28", []), ("2026-03-01", RED), ("2026-03-02", RED)])
def test_a_plan_contradicts_from_its_first_day_on(write_tree: WriteTree, held: str, expected: list[str]) -> None:
    assert contradicted(write_tree, held=held, as_of="2026-11-01", due="2026-02-25") == expected
