"""Red needs a response: from which day something is red, and what answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]

PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
milestones:
  portal: {title: Portal live, owner: n.dlamini, due: 2026-06-30}
kpis:
  paid:
    title: Paid on time
    owner: n.dlamini
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-02-28, value: 80}
    targets: {2027-02-28: 92}
"""
ADJUSTMENT = """\
title: Move the portal
reason: Late.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: %s}
changes:
  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}
"""
REJECTED = "rejected: {by: z.khumalo, on: 2026-07-04, because: No}\n"
WITHDRAWN = "withdrawn: {by: n.dlamini, on: 2026-07-04, because: No}\n"


def unanswered(write_tree: WriteTree, files: Mapping[str, str], as_of: str) -> dict[str, date]:
    tree = write_tree({"records/plans/finance-2026.yml": PLAN, **files})
    workspace = open_workspace(tree, as_of=date.fromisoformat(as_of))
    assert not workspace.portfolio.loaded.findings
    return {one.item.ref: one.since for one in workspace.snapshot.needs_response}


@pytest.mark.parametrize(
    ("proposed", "more", "as_of", "answered"),
    [
        ("2026-07-02", "", "2026-07-05", True),
        ("2026-06-01", "", "2026-07-05", True),
        ("2026-07-06", "", "2026-07-05", False),
        ("2026-07-05", "", "2026-07-05", True),
        ("2026-07-02", REJECTED, "2026-07-03", True),
        ("2026-07-02", REJECTED, "2026-07-04", False),
        ("2026-07-02", REJECTED, "2026-07-05", False),
        ("2026-07-02", WITHDRAWN, "2026-07-03", True),
        ("2026-07-02", WITHDRAWN, "2026-07-04", False),
        ("2026-07-02", WITHDRAWN, "2026-07-05", False),
    ],
)
def test_a_proposal_answers_until_it_is_refused(
    write_tree: WriteTree, proposed: str, more: str, as_of: str, answered: bool
) -> None:
    files = {"records/adjustments/finance/move.yml": ADJUSTMENT % proposed + more}
    assert (unanswered(write_tree, files, as_of) == {}) is answered


@pytest.mark.parametrize(
    ("measured", "as_of", "since"),
    [
        ("{2026-03: 80.1}", "2026-05-10", date(2026, 3, 31)),
        ("{2026-03: 84, 2026-04: 80.1}", "2026-05-10", date(2026, 4, 30)),
        ("{2026-03: 80.1, 2026-04: 84, 2026-05: 80.1}", "2026-06-20", date(2026, 5, 31)),
        ("{2026-03: 84, 2026-04: 80.1, 2026-05: 80.1}", "2026-06-20", date(2026, 4, 30)),
        ("{2026-03: 84, 2026-04: 80.1, 2026-05: 80.1}", "2026-05-31", date(2026, 4, 30)),
    ],
    ids=["red from the first", "red from the second", "red again", "red since two", "seen on the day of the last"],
)
def test_a_kpi_is_red_since_the_first_of_its_latest_red_measurements(
    write_tree: WriteTree, measured: str, as_of: str, since: date
) -> None:
    files = {"records/progress/finance-2026.yml": f"kpis: {{paid: {measured}}}\n"}
    found = unanswered(write_tree, files, as_of)
    assert found["finance-2026/paid"] == since


SESSION = "---\ntitle: Review\nkind: quarterly\ndate: %s\nstatus: held\nchair: z.khumalo\n---\n"
ACTION = """\
title: Do something
owner: n.dlamini
due: 2026-06-01
follow_up: 2026-06-10
department: finance
session: s
for: [finance-2026/paid]
updates: {2026-05-07: {state: dropped, note: No use}}
"""


@pytest.mark.parametrize(
    ("session", "answered"), [("2026-04-29", False), ("2026-04-30", False), ("2026-05-01", True), ("2026-05-06", True)]
)
def test_a_closed_answer_counts_when_it_is_newer_than_the_day_the_kpi_turned_red(
    write_tree: WriteTree, session: str, answered: bool
) -> None:
    files = {
        "records/progress/finance-2026.yml": "kpis: {paid: {2026-03: 84, 2026-04: 80.1}}\n",
        "records/sessions/s/session.md": SESSION % session,
        "records/actions/a.yml": ACTION,
    }
    assert ("finance-2026/paid" not in unanswered(write_tree, files, "2026-05-10")) is answered


REPORT = """\
---
by: t.mokoena
challenges:
  c: {title: C, category: people, causes: [X], affects: [finance-2026/portal], response: [%s]}
---
"""


@pytest.mark.parametrize(
    ("updates", "session", "answered"),
    [
        ("", "2026-06-20", True),
        ("updates: {2026-06-25: {state: dropped, note: No}}\n", "2026-06-20", False),
        ("updates: {2026-07-03: {state: dropped, note: No}}\n", "2026-07-02", True),
    ],
    ids=["open", "closed before it was red", "closed, but newer"],
)
def test_a_response_to_a_challenge_answers_what_the_challenge_affects(
    write_tree: WriteTree, updates: str, session: str, answered: bool
) -> None:
    action = ACTION.partition("for:")[0] + updates
    files = {
        "records/sessions/s/session.md": SESSION % session,
        "records/sessions/s/finance.md": REPORT % "a",
        "records/actions/a.yml": action,
    }
    assert ("finance-2026/portal" not in unanswered(write_tree, files, "2026-07-05")) is answered


def test_a_rejected_response_to_a_challenge_answers_nothing(write_tree: WriteTree) -> None:
    other = ADJUSTMENT.replace("milestone: finance-2026/portal", "milestone: finance-2026/other")
    files = {
        "records/plans/finance-2026.yml": PLAN.replace(
            "milestones:\n", "milestones:\n  other: {title: Other, owner: n.dlamini, due: 2026-06-30}\n"
        ),
        "records/sessions/s/session.md": SESSION % "2026-07-02",
        "records/sessions/s/finance.md": REPORT % "move",
        "records/adjustments/finance/move.yml": other % "2026-07-02" + REJECTED,
    }
    assert "finance-2026/portal" not in unanswered(write_tree, files, "2026-07-03")
    assert "finance-2026/portal" in unanswered(write_tree, files, "2026-07-04")


MOVE_TARGET = """\
title: Another target
reason: It was wrong.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-05-04}
approvals: [{by: z.khumalo, on: %s}]
review: {on: 2026-05-20, outcome: ineffective}
changes:
  - {kpi: finance-2026/paid, %s}
"""


@pytest.mark.parametrize(
    ("change", "since"),
    [
        ("target: {at: 2027-02-28, from: 92, to: 140}", date(2026, 5, 10)),
        ("target: {at: 2026-04-30, to: 90}", date(2026, 5, 10)),
        ("title: {from: Paid on time, to: Paid promptly}", None),
    ],
    ids=["moved", "added", "another field"],
)
def test_a_kpi_is_red_since_the_move_that_made_it_so(write_tree: WriteTree, change: str, since: date | None) -> None:
    files = {
        "records/progress/finance-2026.yml": "kpis: {paid: {2026-04: 83}}\n",
        "records/adjustments/finance/target.yml": MOVE_TARGET % ("2026-05-10", change),
    }
    assert unanswered(write_tree, files, "2026-05-25").get("finance-2026/paid") == since


ADD = (
    "title: Count claims\nreason: They matter.\nowner: n.dlamini\nfollow_up: 2026-10-01\n"
    "proposed: {by: n.dlamini, on: 2026-05-04}\napprovals: [{by: z.khumalo, on: 2026-05-10}]\n"
    "review: {on: 2026-05-20, outcome: ineffective}\nchanges:\n  - {add: {kpi: finance-2026/claims, title: Claims, "
    "owner: n.dlamini, unit: claims, direction: increase, frequency: monthly, baseline: {date: 2026-02-28, value: 0}, "
    "targets: {2027-02-28: 100}}}\n"
)


def test_an_added_kpi_is_red_since_it_is_there_at_the_earliest(write_tree: WriteTree) -> None:
    files = {
        "records/progress/finance-2026.yml": "kpis: {claims: {2026-04: 1}}\n",
        "records/adjustments/finance/add.yml": ADD,
    }
    assert unanswered(write_tree, files, "2026-05-25")["finance-2026/claims"] == date(2026, 5, 10)
