from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from followup_build.ledger.approval import AdjustmentState, adjustment_state, approved_on, departments_touched
from followup_build.ledger.books import Ledger, build_ledger
from followup_build.portfolio import Portfolio
from followup_build.workspace import open_workspace

PLANS = {
    "records/plans/finance-2026.yml": """\
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
  paid:
    title: Paid on time
    owner: n.dlamini
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-01-31, value: 84}
    targets: {2026-Q2: 90}
resources:
  systems: {title: Systems budget, amount: 100000, unit: ZAR}
  analysts: {title: Analysts, amount: 6, unit: FTE}
""",
    "records/plans/legal-2026.yml": """\
title: Legal 2026
department: legal
owner: s.pillay
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: c.botha, on: 2026-02-20}]
resources:
  systems: {title: Systems budget, amount: 0, unit: ZAR}
""",
}


def adjustment(changes: str, approvals: str = "[{by: z.khumalo, on: 2026-04-17}]", more: str = "") -> str:
    return f"""\
title: A change
reason: Something happened.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {{by: n.dlamini, on: 2026-04-15}}
approvals: {approvals}
changes:
{changes}
{more}
"""


OpenTree = Callable[[Mapping[str, str]], Portfolio]


@pytest.fixture
def open_portfolio(write_tree: Callable[[Mapping[str, str]], Path]) -> OpenTree:
    def open_it(adjustments: Mapping[str, str]) -> Portfolio:
        files = {f"records/adjustments/finance/{name}.yml": text for name, text in adjustments.items()}
        workspace = open_workspace(write_tree({**PLANS, **files}), as_of=date(2026, 11, 20))
        assert not workspace.portfolio.loaded.findings
        return workspace.portfolio

    return open_it


def due(ledger: Ledger) -> date:
    return ledger.plans["finance-2026"].current.milestones["portal"].due


def rules(ledger: Ledger) -> list[str]:
    return [finding.rule for finding in ledger.findings]


MOVE = "  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}"
MOVE_ON = "  - {milestone: finance-2026/portal, due: {from: 2026-08-15, to: 2026-09-30}}"


def test_an_approved_adjustment_moves_the_current_plan_and_leaves_the_original(open_portfolio: OpenTree) -> None:
    ledger = build_ledger(open_portfolio({"a": adjustment(MOVE)}))
    assert due(ledger) == date(2026, 8, 15)
    assert ledger.plans["finance-2026"].original.milestones["portal"].due == date(2026, 6, 30)
    (entry,) = ledger.entries_of("finance-2026/portal")
    assert (entry.field, entry.before, entry.after, entry.adjustment, entry.on) == (
        "due",
        date(2026, 6, 30),
        date(2026, 8, 15),
        "a",
        date(2026, 4, 17),
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 4, 16), date(2026, 6, 30)),
        (date(2026, 4, 17), date(2026, 8, 15)),
        (date(2026, 4, 18), date(2026, 8, 15)),
    ],
)
def test_an_adjustment_counts_from_the_day_of_its_last_approval(
    open_portfolio: OpenTree, day: date, expected: date
) -> None:
    assert due(build_ledger(open_portfolio({"a": adjustment(MOVE)}), day)) == expected


def test_adjustments_apply_in_order_of_approval_and_not_of_id(open_portfolio: OpenTree) -> None:
    late = adjustment(MOVE_ON, "[{by: z.khumalo, on: 2026-05-02}]")
    ledger = build_ledger(open_portfolio({"b": adjustment(MOVE), "a": late}))
    assert due(ledger) == date(2026, 9, 30)
    assert [entry.adjustment for entry in ledger.entries_of("finance-2026/portal")] == ["b", "a"]
    assert not ledger.findings


def test_two_adjustments_that_both_move_one_date_are_an_error_and_the_first_holds(open_portfolio: OpenTree) -> None:
    other = "  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-07-31}}"
    ledger = build_ledger(open_portfolio({"a": adjustment(MOVE), "b": adjustment(other)}))
    assert rules(ledger) == ["from-not-current"]
    assert due(ledger) == date(2026, 8, 15)
    assert "moved there by a" in ledger.findings[0].message


@pytest.mark.parametrize(
    "approvals",
    ["[]", "[{by: n.dlamini, on: 2026-04-17}]", "[{by: c.botha, on: 2026-04-17}]", "[{by: t.mokoena, on: 2026-04-17}]"],
    ids=["none", "the proposer", "an approver of another department", "the head who is no approver"],
)
def test_without_an_approver_of_the_department_it_stays_proposed(open_portfolio: OpenTree, approvals: str) -> None:
    portfolio = open_portfolio({"a": adjustment(MOVE, approvals)})
    assert adjustment_state(portfolio, portfolio.adjustments["a"].data) is AdjustmentState.PROPOSED
    assert due(build_ledger(portfolio)) == date(2026, 6, 30)


def test_an_approver_cannot_approve_what_they_proposed(open_portfolio: OpenTree) -> None:
    text = adjustment(MOVE).replace("proposed: {by: n.dlamini", "proposed: {by: z.khumalo")
    portfolio = open_portfolio({"a": text})
    assert approved_on(portfolio, portfolio.adjustments["a"].data) is None


TRANSFER = "  - {transfer: {from: finance-2026/systems, to: legal-2026/systems, amount: %s}}"
BOTH = "[{by: z.khumalo, on: 2026-04-17}, {by: c.botha, on: 2026-04-20}]"


def test_a_transfer_needs_both_departments_and_conserves_the_sum(open_portfolio: OpenTree) -> None:
    one = open_portfolio({"a": adjustment(TRANSFER % 40000)})
    assert departments_touched(one, one.adjustments["a"].data) == ("finance", "legal")
    assert approved_on(one, one.adjustments["a"].data) is None
    both = open_portfolio({"a": adjustment(TRANSFER % "40000.50", BOTH)})
    assert approved_on(both, both.adjustments["a"].data) == date(2026, 4, 20)
    ledger = build_ledger(both)
    amounts = [ledger.plans[plan].current.resources["systems"].amount for plan in ("finance-2026", "legal-2026")]
    assert amounts == [Decimal("59999.50"), Decimal("40000.50")]
    assert sum(amounts) == Decimal(100000)


@pytest.mark.parametrize("amount", ["100000.01", "0", "-5"])
def test_a_transfer_may_not_overdraw(open_portfolio: OpenTree, amount: str) -> None:
    ledger = build_ledger(open_portfolio({"a": adjustment(TRANSFER % amount, BOTH)}))
    assert rules(ledger) == ["overdrawn-transfer"]
    assert ledger.plans["finance-2026"].current.resources["systems"].amount == Decimal(100000)


def test_a_transfer_of_everything_is_allowed(open_portfolio: OpenTree) -> None:
    ledger = build_ledger(open_portfolio({"a": adjustment(TRANSFER % 100000, BOTH)}))
    assert not ledger.findings
    assert ledger.plans["finance-2026"].current.resources["systems"].amount == 0


def test_a_transfer_between_unlike_units_is_refused(open_portfolio: OpenTree) -> None:
    change = "  - {transfer: {from: finance-2026/analysts, to: legal-2026/systems, amount: 1}}"
    assert rules(build_ledger(open_portfolio({"a": adjustment(change, BOTH)}))) == ["transfer-between-unlike-units"]


def test_targets_are_changed_added_and_removed(open_portfolio: OpenTree) -> None:
    changes = """\
  - {kpi: finance-2026/paid, target: {at: 2026-Q2, from: 90, to: 88}}
  - {kpi: finance-2026/paid, target: {at: 2026-Q3, to: 92}}"""
    removal = "  - {kpi: finance-2026/paid, target: {at: 2026-Q2, from: 88}}"
    portfolio = open_portfolio(
        {"a": adjustment(changes), "b": adjustment(removal, "[{by: z.khumalo, on: 2026-05-01}]")}
    )
    ledger = build_ledger(portfolio)
    assert ledger.plans["finance-2026"].current.kpis["paid"].targets == {"2026-Q3": Decimal(92)}
    assert [(entry.field, entry.before, entry.after) for entry in ledger.entries] == [
        ("target 2026-Q2", Decimal(90), Decimal(88)),
        ("target 2026-Q3", None, Decimal(92)),
        ("target 2026-Q2", Decimal(88), None),
    ]


def test_numbers_are_compared_as_numbers(open_portfolio: OpenTree) -> None:
    change = "  - {kpi: finance-2026/paid, target: {at: 2026-Q2, from: 90.0, to: 88}}"
    assert not build_ledger(open_portfolio({"a": adjustment(change)})).findings


def test_a_field_may_be_taken_away_or_given(open_portfolio: OpenTree) -> None:
    changes = """\
  - {milestone: finance-2026/portal, goal: {from: timely}}
  - {milestone: finance-2026/portal, summary: {to: For every rights holder}}"""
    ledger = build_ledger(open_portfolio({"a": adjustment(changes)}))
    assert not ledger.findings
    portal = ledger.plans["finance-2026"].current.milestones["portal"]
    assert (portal.goal, portal.summary) == (None, "For every rights holder")


def test_items_are_added_and_dropped(open_portfolio: OpenTree) -> None:
    changes = """\
  - {add: {milestone: finance-2026/pilot, title: A pilot, owner: n.dlamini, due: 2026-09-01, goal: timely}}
  - {drop: finance-2026/portal, because: The pilot takes its place}"""
    ledger = build_ledger(open_portfolio({"a": adjustment(changes)}))
    plan = ledger.plans["finance-2026"]
    assert not ledger.findings
    assert plan.current.milestones["pilot"].due == date(2026, 9, 1)
    assert list(plan.dropped) == ["finance-2026/portal"]
    assert "portal" in plan.current.milestones
    assert "pilot" not in plan.original.milestones


def test_what_was_dropped_cannot_be_changed(open_portfolio: OpenTree) -> None:
    drop = adjustment("  - {drop: finance-2026/portal, because: Not needed}")
    move = adjustment(MOVE, "[{by: z.khumalo, on: 2026-05-01}]")
    assert rules(build_ledger(open_portfolio({"a": drop, "b": move}))) == ["change-of-something-dropped"]


def test_an_added_item_cannot_take_a_name_of_the_plan(open_portfolio: OpenTree) -> None:
    change = "  - {add: {goal: finance-2026/portal, title: A goal, owner: n.dlamini}}"
    assert rules(build_ledger(open_portfolio({"a": adjustment(change)}))) == ["added-twice"]


@pytest.mark.parametrize(
    ("more", "day", "state"),
    [
        ("", None, AdjustmentState.APPROVED),
        ("review: {on: 2026-10-02, outcome: partly}", None, AdjustmentState.PARTLY),
        ("review: {on: 2026-10-02, outcome: partly}", date(2026, 10, 1), AdjustmentState.APPROVED),
        ("withdrawn: {by: n.dlamini, on: 2026-04-16, because: Not needed}", None, AdjustmentState.WITHDRAWN),
        ("rejected: {by: z.khumalo, on: 2026-04-16, because: Too late}", date(2026, 4, 15), AdjustmentState.PROPOSED),
        ("rejected: {by: z.khumalo, on: 2026-04-16, because: Too late}", date(2026, 4, 16), AdjustmentState.REJECTED),
    ],
)
def test_the_state_of_an_adjustment(
    open_portfolio: OpenTree, more: str, day: date | None, state: AdjustmentState
) -> None:
    portfolio = open_portfolio({"a": adjustment(MOVE, more=more)})
    assert adjustment_state(portfolio, portfolio.adjustments["a"].data, day) is state


def test_a_transfer_to_itself_makes_nothing(open_portfolio: OpenTree) -> None:
    change = "  - {transfer: {from: finance-2026/systems, to: finance-2026/systems, amount: 40}}"
    ledger = build_ledger(open_portfolio({"a": adjustment(change)}))
    assert ledger.plans["finance-2026"].current.resources["systems"].amount == 100000
    assert ledger.entries == ()


def test_what_was_dropped_gives_and_takes_nothing(open_portfolio: OpenTree) -> None:
    drop = "  - {drop: finance-2026/systems, because: Nobody needs it}"
    give = "  - {transfer: {from: finance-2026/systems, to: legal-2026/systems, amount: 40}}"
    both = "[{by: z.khumalo, on: 2026-04-20}, {by: c.botha, on: 2026-04-20}]"
    ledger = build_ledger(open_portfolio({"a": adjustment(drop), "b": adjustment(give, both)}))
    assert ledger.plans["legal-2026"].current.resources["systems"].amount == 0
    assert [finding.rule for finding in ledger.findings] == ["change-of-something-dropped"]


@pytest.mark.parametrize("at", ["2026-Q2", "2026-06-30"])
def test_a_target_is_found_by_its_day_however_it_is_written(open_portfolio: OpenTree, at: str) -> None:
    change = f"  - {{kpi: finance-2026/paid, target: {{at: {at}, from: 90, to: 88}}}}"
    ledger = build_ledger(open_portfolio({"a": adjustment(change)}))
    assert ledger.findings == ()
    assert ledger.plans["finance-2026"].current.kpis["paid"].targets == {"2026-Q2": Decimal(88)}


def test_a_truth_value_that_was_not_written_needs_no_from(open_portfolio: OpenTree) -> None:
    ledger = build_ledger(open_portfolio({"a": adjustment("  - {milestone: finance-2026/portal, major: {to: true}}")}))
    assert ledger.findings == ()
    assert ledger.plans["finance-2026"].current.milestones["portal"].major is True


def test_a_word_that_was_not_written_needs_no_from(open_portfolio: OpenTree) -> None:
    ledger = build_ledger(open_portfolio({"a": adjustment("  - {kpi: finance-2026/paid, combine: {to: mean}}")}))
    assert ledger.findings == ()
    assert ledger.plans["finance-2026"].current.kpis["paid"].combine == "mean"


def test_an_amount_of_zero_is_a_value_and_needs_its_from(open_portfolio: OpenTree) -> None:
    change = "  - {resource: legal-2026/systems, amount: {to: 7}}"
    ledger = build_ledger(open_portfolio({"a": adjustment(change, "[{by: c.botha, on: 2026-04-17}]")}))
    assert [finding.rule for finding in ledger.findings] == ["from-not-current"]


def test_a_thing_is_dropped_once(open_portfolio: OpenTree) -> None:
    first = adjustment("  - {drop: finance-2026/portal, because: The first reason}")
    again = adjustment("  - {drop: finance-2026/portal, because: Another reason}", "[{by: z.khumalo, on: 2026-05-01}]")
    ledger = build_ledger(open_portfolio({"a": first, "b": again}))
    assert [(one.rule, one.location.path) for one in ledger.findings] == [
        ("change-of-something-dropped", "records/adjustments/finance/b.yml")
    ]
    assert [(entry.field, entry.adjustment) for entry in ledger.entries_of("finance-2026/portal")] == [("dropped", "a")]
    assert ledger.plans["finance-2026"].dropped["finance-2026/portal"].on == date(2026, 4, 17)
