"""What belongs to somebody who has left, or who leaves on a day to come."""

from __future__ import annotations

import pytest
from edited_tree import CheckEdited, told

ACT = "actions/2026/2026-04-15-acceptance-tests.yml"
ADJ = "adjustments/finance/2026-04-15-portal-date.yml"
FIN = "plans/finance-2026.yml"
LEG = "plans/legal-2026.yml"
NEW = "adjustments/finance/2026-05-20-change.yml"
CHANGE = """\
title: Hand it over
reason: Somebody leaves.
owner: t.mokoena
follow_up: 2026-10-01
proposed: {by: t.mokoena, on: 2026-05-20}
%schanges:
  - {milestone: finance-2026/portal-live, owner: {from: n.dlamini, to: t.mokoena}}
  - {milestone: finance-2026/backlog-cleared, owner: {from: n.dlamini, to: t.mokoena}}
  - {kpi: finance-2026/paid-on-time, owner: {from: n.dlamini, to: t.mokoena}}
"""
APPROVED = "approvals: [{by: z.khumalo, on: 2026-05-21}]\n"
PLAN = [(FIN, 9), (FIN, 10), (FIN, 15)]
ADJUSTMENT = [(ADJ, 5)]


def leave(name: str, day: str) -> tuple[str, str, str]:
    return ("people.yml", f"name: {name}", f"left: {day}, name: {name}")


NEO = leave("Neo Dlamini", "2026-05-25")


def places(check_edited: CheckEdited, *edits: tuple[str, str, str], **files: str) -> list[tuple[str, int]]:
    found = check_edited(*edits, files={NEW: files["new"]} if "new" in files else None)
    return [(path, line) for _, path, line, _ in told(found, "open-item-of-leaver")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-05-25", [*ADJUSTMENT, *PLAN]),
        # Handing over is planned before somebody leaves.
        ("2026-12-31", [*ADJUSTMENT, *PLAN]),
        ("2027-02-28", [*ADJUSTMENT, *PLAN]),
        # The plan is over on that day, and the adjustment is still open.
        ("2027-03-01", ADJUSTMENT),
    ],
)
def test_members_of_a_plan_that_goes_on_after_the_last_day_are_open(
    check_edited: CheckEdited, day: str, expected: list[tuple[str, int]]
) -> None:
    assert places(check_edited, leave("Neo Dlamini", day)) == expected


@pytest.mark.parametrize(
    ("approvals", "expected"), [(APPROVED, ADJUSTMENT), ("", [*ADJUSTMENT, *PLAN])], ids=["approved", "only proposed"]
)
def test_what_an_adjustment_handed_over_is_open_no_more(
    check_edited: CheckEdited, approvals: str, expected: list[tuple[str, int]]
) -> None:
    assert places(check_edited, NEO, new=CHANGE % approvals) == expected


def test_what_was_dropped_or_reached_is_not_open(check_edited: CheckEdited) -> None:
    drop = (CHANGE % APPROVED).partition("changes:")[
        0
    ] + "changes:\n  - {drop: finance-2026/paid-on-time, because: No}\n"
    edits = (NEO, ("progress/finance-2026.yml", "{forecast: 2026-08-10, percent: 40", "{achieved: 2026-04-09"))
    assert places(check_edited, *edits, new=drop) == [*ADJUSTMENT, (FIN, 10)]


@pytest.mark.parametrize(
    ("more", "is_open"),
    [
        ("", True),
        ("review: {on: 2026-05-28, outcome: effective}\n", False),
        ("withdrawn: {by: n.dlamini, on: 2026-04-16, because: No}\n", False),
        ("rejected: {by: z.khumalo, on: 2026-04-16, because: No}\n", False),
    ],
)
def test_an_adjustment_is_open_until_it_is_reviewed_or_refused(
    check_edited: CheckEdited, more: str, is_open: bool
) -> None:
    edits = [NEO, (ADJ, "changes:", f"{more}changes:")]
    if more.startswith(("withdrawn", "rejected")):
        edits.append((ADJ, "approvals: [{by: z.khumalo, on: 2026-04-17}]\n", ""))
    assert ((ADJ, 5) in places(check_edited, *edits)) is is_open


@pytest.mark.parametrize(
    ("updates", "expected"),
    [
        ("2026-05-14: {state: done, note: X}", []),
        ("2026-05-14: {state: in_progress}", [(ACT, 2)]),
        ("2026-05-14: {owner: t.mokoena}", []),
        (
            "2026-05-14: {state: done}\n  2026-05-20: {state: ineffective, due: 2026-06-30, follow_up: 2026-07-31}",
            [(ACT, 2)],
        ),
        ("2026-05-14: {state: dropped, note: No}", []),
        ("2026-05-14: {owner: t.mokoena}\n  2026-05-20: {owner: n.dlamini}", [(ACT, 10)]),
    ],
)
def test_an_action_is_open_until_it_is_done_and_told_where_its_owner_was_last_named(
    check_edited: CheckEdited, updates: str, expected: list[tuple[str, int]]
) -> None:
    edit = (ACT, "2026-05-14: {state: done, note: Signed by both sides}", updates)
    assert [one for one in places(check_edited, NEO, edit) if one[0] == ACT] == expected


def test_the_head_of_a_plan_and_its_goals_are_open_too(check_edited: CheckEdited) -> None:
    found = check_edited(leave("Saras Pillay", "2026-05-25"))
    mine = [one for one in found if one.rule == "open-item-of-leaver"]
    # The milestone was reached, and the head of the department is no item.
    assert [(one.location.path, one.location.line) for one in mine] == [(f"records/{LEG}", 3), (f"records/{LEG}", 7)]
    assert [one.hint for one in mine] == [
        "hand it over with an adjustment: {plan: legal-2026, owner: {from: s.pillay, to: PERSON}}",
        "hand it over with an adjustment: {goal: legal-2026/sound-contracts, owner: {from: s.pillay, to: PERSON}}",
    ]


def test_a_draft_is_mended_without_an_adjustment(check_edited: CheckEdited) -> None:
    draft = (LEG, "approvals: [{by: c.botha, on: 2026-02-20}]\n", "")
    found = check_edited(leave("Saras Pillay", "2026-05-25"), draft)
    assert {one.hint for one in found if one.rule == "open-item-of-leaver"} == {"name somebody else"}


@pytest.mark.parametrize(
    ("approvals", "is_open"), [("approvals: [{by: z.khumalo, on: 2026-05-20}]\n", False), ("", True)]
)
def test_what_a_plan_superseded_is_open_no_more(check_edited: CheckEdited, approvals: str, is_open: bool) -> None:
    following = (
        "title: Next\ndepartment: finance\nowner: t.mokoena\nperiod: {start: 2026-06-01, end: 2027-05-31}\n"
        f"supersedes: finance-2026\n{approvals}"
    )
    found = check_edited(NEO, files={"plans/finance-2027.yml": following})
    assert ((FIN, 9) in [(path, line) for _, path, line, _ in told(found)]) is is_open
