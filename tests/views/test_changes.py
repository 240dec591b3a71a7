from __future__ import annotations

from collections.abc import Callable, Mapping

from followup_build.views.cells import Table
from followup_build.views.changes import build_changes
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

PLAN = """\
title: The plan
department: finance
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2026-01-02}]
milestones: {portal: {title: Portal live, owner: n.dlamini, due: 2026-06-30}}
kpis:
  paid:
    title: Paid on time
    owner: n.dlamini
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-01-31, value: 80}
    targets: {2026-12-31: 92}
  asked:
    title: Queries
    owner: n.dlamini
    unit: queries
    direction: decrease
    frequency: monthly
    baseline: {date: 2026-01-31, value: 80}
    targets: {2026-12-31: 40}
"""
PROGRESS = """\
kpis:
  paid: {2026-04: 81, 2026-05: 82}
  asked: {2026-04: 70}
milestones:
  portal:
    2026-04-28: {forecast: 2026-06-30, percent: 40}
    2026-05-05: {forecast: 2026-08-10, percent: 45, note: Supplier is late}
"""
ADJUSTMENT = """\
title: Move the portal
reason: Late.
owner: n.dlamini
follow_up: 2026-12-01
proposed: {by: n.dlamini, on: 2026-05-05}
approvals: [{by: z.khumalo, on: 2026-05-06}]
changes:
  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}, owner: {from: n.dlamini, to: t.mokoena}}
  - {kpi: finance-2026/paid, target: {at: 2026-12-31, from: 92, to: 90}}
"""
ACTION = """\
title: Agree tests
owner: n.dlamini
due: 2026-05-15
follow_up: 2026-07-31
department: finance
session: start
updates: {2026-05-07: {due: 2026-05-20}, 2026-05-08: {due: 2026-05-20, note: Again}}
"""
TREE = {
    "records/sessions/start/session.md": (
        "---\ntitle: Start\nkind: monthly\ndate: 2026-04-01\nstatus: held\nchair: z.khumalo\n---\n"
    ),
    "records/plans/finance-2026.yml": PLAN,
    "records/progress/finance-2026.yml": PROGRESS,
    "records/adjustments/finance/move.yml": ADJUSTMENT,
    "records/actions/tests.yml": ACTION,
}


def rows_of_week(subject: Subject, read: Read, monday: str) -> dict[str, str]:
    view = build_changes(subject)
    (week,) = [week for week in (*view.weeks, *view.earlier) if week.anchor == f"week-{monday}"]
    rows = read(week.table)
    assert len({row["What"] for row in rows}) == len(rows)
    return {row["What"]: row["About"] for row in rows}


def test_the_measurements_of_a_department_are_one_line_a_week(subject_of: SubjectOf, read: Read) -> None:
    told = rows_of_week(subject_of(TREE, "2026-05-20"), read, "2026-04-27")
    assert (
        told["2 values measured"] == "Finance | Queries: 70 queries for April 2026 | Paid on time: 81 % for April 2026"
    )
    assert "1 value measured" not in told, "May is not over"


def test_a_change_says_from_what_to_what(subject_of: SubjectOf, read: Read) -> None:
    told = rows_of_week(subject_of(TREE, "2026-05-20"), read, "2026-05-04")
    assert told == {
        "action moved": "Agree tests: due date from 15 May 2026 to 20 May 2026",
        "adjustment approved": (
            "Move the portal"
            " | Portal live: owner from Neo Dlamini to Thandi Mokoena"
            " | Portal live: due from 30 June 2026 to 15 August 2026"
            " | Paid on time: target for 31 December 2026 from 92 % to 90 %"
        ),
        "adjustment proposed": "Move the portal",
        "milestone updated": (
            "Portal live | 45 percent done, forecast from 30 June 2026 to 10 August 2026 | Supplier is late"
        ),
    }


def test_what_is_confidential_changes_without_words(subject_of: SubjectOf, read: Read) -> None:
    secret = {path: f"{text}confidential: true\n" for path, text in TREE.items() if "sessions" not in path}
    view = build_changes(subject_of(TREE | secret, "2026-05-20"))
    text = " ".join(row["About"] for week in (*view.weeks, *view.earlier) for row in read(week.table))
    for word in ("Portal", "Move", "Paid", "Agree", "Supplier", "August", "81", "percent"):
        assert word not in text


def test_older_weeks_are_folded_up(subject_of: SubjectOf) -> None:
    feedback = {
        f"records/feedback/f{month}.md": f"---\ntitle: Said\ndate: 2026-{month:02}-10\n---\n" for month in range(1, 8)
    }
    view = build_changes(subject_of(feedback, "2026-07-20"))
    assert [week.title for week in view.weeks] == [
        "Week from 6 July 2026",
        "Week from 8 June 2026",
        "Week from 4 May 2026",
        "Week from 6 April 2026",
    ]
    assert [week.summary for week in view.earlier] == [
        "Week from 9 March 2026: 1 change",
        "Week from 9 February 2026: 1 change",
    ]
