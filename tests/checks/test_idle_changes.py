"""Adjustments that change nothing, or that lie in the folder of another department."""

from __future__ import annotations

import pytest
from edited_tree import CheckEdited, told

HEAD = """\
title: A change
reason: Something happened.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-05-20}
changes:
"""
ADJ = "adjustments/finance/2026-05-20-change.yml"
KPI = "{kpi: finance-2026/paid-on-time, "
MILESTONE = "{milestone: finance-2026/backlog-cleared, "


@pytest.mark.parametrize(
    ("change", "part", "said"),
    [
        (
            MILESTONE + "due: {from: 2026-05-31, to: 2026-05-31}}",
            "due",
            "due of finance-2026/backlog-cleared has 2026-05-31 before and after",
        ),
        (
            "{milestone: finance-2026/backlog-cleared}",
            "{milestone",
            "this change of finance-2026/backlog-cleared changes nothing",
        ),
        (
            "{kpi: finance-2026/paid-on-time}",
            "{kpi",
            "this change of finance-2026/paid-on-time changes nothing",
        ),
        (
            KPI + "summary: {}}",
            "summary",
            "summary of finance-2026/paid-on-time has neither a value before nor one after",
        ),
        (
            KPI + "target: {at: 2026-Q2, from: 90, to: 90}}",
            "target",
            "target of finance-2026/paid-on-time has 90 before and after",
        ),
        (
            KPI + "target: {at: 2026-Q2, from: 90, to: 90.0}}",
            "target",
            "target of finance-2026/paid-on-time has 90.0 before and after",
        ),
        (
            "{transfer: {from: finance-2026/systems, to: finance-2026/systems, amount: 5}}",
            "to: ",
            "this transfer gives finance-2026/systems what it has already",
        ),
        (MILESTONE + "due: {from: 2026-05-31, to: 2026-06-01}}", "", ""),
        (KPI + "target: {at: 2026-Q2, from: 90, to: 91}}", "", ""),
    ],
)
def test_a_change_that_changes_nothing_is_told(check_edited: CheckEdited, change: str, part: str, said: str) -> None:
    found = check_edited(files={ADJ: f"{HEAD}  - {change}\n"})
    assert [(one.rule, one.location.line, one.message) for one in found] == (
        [("empty-change", 7, said)] if said else []
    )
    if said:
        begin = len("  - ") + change.index(part) + 1
        assert begin <= found[0].location.column <= begin + len(part) + 2


def test_each_field_that_stays_is_told_for_itself(check_edited: CheckEdited) -> None:
    change = MILESTONE + "due: {from: 2026-05-31, to: 2026-06-30}, owner: {from: n.dlamini, to: n.dlamini}}"
    assert [one[:3] for one in told(check_edited(files={ADJ: f"{HEAD}  - {change}\n"}))] == [("empty-change", ADJ, 7)]


@pytest.mark.parametrize("changes", ["changes: []\n", "changes:\n"])
def test_an_adjustment_without_changes_is_told_once(check_edited: CheckEdited, changes: str) -> None:
    found = told(check_edited(files={ADJ: HEAD.replace("changes:\n", changes)}))
    assert len(found) == 1
    assert found[0][0] in ("empty-change", "missing-field")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (MILESTONE + "due: {from: soon, to: later}}", "not-a-date"),
        (MILESTONE + "deu: {from: 2026-05-31, to: 2026-06-30}}", "unknown-key"),
    ],
)
def test_what_was_refused_is_not_called_empty(check_edited: CheckEdited, change: str, rule: str) -> None:
    found = {one[0] for one in told(check_edited(files={ADJ: f"{HEAD}  - {change}\n"}))}
    assert found == {rule}


MOVE = MILESTONE + "due: {from: 2026-05-31, to: 2026-06-30}}"
GIVE = "{transfer: {from: finance-2026/systems, to: legal-2026/systems, amount: 5}}"


@pytest.mark.parametrize(
    ("folder", "change", "said", "hint"),
    [
        ("finance", MOVE, "", ""),
        ("finance", GIVE, "", ""),
        ("legal", GIVE, "", ""),
        (
            "legal",
            MOVE,
            "this adjustment changes no plan of legal, only of finance",
            "move it to adjustments/finance/a.yml",
        ),
        (
            "organisation",
            GIVE,
            "this adjustment changes no plan of organisation, only of finance and legal",
            "move it to adjustments/finance/a.yml",
        ),
        ("finanse", MOVE, "there is no department finanse", "move it to adjustments/finance/a.yml"),
        ("sales", GIVE, "there is no department sales", "move it to adjustments/finance/a.yml"),
    ],
)
def test_an_adjustment_lies_with_a_department_that_it_touches(
    check_edited: CheckEdited, folder: str, change: str, said: str, hint: str
) -> None:
    found = check_edited(files={f"adjustments/{folder}/a.yml": f"{HEAD}  - {change}\n"})
    wrong = [(one.message, one.hint) for one in found if one.rule == "adjustment-in-wrong-folder"]
    assert wrong == ([(said, hint)] if said else [])
    assert len(found) == len(wrong)


@pytest.mark.parametrize("more", ["", f"  - {MOVE}\n"], ids=["alone", "beside another department's"])
def test_where_a_plan_is_not_there_the_folder_may_be_right(check_edited: CheckEdited, more: str) -> None:
    change = MOVE.replace("finance-2026", "nowhere-2026")
    found = told(check_edited(files={"adjustments/legal/a.yml": f"{HEAD}{more}  - {change}\n"}))
    assert [one[0] for one in found] == ["unknown-reference"]


def test_a_department_that_was_refused_is_not_called_missing(check_edited: CheckEdited) -> None:
    legal = "  legal: {name: Legal, head"
    sales = "  Sales: {name: Sales, head: s.pillay, approvers: [c.botha]}\n"
    files = {"adjustments/sales/a.yml": f"{HEAD}  - {MOVE}\n"}
    found = check_edited(("organisation.yml", legal, sales + legal), files=files)
    assert {one[0] for one in told(found)} == {"bad-id"}


def test_an_adjustment_without_a_readable_change_may_lie_with_the_organisation(check_edited: CheckEdited) -> None:
    files = {"adjustments/organisation/a.yml": HEAD.replace("changes:\n", "changes: []\n")}
    assert [one[0] for one in told(check_edited(files=files), "adjustment-in-wrong-folder")] == []
