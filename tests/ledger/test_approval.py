"""Who may say yes for whom and when, and from which day a plan or an adjustment is approved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.ledger.approval import approved_on, may_approve, plan_approved_on, refs_touched
from followup_build.portfolio import Portfolio
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]

ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
approvers: [c.botha]
departments:
  finance:
    name: Finance
    head: t.mokoena
    approvers: [z.khumalo, m.naidoo, {who: n.dlamini, since: 2026-03-10, until: 2026-03-20}]
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
"""
PEOPLE = """\
t.mokoena: {name: Thandi Mokoena, department: finance}
n.dlamini: {name: Neo Dlamini, department: finance}
m.naidoo: {name: Maya Naidoo, department: finance, left: 2026-03-15}
s.pillay: {name: Saras Pillay, department: legal}
z.khumalo: {name: Zanele Khumalo}
c.botha: {name: Carel Botha}
"""
PLAN = """\
title: Plan of %s
department: %s
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: %s
milestones: {portal: {title: Portal, owner: n.dlamini, due: 2026-06-30}}
resources: {systems: {title: Systems, amount: 100, unit: ZAR}}
"""
ADJUSTMENT = """\
title: Move money
reason: It is needed there.
owner: t.mokoena
follow_up: 2026-10-01
proposed: {by: t.mokoena, on: 2026-03-05}
approvals: %s
changes:
  - {transfer: {from: finance-2026/systems, to: legal-2026/systems, amount: 10}}
"""


def portfolio_of(write_tree: WriteTree, *, plan: str = "[]", adjustment: str = "[]") -> Portfolio:
    files = {
        "records/organisation.yml": ORGANISATION,
        "records/people.yml": PEOPLE,
        "records/plans/finance-2026.yml": PLAN % ("finance", "finance", plan),
        "records/plans/legal-2026.yml": PLAN % ("legal", "legal", "[]"),
        "records/adjustments/finance/a.yml": ADJUSTMENT % adjustment,
    }
    portfolio = open_workspace(write_tree(files), as_of=date(2026, 11, 1)).portfolio
    assert not portfolio.loaded.findings
    return portfolio


@pytest.mark.parametrize(
    ("department", "person", "day", "expected"),
    [
        ("finance", "n.dlamini", "2026-03-09", False),
        ("finance", "n.dlamini", "2026-03-10", True),
        ("finance", "n.dlamini", "2026-03-20", True),
        ("finance", "n.dlamini", "2026-03-21", False),
        ("finance", "m.naidoo", "2026-03-14", True),
        ("finance", "m.naidoo", "2026-03-15", True),
        ("finance", "m.naidoo", "2026-03-16", False),
        ("finance", "z.khumalo", "2020-01-01", True),
        ("finance", "c.botha", "2026-03-15", False),
        ("organisation", "c.botha", "2026-03-15", True),
        ("organisation", "z.khumalo", "2026-03-15", False),
        ("sales", "z.khumalo", "2026-03-15", False),
        (None, "z.khumalo", "2026-03-15", False),
    ],
)
def test_an_approver_may_from_the_first_to_the_last_day(
    write_tree: WriteTree, department: str | None, person: str, day: str, expected: bool
) -> None:
    portfolio = portfolio_of(write_tree)
    assert may_approve(portfolio, department, person, date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("approvals", "as_of", "expected"),
    [
        ("[{by: z.khumalo, on: 2026-03-12}]", "2026-03-11", None),
        ("[{by: z.khumalo, on: 2026-03-12}]", "2026-03-12", "2026-03-12"),
        ("[{by: z.khumalo, on: 2026-03-12}, {by: n.dlamini, on: 2026-03-10}]", "2026-03-31", "2026-03-10"),
        ("[{by: n.dlamini, on: 2026-03-20}]", "2026-03-31", "2026-03-20"),
        ("[{by: n.dlamini, on: 2026-03-21}]", "2026-03-31", None),
        ("[{by: m.naidoo, on: 2026-03-15}]", "2026-03-31", "2026-03-15"),
        ("[{by: m.naidoo, on: 2026-03-16}]", "2026-03-31", None),
        ("[{by: m.naidoo, on: 2026-03-16}, {by: z.khumalo, on: 2026-03-18}]", "2026-03-31", "2026-03-18"),
        ("[{by: c.botha, on: 2026-03-12}]", "2026-03-31", None),
        ("[]", "2026-03-31", None),
    ],
)
def test_a_plan_is_approved_on_the_first_day_that_somebody_who_may_said_yes(
    write_tree: WriteTree, approvals: str, as_of: str, expected: str | None
) -> None:
    portfolio = portfolio_of(write_tree, plan=approvals)
    day = plan_approved_on(portfolio, portfolio.plans["finance-2026"].data, date.fromisoformat(as_of))
    assert day == (date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("approvals", "as_of", "expected"),
    [
        ("[{by: z.khumalo, on: 2026-03-12}, {by: c.botha, on: 2026-03-14}]", None, "2026-03-14"),
        ("[{by: c.botha, on: 2026-03-12}, {by: z.khumalo, on: 2026-03-14}]", None, "2026-03-14"),
        # Of each department the first yes counts, whoever says it again later.
        (
            "[{by: z.khumalo, on: 2026-03-12}, {by: n.dlamini, on: 2026-03-19}, {by: c.botha, on: 2026-03-14}]",
            None,
            "2026-03-14",
        ),
        (
            "[{by: n.dlamini, on: 2026-03-19}, {by: z.khumalo, on: 2026-03-12}, {by: c.botha, on: 2026-03-14}]",
            None,
            "2026-03-14",
        ),
        ("[{by: z.khumalo, on: 2026-03-12}, {by: c.botha, on: 2026-03-14}]", "2026-03-13", None),
        ("[{by: z.khumalo, on: 2026-03-12}, {by: c.botha, on: 2026-03-14}]", "2026-03-14", "2026-03-14"),
        ("[{by: z.khumalo, on: 2026-03-12}]", None, None),
        ("[{by: m.naidoo, on: 2026-03-16}, {by: c.botha, on: 2026-03-14}]", None, None),
        ("[{by: n.dlamini, on: 2026-03-20}, {by: c.botha, on: 2026-03-14}]", None, "2026-03-20"),
        ("[{by: n.dlamini, on: 2026-03-21}, {by: c.botha, on: 2026-03-14}]", None, None),
    ],
)
def test_an_adjustment_is_approved_when_the_last_department_first_said_yes(
    write_tree: WriteTree, approvals: str, as_of: str | None, expected: str | None
) -> None:
    portfolio = portfolio_of(write_tree, adjustment=approvals)
    day = approved_on(portfolio, portfolio.adjustments["a"].data, date.fromisoformat(as_of) if as_of else None)
    assert day == (date.fromisoformat(expected) if expected else None)


def test_an_adjustment_touches_each_promise_once(write_tree: WriteTree) -> None:
    portfolio = portfolio_of(write_tree)
    adjustment = portfolio.adjustments["a"].data
    twice = adjustment.model_copy(update={"changes": (*adjustment.changes, *adjustment.changes)})
    assert refs_touched(twice) == ("finance-2026/systems", "legal-2026/systems")
