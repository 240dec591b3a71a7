from __future__ import annotations

from collections.abc import Callable, Mapping

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
    assert row["Action"] == "Agree tests | Kind: preventive | For: Portal live"
    assert row["Agreed in"] == "Start | Move the portal"


def test_an_adjustment_that_the_day_does_not_know_is_not_told(subject_of: SubjectOf, read: Read) -> None:
    (row,) = read(build_actions(subject_of(TREE, "2026-04-05")).table)
    assert row["Agreed in"] == "Start"


def test_a_confidential_action_says_neither_kind_nor_purpose(subject_of: SubjectOf, read: Read) -> None:
    text = TREE["records/actions/tests.yml"] + "confidential: true\n"
    (row,) = read(build_actions(subject_of(TREE | {"records/actions/tests.yml": text}, "2026-05-20")).table)
    assert (row["Action"], row["Why and news"]) == ("Confidential action", "")
