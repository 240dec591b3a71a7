from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.views.actions import build_actions
from followup_build.views.cells import Table
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

TREE = {
    "records/sessions/start/session.md": (
        "---\ntitle: Start\nkind: monthly\ndate: 2026-04-01\nstatus: held\nchair: z.khumalo\n---\n"
    ),
    "records/plans/finance-2026.yml": """\
title: The plan
department: finance
owner: n.dlamini
period: {start: 2026-01-01, end: 2026-12-31}
milestones: {portal: {title: Portal live, owner: n.dlamini, due: 2026-10-30}}
""",
    "records/adjustments/finance/move.yml": """\
title: Move the portal
reason: Late.
owner: n.dlamini
follow_up: 2026-12-01
proposed: {by: n.dlamini, on: 2026-04-10}
changes: [{milestone: finance-2026/portal, due: {from: 2026-10-30, to: 2026-11-15}}]
""",
    "records/actions/tests.yml": """\
title: Agree tests
owner: n.dlamini
due: 2026-06-30
follow_up: 2026-07-31
department: finance
session: start
adjustment: move
for: [finance-2026/portal]
kind: preventive
""",
}


def test_an_action_says_its_kind_what_it_is_for_and_all_that_it_came_from(subject_of: SubjectOf, read: Read) -> None:
    (row,) = read(build_actions(subject_of(TREE, "2026-05-20")).table)
    assert row["Action"] == "Agree tests Preventive for: Portal live Adjustment: Move the portal"
    assert row["Session"] == "Start"


def test_an_adjustment_that_the_day_does_not_know_is_not_told(subject_of: SubjectOf, read: Read) -> None:
    (row,) = read(build_actions(subject_of(TREE, "2026-04-05")).table)
    assert row["Action"] == "Agree tests Preventive for: Portal live"


def test_a_confidential_action_says_neither_kind_nor_purpose(subject_of: SubjectOf, read: Read) -> None:
    text = TREE["records/actions/tests.yml"] + "confidential: true\nupdates: {2026-05-01: {note: Secret}}\n"
    table = build_actions(subject_of(TREE | {"records/actions/tests.yml": text}, "2026-07-20")).table
    (row,) = read(table)
    assert (row["Action"], row["News"], row["Due"]) == ("Confidential action", "–", "30 Jun 2026")
    kind = next(one for one in table.filters if one.key == "kind")
    assert (kind.choices, kind.keys) == ((), (0,))


@pytest.mark.parametrize(
    ("updates", "as_of", "due", "follow_up"),
    [
        ("{}", "2026-05-20", "30 Jun 2026", "31 Jul 2026"),
        ("{}", "2026-06-28", "30 Jun 2026 in two days", "31 Jul 2026"),
        ("{}", "2026-06-30", "30 Jun 2026 today", "31 Jul 2026"),
        ("{}", "2026-07-02", "30 Jun 2026 two days overdue", "31 Jul 2026"),
        (
            "{2026-05-01: {due: 2026-07-01}, 2026-05-02: {due: 2026-07-31}}",
            "2026-05-20",
            "30 Jun 2026 -> 31 Jul 2026 moved twice",
            "31 Jul 2026",
        ),
        (
            "{2026-07-03: {state: done}}",
            "2026-08-20",
            "30 Jun 2026 done 3 Jul 2026, three days late",
            "31 Jul 2026 not checked yet",
        ),
        ("{2026-07-03: {state: dropped}}", "2026-08-20", "30 Jun 2026 dropped 3 Jul 2026", "31 Jul 2026"),
    ],
)
def test_a_row_says_where_an_action_stands_against_its_dates(
    subject_of: SubjectOf, read: Read, updates: str, as_of: str, due: str, follow_up: str
) -> None:
    text = TREE["records/actions/tests.yml"] + f"updates: {updates}\n"
    (row,) = read(build_actions(subject_of(TREE | {"records/actions/tests.yml": text}, as_of)).table)
    assert (row["Due"].strip(), row["Follow-up"]) == (due, follow_up)


def test_the_latest_news_come_first_and_none_from_after_the_day(subject_of: SubjectOf, read: Read) -> None:
    log = "{2026-05-01: {note: Asked}, 2026-05-09: {note: Signed, evidence: Letter 7}, 2026-05-30: {note: Later}}"
    text = TREE["records/actions/tests.yml"] + f"updates: {log}\n"
    (row,) = read(build_actions(subject_of(TREE | {"records/actions/tests.yml": text}, "2026-05-20")).table)
    assert row["News"] == "9 May 2026: Signed Evidence: Letter 7 Before: 1 May 2026: Asked"


def test_rows_have_their_choice_of_each_filter_by_ids_that_addresses_can_name(subject_of: SubjectOf) -> None:
    other = "title: Other\nowner:\ndue: 2026-05-01\nfollow_up: 2026-06-01\ndepartment: finance\n"
    table = build_actions(subject_of(TREE | {"records/actions/other.yml": other}, "2026-05-20")).table
    assert [row.anchor for row in table.rows] == ["other", "tests"]
    found = {one.key: (one.choices, one.keys) for one in table.filters}
    assert found == {
        "department": ((("finance", "Finance"),), (1, 1)),
        "owner": ((("n.dlamini", "Neo Dlamini"), ("-", "none")), (2, 1)),
        "status": ((("off-track", "off track"), ("on-track", "on track")), (1, 2)),
        "state": ((("open", "open"),), (1, 1)),
        "session": ((("start", "Start"), ("-", "none")), (2, 1)),
        "kind": ((("preventive", "preventive"), ("-", "none")), (2, 1)),
        "overdue": ((), (1, 0)),
        "todo": ((), (1, 1)),
    }
