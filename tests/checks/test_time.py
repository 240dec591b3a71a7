"""Facts in the future, and facts older than what they are about: of every kind, on the day and beside it."""

from __future__ import annotations

import pytest
from edited_tree import CheckEdited

ACT = "actions/2026/2026-04-15-acceptance-tests.yml"
ADJ = "adjustments/finance/2026-04-15-portal-date.yml"
FEE = "feedback/2026-04-16-shorter-reports.md"
FIN = "plans/finance-2026.yml"
PRA = "practices/reconcile-weekly.md"
PRO = "progress/finance-2026.yml"
SES = "sessions/2026-q1-review/session.md"

MORE = {
    "adjustments/finance/2026-05-20-backlog.yml": """\
title: Move the backlog
reason: Two analysts were ill.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-05-20}
changes:
  - {milestone: finance-2026/backlog-cleared, due: {from: 2026-05-31, to: 2026-07-31}}
"""
}
NEW = next(iter(MORE))
TODAY = "2026-06-10"


@pytest.mark.parametrize(
    ("path", "old", "new", "line", "said"),
    [
        (PRO, "percent: 40, note", "percent: 40}\n    DAY: {percent: 50, note", 8, "this update is of"),
        (PRO, "    2026-04: {value", "    2026-04-30: 85\n    DAY: {value", 4, "DAY begins on"),
        (ACT, "  2026-05-14:", "  DAY:", 9, "this update is of"),
        (FIN, "on: 2026-02-20", "on: DAY", 5, "this approval is of"),
        (ADJ, "on: 2026-04-17", "on: DAY", 8, "this approval is of"),
        (NEW, "on: 2026-05-20}", "on: DAY}", 5, "this was proposed on"),
        (
            NEW,
            "changes:",
            "rejected: {by: z.khumalo, on: DAY, because: No}\nchanges:",
            6,
            "this was rejected on",
        ),
        (NEW, "changes:", "withdrawn: {by: n.dlamini, on: DAY, because: No}\nchanges:", 6, "this was withdrawn on"),
        (ADJ, "changes:", "review: {on: DAY, outcome: effective}\nchanges:", 9, "this review is of"),
        (PRA, "2026-05-02", "DAY", 5, "legal adopted this on"),
        (FEE, "on: 2026-04-20", "on: DAY", 5, "this answer is of"),
    ],
    ids=[
        "milestone",
        "measurement",
        "action",
        "plan's approval",
        "adjustment's approval",
        "proposal",
        "rejection",
        "withdrawal",
        "review",
        "adoption",
        "answer",
    ],
)
@pytest.mark.parametrize(("day", "is_early"), [("2026-06-09", False), ("2026-06-10", False), ("2026-06-11", True)])
def test_a_fact_of_a_day_to_come_is_told_until_the_day(
    check_edited: CheckEdited, path: str, old: str, new: str, line: int, said: str, day: str, is_early: bool
) -> None:
    is_measured = said.startswith("DAY")
    edits = [(path, old, new.replace("DAY", day))]
    if is_measured:
        edits += [(FIN, "frequency: monthly", "frequency: dated"), (PRO, "    2026-03: 86.1\n", "")]
    found = [one for one in check_edited(*edits, files=MORE, today=TODAY) if one.rule == "fact-in-the-future"]
    told = [(one.location.path, one.location.line, one.message) for one in found]
    message = f"{said.replace('DAY', day)} {day}, a day that has not come yet"
    assert told == ([(f"records/{path}", line, message)] if is_early else [])


@pytest.mark.parametrize(
    ("path", "old", "new", "said", "last"),
    [
        (SES, "date: 2026-04-15", "date: 2026-06-11", "this session was held on", "2026-06-11"),
        (PRA, "since: 2026-04-15", "since: 2026-06-11", "this practice exists since", "2026-06-11"),
        (FEE, "date: 2026-04-16", "date: 2026-06-11", "this feedback is of", "2026-06-11"),
        (PRO, "    2026-03: 86.1", "    2026-06: 86.1", "2026-06 begins on", "2026-06-01"),
    ],
)
def test_what_begins_on_a_day_to_come_is_told_until_the_day(
    check_edited: CheckEdited, path: str, old: str, new: str, said: str, last: str
) -> None:
    year, month, day = (int(part) for part in last.split("-"))
    eve = f"{year}-05-31" if day == 1 else f"{year}-{month:02}-{day - 1:02}"
    for today, expected in ((eve, [f"{said} {last}, a day that has not come yet"]), (last, [])):
        found = check_edited((path, old, new), today=today)
        assert [
            one.message for one in found if one.rule == "fact-in-the-future" and one.location.path.endswith(path)
        ] == expected


def test_a_session_that_is_only_planned_may_lie_ahead(check_edited: CheckEdited) -> None:
    files = {
        "sessions/next/session.md": "---\ntitle: Next\nkind: quarterly\ndate: 2026-07-15\nstatus: planned\n"
        "chair: z.khumalo\n---\n"
    }
    assert check_edited(files=files) == ()


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([(ACT, "2026-05-14", "2026-04-14")], [(ACT, 9)]),
        ([(ACT, "2026-05-14", "2026-04-15")], []),
        ([(PRO, "{forecast: 2026-08-10", "{achieved: 2026-04-11")], [(PRO, 7)]),
        ([(PRO, "{forecast: 2026-08-10", "{achieved: 2026-04-10")], []),
        ([(PRO, "2026-03: 86.1", "2025-12: 86.1")], [(PRO, 3)]),
        ([(PRO, "2026-03: 86.1", "2026-01: 86.1")], []),
        # A baseline later than the plan's start leaves what was measured in between as it is.
        ([(FIN, "baseline: {date: 2026-01-31", "baseline: {date: 2026-05-31")], []),
        (
            [
                (PRO, "2026-03: 86.1", "2026-02: 86.1"),
                (FIN, "baseline: {date: 2026-01-31", "baseline: {date: 2026-03-31"),
            ],
            [(PRO, 3)],
        ),
        ([(ADJ, "changes:", "review: {on: 2026-04-16, outcome: effective}\nchanges:")], [(ADJ, 9)]),
        ([(ADJ, "changes:", "review: {on: 2026-04-17, outcome: effective}\nchanges:")], []),
        ([(NEW, "changes:", "rejected: {by: z.khumalo, on: 2026-05-19, because: No}\nchanges:")], [(NEW, 6)]),
        ([(NEW, "changes:", "rejected: {by: z.khumalo, on: 2026-05-20, because: No}\nchanges:")], []),
        ([(NEW, "changes:", "withdrawn: {by: n.dlamini, on: 2026-05-19, because: No}\nchanges:")], [(NEW, 6)]),
        ([(NEW, "changes:", "withdrawn: {by: n.dlamini, on: 2026-05-20, because: No}\nchanges:")], []),
        ([(PRA, "legal: 2026-05-02", "legal: 2026-04-14")], [(PRA, 5)]),
        ([(PRA, "legal: 2026-05-02", "legal: 2026-04-15")], []),
        ([(FEE, "on: 2026-04-20", "on: 2026-04-15")], [(FEE, 5)]),
        ([(FEE, "on: 2026-04-20", "on: 2026-04-16")], []),
    ],
)
def test_a_fact_is_not_older_than_what_it_is_about(
    check_edited: CheckEdited, edits: list[tuple[str, str, str]], told: list[tuple[str, int]]
) -> None:
    found = check_edited(*edits, files=MORE)
    assert [
        (one.location.path.removeprefix("records/"), one.location.line)
        for one in found
        if one.rule == "fact-before-its-subject"
    ] == told


@pytest.mark.parametrize(("day", "told"), [("2026-05-19", True), ("2026-05-20", False)])
def test_an_action_of_an_adjustment_is_not_updated_before_it_was_proposed(
    check_edited: CheckEdited, day: str, told: bool
) -> None:
    action = (
        "title: T\nowner: n.dlamini\ndue: 2026-06-15\nfollow_up: 2026-07-15\ndepartment: finance\n"
        f"adjustment: 2026-05-20-backlog\nupdates: {{{day}: {{state: in_progress}}}}\n"
    )
    found = check_edited(files={**MORE, "actions/2026/2026-05-20-t.yml": action})
    assert ("fact-before-its-subject" in {one.rule for one in found}) is told


def test_a_measurement_that_was_refused_is_not_measured_against_the_start(check_edited: CheckEdited) -> None:
    found = check_edited((PRO, "2026-03: 86.1", "2026-13: 86.1"))
    assert [one.rule for one in found] == ["not-a-period"]
