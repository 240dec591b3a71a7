"""Faults that an adjustment brings into a plan: each is told once, in the adjustment's line."""

from __future__ import annotations

import pytest
from edited_tree import CheckEdited, told

ADJ = "adjustments/finance/2026-05-20-change.yml"
HEAD = """\
title: A change
reason: Something happened.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-05-20}
approvals: [{by: z.khumalo, on: 2026-05-21}]
changes:
"""
KPI = "{kpi: finance-2026/paid-on-time, "
ADD = "{add: {kpi: finance-2026/new, title: New, owner: n.dlamini, goal: timely-payments, unit: x, frequency: monthly, "
PERIOD = "{plan: finance-2026, period: {from: {start: 2026-03-01, end: 2027-02-28}, "
BASELINE = "{date: 2026-01-31, value: 84}"
MOVE_BASELINE = f"{KPI}baseline: {{from: {BASELINE}, to: "


def at(change: str, part: str) -> int:
    """The column at which a part of a change begins in its line."""
    return len("  - ") + change.index(part) + 1


CASES = [
    # A part of the change; the rule that is told there.
    (KPI + "target: {at: 2026-Q2, from: 90, to: 80}}", [("80", "target-on-wrong-side")]),
    (KPI + "target: {at: 2026-Q2, from: 90, to: 84}}", [("84}", "target-on-wrong-side")]),
    (KPI + "target: {at: 2026-Q2, from: 90, to: 84.1}}", []),
    (KPI + "direction: {from: increase, to: decrease}}", [("decrease", "target-on-wrong-side")]),
    (MOVE_BASELINE + "{date: 2026-01-31, value: 92}}}", [("92", "target-on-wrong-side")]),
    (
        KPI + f"baseline: {{from: {BASELINE}, to: {{date: 2026-08-31, value: 83}}}}}}",
        [("2026-08", "baseline-after-target")],
    ),
    (MOVE_BASELINE + "{date: 2026-08-30, value: 83}}}", []),
    (KPI + f"baseline: {{from: {BASELINE}}}}}", [("baseline", "kpi-without-baseline")]),
    (KPI + "target: {at: 2026-01-31, to: 85}}", [("85", "baseline-after-target")]),
    (KPI + "target: {at: 2026-02-01, to: 85}}", []),
    (KPI + "range: {to: {low: 40}}}", [("{low", "unused-range")]),
    (KPI + "thresholds: {to: {green: 0.8, amber: 0.9}}}", [("0.8", "thresholds-upside-down")]),
    (KPI + "thresholds: {to: {green: 95, amber: 0.9}}}", [("95", "thresholds-upside-down")]),
    (KPI + "thresholds: {to: {green: 0.9, amber: 85}}}", [("85", "thresholds-upside-down")]),
    (KPI + "thresholds: {to: {green: 0.9, amber: 0.9}}}", []),
    (KPI + "owner: {from: n.dlamini, to: m.naidoo}}", [("m.naidoo", "open-item-of-leaver")]),
    (KPI + "goal: {from: timely-payments}}", [("goal", "kpi-without-goal")]),
    (
        KPI + "direction: {from: increase, to: decrease}, combine: {from: last, to: sum}}",
        [("sum", "sum-with-decrease")],
    ),
    ("{milestone: finance-2026/backlog-cleared, due: {from: 2026-05-31, to: 2027-02-28}}", []),
    (
        "{milestone: finance-2026/backlog-cleared, due: {from: 2026-05-31, to: 2027-03-01}}",
        [("2027-03-01", "due-outside-plan")],
    ),
    (
        "{milestone: finance-2026/backlog-cleared, due: {from: 2026-05-31, to: 2026-02-28}}",
        [("2026-02-28", "due-outside-plan")],
    ),
    ("{milestone: finance-2026/backlog-cleared, goal: {from: timely-payments}}", [("goal", "milestone-without-goal")]),
    (
        "{milestone: finance-2026/backlog-cleared, depends_on: {to: [finance-2026/backlog-cleared]}}",
        [("finance-2026/backlog-cleared]", "dependency-cycle")],
    ),
    (
        "{milestone: finance-2026/backlog-cleared, owner: {from: n.dlamini, to: m.naidoo}}",
        [("m.naidoo", "open-item-of-leaver")],
    ),
    (
        "{goal: finance-2026/timely-payments, owner: {from: t.mokoena, to: m.naidoo}}",
        [("m.naidoo", "open-item-of-leaver")],
    ),
    ("{plan: finance-2026, owner: {from: t.mokoena, to: m.naidoo}}", [("m.naidoo", "open-item-of-leaver")]),
    (
        PERIOD + "to: {start: 2026-03-01, end: 2026-02-27}}}",
        [("2026-02-27", "plan-period-reversed")],
    ),
    ("{plan: finance-2026, supersedes: {to: finance-2026}}", [("finance-2026}}", "supersedes-cycle")]),
    ("{resource: finance-2026/systems, amount: {from: 100000, to: -1}}", [("-1", "negative-amount")]),
    ("{resource: finance-2026/systems, amount: {from: 100000, to: 0}}", []),
    (
        "{add: {resource: finance-2026/new, title: New, amount: -5, unit: ZAR}}",
        [("-5", "negative-amount")],
    ),
    (
        ADD + f"direction: increase, baseline: {BASELINE}, targets: {{2026-Q2: 90, 2026-08-31: 91}}}}}}",
        [("91", "targets-on-one-day")],
    ),
    (
        ADD + f"direction: increase, baseline: {BASELINE}, targets: {{2026-Q2: 80}}}}}}",
        [("80", "target-on-wrong-side")],
    ),
    (ADD + "direction: increase, targets: {2026-Q2: 80}}}", [("add:", "kpi-without-baseline")]),
    (ADD + f"direction: increase, baseline: {BASELINE}}}}}", [("add:", "kpi-without-target")]),
    (ADD + "direction: range}}", [("add:", "range-missing")]),
    (ADD + "direction: range, range: {low: 5, high: 4}}}", [("5,", "range-upside-down")]),
    (ADD + "direction: range, range: {low: 5, high: 5}}}", []),
    (ADD + "direction: range, range: {low: 5, tolerance: -1}}}", [("-1", "negative-amount")]),
    (ADD + "direction: range, range: {tolerance: 1}}}", [("{tolerance", "range-without-end")]),
    (ADD + "direction: range, range: {low: 4}, targets: {2026-Q2: 5}}}", [("{2026-Q2", "unused-target")]),
    (ADD + "direction: decrease, combine: sum, targets: {2026-Q2: 5}}}", [("sum", "sum-with-decrease")]),
    (
        "{add: {goal: finance-2026/new, title: New, owner: t.mokoena}}",
        [("{goal", "unmeasured-goal")],
    ),
    (
        "{add: {milestone: finance-2026/new, title: N, owner: n.dlamini, due: 2026-12-01}}",
        [("add:", "milestone-without-goal")],
    ),
]


@pytest.mark.parametrize(("change", "expected"), CASES, ids=[f"{case[0][:60]}-{n}" for n, case in enumerate(CASES)])
def test_a_fault_that_an_adjustment_brings_in_is_told_in_its_line(
    check_edited: CheckEdited, change: str, expected: list[tuple[str, str]]
) -> None:
    found = told(check_edited(files={ADJ: f"{HEAD}  - {change}\n"}))
    assert found == [(rule, ADJ, 8, at(change, part)) for part, rule in expected]


def test_of_two_targets_that_one_adjustment_moves_the_wrong_one_is_told(check_edited: CheckEdited) -> None:
    good, bad = ("target: {at: 2026-Q2, from: 90, to: 91}}", "target: {at: 2027-02-28, from: 95, to: 80}}")
    found = check_edited(files={ADJ: f"{HEAD}  - {KPI}{good}\n  - {KPI}{bad}\n"})
    assert [one[:3] for one in told(found)] == [("target-on-wrong-side", ADJ, 9)]


def test_a_fault_that_a_later_adjustment_mends_is_told_no_more(check_edited: CheckEdited) -> None:
    bad, good = ("target: {at: 2026-Q2, from: 90, to: 80}}", "target: {at: 2026-Q2, from: 80, to: 91}}")
    later = HEAD.replace("on: 2026-05-21", "on: 2026-05-25")
    files = {ADJ: f"{HEAD}  - {KPI}{bad}\n", "adjustments/finance/later.yml": f"{later}  - {KPI}{good}\n"}
    assert told(check_edited(files=files)) == []


def test_the_adjustment_that_moved_a_value_last_is_the_one_to_mend(check_edited: CheckEdited) -> None:
    good, bad = ("target: {at: 2026-Q2, from: 90, to: 91}}", "target: {at: 2026-Q2, from: 91, to: 80}}")
    later = HEAD.replace("on: 2026-05-21", "on: 2026-05-25")
    files = {ADJ: f"{HEAD}  - {KPI}{good}\n", "adjustments/finance/later.yml": f"{later}  - {KPI}{bad}\n"}
    assert [one[:3] for one in told(check_edited(files=files))] == [
        ("target-on-wrong-side", "adjustments/finance/later.yml", 8)
    ]


def test_a_fault_of_the_plan_itself_stays_in_the_plan_when_something_else_moves(check_edited: CheckEdited) -> None:
    plan = "plans/finance-2026.yml"
    files = {ADJ: f"{HEAD}  - {KPI}target: {{at: 2027-02-28, from: 95, to: 96}}}}\n"}
    found = check_edited((plan, "2026-Q2: 90", "2026-Q2: 80"), files=files)
    assert [one[:3] for one in told(found)] == [("target-on-wrong-side", plan, 20)]


@pytest.mark.parametrize("state", ["rejected: {by: z.khumalo, on: 2026-05-22, because: No}\n", ""])
def test_what_is_not_approved_breaks_no_plan(check_edited: CheckEdited, state: str) -> None:
    head = HEAD.replace("approvals: [{by: z.khumalo, on: 2026-05-21}]\n", state)
    files = {ADJ: f"{head}  - {KPI}target: {{at: 2026-Q2, from: 90, to: 80}}}}\n"}
    assert told(check_edited(files=files), "target-on-wrong-side") == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            [
                "{drop: legal-2026/contract-signed, because: The supplier is gone}",
                "{milestone: finance-2026/backlog-cleared, depends_on: {to: [legal-2026/contract-signed]}}",
            ],
            # It was achieved as well, which is told where that was recorded.
            [("dependency-on-dropped", ADJ, 9), ("achieved-and-dropped", "progress/legal-2026.yml", 3)],
        ),
        (
            [
                "{add: {goal: finance-2026/new, title: New, owner: t.mokoena}}",
                "{milestone: finance-2026/backlog-cleared, goal: {from: timely-payments, to: new}}",
                "{drop: finance-2026/new, because: No}",
            ],
            [("dependency-on-dropped", ADJ, 9)],
        ),
        (
            ["{add: {goal: finance-2026/new, title: New, owner: t.mokoena}}", "{drop: finance-2026/new, because: No}"],
            [],
        ),
        (
            [
                "{milestone: finance-2026/backlog-cleared, depends_on: {to: [finance-2026/portal-live]}}",
                "{milestone: legal-2026/contract-signed, depends_on: {to: [finance-2026/backlog-cleared]}}",
            ],
            [("dependency-cycle", ADJ, 8)],
        ),
    ],
    ids=["on a dropped milestone", "of a dropped goal", "nothing depends", "a circle of three"],
)
def test_changes_that_break_one_another_are_told_at_the_one_that_still_stands(
    check_edited: CheckEdited, changes: list[str], expected: list[tuple[str, str, int]]
) -> None:
    both = HEAD.replace("2026-05-21}", "2026-05-21}, {by: c.botha, on: 2026-05-21}")
    head = both if any("legal-2026" in change[:40] for change in changes) else HEAD
    found = check_edited(files={ADJ: head + "".join(f"  - {change}\n" for change in changes)})
    mine = [one[:3] for one in told(found) if one[1] == ADJ or one[0] == "achieved-and-dropped"]
    assert mine == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2027-02-28", [("overlapping-plans", ADJ, 8)]),
        ("2027-03-01", []),
        ("2027-03-02", []),
    ],
)
def test_a_plan_that_an_adjustment_begins_earlier_overlaps_the_one_before(
    check_edited: CheckEdited, start: str, expected: list[tuple[str, str, int]]
) -> None:
    following = """\
title: Next
department: finance
owner: t.mokoena
period: {start: 2027-04-01, end: 2028-02-28}
approvals: [{by: z.khumalo, on: 2026-05-20}]
"""
    before, after = ("{start: 2027-04-01, end: 2028-02-28}", f"{{start: {start}, end: 2028-02-28}}")
    change = f"{{plan: finance-2027, period: {{from: {before}, to: {after}}}}}"
    files = {"plans/finance-2027.yml": following, ADJ: f"{HEAD}  - {change}\n"}
    assert [one[:3] for one in told(check_edited(files=files))] == expected
