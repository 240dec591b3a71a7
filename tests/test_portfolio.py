"""All records linked: what a reference leads to, what is near a mistyped one, and what belongs together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.portfolio import Portfolio, members_of
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]

ACTION = """\
title: Action %s
owner: n.dlamini
due: 2026-05-15
follow_up: 2026-06-15
department: finance
%s
"""
ADJUSTMENT = """\
title: Adjustment %s
reason: Something happened.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-04-16}
%s
"""
ADD = "changes:\n  - {add: {milestone: %s, title: Pilot, owner: n.dlamini, due: 2026-09-01}}"
TREE = {
    "records/organisation.yml": """\
name: Rights House
timezone: Africa/Johannesburg
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
cadences:
  review: {kind: quarterly, title: The review, every: 3 months, on: third wednesday, from: 2026-04-01}
""",
    "records/plans/finance-2026.yml": """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
goals: {timely: {title: Pay on time, owner: t.mokoena}}
milestones: {portal: {title: Portal live, owner: n.dlamini, due: 2026-06-30}}
kpis:
  paid: {title: Paid on time, owner: n.dlamini, unit: "%", direction: range, range: {low: 90}, frequency: monthly}
resources: {systems: {title: Systems budget, amount: 100, unit: ZAR}}
""",
    "records/sessions/q1/session.md": """\
---
title: First review
kind: quarterly
date: 2026-04-15
status: held
chair: z.khumalo
---
""",
    "records/sessions/q1/legal.md": "---\nby: s.pillay\n---\n",
    "records/sessions/q1/finance.md": """\
---
by: t.mokoena
challenges: {late: {title: Supplier late, category: suppliers, causes: [Nobody asked]}}
training_needs: {sql: {skill: SQL, who: [n.dlamini]}}
---
""",
    "records/sessions/q2/finance.md": "---\nby: t.mokoena\n---\n",
    "records/actions/b.yml": ACTION % ("B", "session: q1"),
    "records/actions/a.yml": ACTION % ("A", "session: q1"),
    "records/actions/c.yml": ACTION % ("C", "adjustment: move"),
    "records/adjustments/finance/move.yml": ADJUSTMENT % ("move", "session: q1\n" + ADD % "finance-2026/pilot"),
    "records/adjustments/finance/refused.yml": ADJUSTMENT
    % ("refused", "rejected: {by: z.khumalo, on: 2026-04-20, because: No}\n" + ADD % "finance-2026/refused"),
    "records/adjustments/finance/taken-back.yml": ADJUSTMENT
    % ("taken back", "withdrawn: {by: n.dlamini, on: 2026-04-20, because: No}\n" + ADD % "finance-2026/taken-back"),
    "records/adjustments/finance/astray.yml": ADJUSTMENT % ("astray", ADD % "nowhere-2026/astray"),
    "records/practices/weekly.md": "---\ntitle: Reconcile weekly\nfrom: finance\nsince: 2026-04-15\n---\nX\n",
    "records/feedback/short.md": "---\ntitle: Too long\ndate: 2026-04-16\n---\nX\n",
}


@pytest.fixture
def portfolio(write_tree: WriteTree) -> Portfolio:
    return open_workspace(write_tree(TREE), as_of=date(2026, 6, 1)).portfolio


TARGETS = [
    ("person", "t.mokoena", "Thandi Mokoena", "records/people.yml", 1),
    ("department", "finance", "Finance", "records/organisation.yml", 4),
    ("organisation", "organisation", "Rights House", "records/organisation.yml", 1),
    ("cadence", "review", "The review", "records/organisation.yml", 7),
    ("plan", "finance-2026", "Finance 2026", "records/plans/finance-2026.yml", 1),
    ("goal", "finance-2026/timely", "Pay on time", "records/plans/finance-2026.yml", 5),
    ("milestone", "finance-2026/portal", "Portal live", "records/plans/finance-2026.yml", 6),
    ("kpi", "finance-2026/paid", "Paid on time", "records/plans/finance-2026.yml", 8),
    ("resource", "finance-2026/systems", "Systems budget", "records/plans/finance-2026.yml", 9),
    ("session", "q1", "First review", "records/sessions/q1/session.md", 2),
    ("challenge", "q1/finance/late", "Supplier late", "records/sessions/q1/finance.md", 3),
    ("training-need", "q1/finance/sql", "SQL", "records/sessions/q1/finance.md", 4),
    ("adjustment", "move", "Adjustment move", "records/adjustments/finance/move.yml", 1),
    ("action", "a", "Action A", "records/actions/a.yml", 1),
    ("practice", "weekly", "Reconcile weekly", "records/practices/weekly.md", 2),
    ("feedback", "short", "Too long", "records/feedback/short.md", 2),
    ("milestone", "finance-2026/pilot", "Pilot", "records/adjustments/finance/move.yml", 8),
]


def test_the_table_of_targets_has_every_kind(portfolio: Portfolio) -> None:
    assert {kind for kind, *_ in TARGETS} == set(portfolio.targets)


@pytest.mark.parametrize(("kind", "ref", "title", "path", "line"), TARGETS)
def test_a_reference_leads_to_what_it_names(
    portfolio: Portfolio, kind: str, ref: str, title: str, path: str, line: int
) -> None:
    target = portfolio.find(ref, kind)
    assert target is not None
    assert (target.kind, target.ref, target.title, target.location.path) == (kind, ref, title, path)
    placed = portfolio.loaded.documents[path].place(target.location)
    assert placed.line == line
    assert portfolio.find(ref, *(other for other in portfolio.targets if other != kind)) is None


@pytest.mark.parametrize(
    "ref", ["finance-2026/refused", "finance-2026/taken-back", "nowhere-2026/astray", "finance-2026/none", "", "q2"]
)
def test_what_was_refused_or_is_not_there_is_found_nowhere(portfolio: Portfolio, ref: str) -> None:
    assert portfolio.find(ref, *portfolio.targets) is None


def test_of_two_things_of_one_name_the_kind_named_first_is_meant(write_tree: WriteTree) -> None:
    twin = {"records/practices/a.md": TREE["records/practices/weekly.md"]}
    portfolio = open_workspace(write_tree({**TREE, **twin}), as_of=date(2026, 6, 1)).portfolio
    for kinds in (("action", "practice"), ("practice", "action")):
        target = portfolio.find("a", *kinds)
        assert target is not None
        assert target.kind == kinds[0]


@pytest.mark.parametrize(
    ("ref", "kinds", "expected"),
    [
        ("n.dlamni", ("person",), "n.dlamini"),
        ("n.dlamni", ("department", "plan"), None),
        ("finance-2062", ("plan",), "finance-2026"),
        ("fnance", ("person", "department"), "finance"),
        ("finance-2026/portl", ("milestone", "kpi"), "finance-2026/portal"),
        ("other-plan-of-2031/portal", ("milestone",), "finance-2026/portal"),
        ("xyz", ("person", "plan", "session", "action"), None),
    ],
)
def test_the_nearest_is_offered_among_the_kinds_that_fit(
    portfolio: Portfolio, ref: str, kinds: tuple[str, ...], expected: str | None
) -> None:
    assert portfolio.nearest(ref, *kinds) == expected


def test_what_belongs_to_a_session_or_an_adjustment_is_grouped_in_order(portfolio: Portfolio) -> None:
    def ids(groups: Mapping[str, tuple[object, ...]]) -> dict[str, list[str]]:
        return {key: [getattr(record, "id", "") for record in group] for key, group in groups.items()}

    assert ids(portfolio.reports_by_session) == {"q1": ["q1/finance", "q1/legal"], "q2": ["q2/finance"]}


def test_the_members_of_a_plan_come_goals_first(portfolio: Portfolio) -> None:
    found = [(kind, key) for kind, key, _ in members_of(portfolio.plans["finance-2026"].data)]
    assert found == [("goal", "timely"), ("milestone", "portal"), ("kpi", "paid"), ("resource", "systems")]


@pytest.mark.parametrize(
    ("ref", "expected"), [("finance-2026", "finance"), ("finance-2026/portal", "finance"), ("nowhere-2026/x", None)]
)
def test_the_department_of_a_promise_is_that_of_its_plan(portfolio: Portfolio, ref: str, expected: str | None) -> None:
    assert portfolio.department_of(ref) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, False),
        ({"records/plans/finance-2026.yml": "confidential: true\n" + TREE["records/plans/finance-2026.yml"]}, True),
        ({"records/progress/finance-2026.yml": "confidential: true\nkpis: {paid: {2026-03: 91}}\n"}, True),
        ({"records/progress/finance-2026.yml": "kpis: {paid: {2026-03: 91}}\n"}, False),
    ],
    ids=["neither", "the plan", "its facts", "facts that are not"],
)
def test_a_plan_is_confidential_when_it_or_its_facts_are(
    write_tree: WriteTree, files: Mapping[str, str], expected: bool
) -> None:
    portfolio = open_workspace(write_tree({**TREE, **files}), as_of=date(2026, 6, 1)).portfolio
    assert portfolio.is_confidential("finance-2026") is expected
    assert not portfolio.is_confidential("nowhere-2026")


@pytest.mark.parametrize(("zone", "key"), [("Africa/Johannesburg", "Africa/Johannesburg"), ("Nowhere/Land", "UTC")])
def test_a_time_zone_that_is_none_counts_as_utc(write_tree: WriteTree, zone: str, key: str) -> None:
    files = {"records/organisation.yml": TREE["records/organisation.yml"].replace("Africa/Johannesburg", zone)}
    assert open_workspace(write_tree({**TREE, **files})).portfolio.zone.key == key


def test_an_organisation_without_people_has_none(write_tree: WriteTree) -> None:
    root = write_tree({})
    (root / "records/people.yml").unlink()
    portfolio = open_workspace(root).portfolio
    assert portfolio.people == {}
    assert portfolio.cadences == {}
