from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.status.schedule import Appointment, appointments
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
cadences:
  check-in: {kind: monthly, every: month, on: first tuesday, from: 2026-01-01}
  after: {kind: post-milestone, within: 5}
"""
PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2025-12-01}]
goals: {timely: {title: Pay on time, owner: t.mokoena}}
milestones:
  portal: {title: Portal live, owner: n.dlamini, due: 2026-03-31, goal: timely, major: true}
  minor: {title: Form printed, owner: n.dlamini, due: 2026-03-31, goal: timely}
"""
REACHED = """\
milestones:
  portal: {2026-02-26: {achieved: 2026-02-26}}
  minor: {2026-02-26: {achieved: 2026-02-26}}
"""


def session(day: str, status: str = "held", *more: str, cadence: str | None = "check-in", kind: str = "monthly") -> str:
    fields = [f"title: Of {day}", f"kind: {kind}", f"date: {day}", f"status: {status}", "chair: z.khumalo", *more]
    return "---\n" + "\n".join([*fields, *([f"cadence: {cadence}"] if cadence else [])]) + "\n---\n"


@pytest.fixture
def scheduled(write_tree: WriteTree) -> Callable[..., list[Appointment]]:
    def find(
        sessions: Mapping[str, str], *, as_of: str = "2026-03-10", last: str = "2026-04-30", **files: str
    ) -> list[Appointment]:
        root = write_tree(
            {
                "records/organisation.yml": ORGANISATION,
                **{f"records/sessions/{name}/session.md": text for name, text in sessions.items()},
                **{f"records/{name}.yml": text for name, text in files.items()},
            }
        )
        workspace = open_workspace(root, records="records", as_of=date.fromisoformat(as_of))
        found = appointments(
            workspace.portfolio,
            workspace.ledger,
            workspace.snapshot,
            date(2026, 1, 1),
            date.fromisoformat(last),
        )
        return list(found)

    return find


def told(found: list[Appointment]) -> list[str]:
    return [f"{one.day} {one.state} {one.session or '-'} {one.occurrence or '-'}" for one in found]


Scheduled = Callable[..., list[Appointment]]


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2026-01-05", "due"), ("2026-01-06", "due"), ("2026-01-07", "missed")],
)
def test_what_is_not_on_file_is_due_until_its_day_is_over(scheduled: Scheduled, as_of: str, state: str) -> None:
    assert told(scheduled({}, as_of=as_of, last="2026-01-31")) == [f"2026-01-06 {state} - 2026-01-06"]


def test_sessions_on_file_answer_and_keep_their_state(scheduled: Scheduled) -> None:
    found = scheduled(
        {
            "jan": session("2026-01-06"),
            "feb": session("2026-02-03", "cancelled"),
            "mar": session("2026-03-03", "planned"),
            "apr": session("2026-04-07", "planned"),
        }
    )
    assert told(found) == [
        "2026-01-06 held jan 2026-01-06",
        "2026-02-03 cancelled feb 2026-02-03",
        "2026-03-03 missed mar 2026-03-03",
        "2026-04-07 planned apr 2026-04-07",
    ]


def test_a_session_answers_the_nearest_occurrence_within_half_an_interval(scheduled: Scheduled) -> None:
    # Twelve days after the first one; sixteen after the second, and twelve before the third.
    found = scheduled({"late": session("2026-01-18"), "early": session("2026-02-19")}, last="2026-03-31")
    assert told(found) == [
        "2026-01-18 held late 2026-01-06",
        "2026-02-03 missed - 2026-02-03",
        "2026-02-19 held early 2026-03-03",
    ]


def test_the_nearer_of_two_sessions_answers_and_the_other_takes_none_that_is_far(scheduled: Scheduled) -> None:
    found = scheduled(
        {"a": session("2026-01-05"), "b": session("2026-01-07"), "c": session("2026-01-06")}, last="2026-01-31"
    )
    assert told(found) == [
        "2026-01-05 held a -",
        "2026-01-06 held c 2026-01-06",
        "2026-01-07 held b -",
    ]


def test_a_session_answers_the_occurrence_that_it_names(scheduled: Scheduled) -> None:
    found = scheduled(
        {"moved": session("2026-02-02", "held", "occurrence: 2026-01-06"), "feb": session("2026-02-10")},
        last="2026-02-28",
    )
    assert told(found) == ["2026-02-02 held moved 2026-01-06", "2026-02-10 held feb 2026-02-03"]


def test_one_held_in_the_place_of_a_cancelled_one_answers(scheduled: Scheduled) -> None:
    found = scheduled({"a": session("2026-01-06", "cancelled"), "b": session("2026-01-13")}, last="2026-01-31")
    assert told(found) == ["2026-01-06 cancelled a -", "2026-01-13 held b 2026-01-06"]


def test_sessions_of_no_series_are_told_too(scheduled: Scheduled) -> None:
    found = scheduled({"x": session("2026-01-20", cadence=None, kind="ad-hoc")}, last="2026-01-31")
    assert told(found) == ["2026-01-06 missed - 2026-01-06", "2026-01-20 held x -"]


def test_holidays_move_and_the_series_own_day_is_told(scheduled: Scheduled) -> None:
    found = scheduled({}, as_of="2026-01-01", last="2026-01-31", holidays="2026-01-06: Epiphany\n")
    assert [(one.day, one.counted) for one in found] == [(date(2026, 1, 7), date(2026, 1, 6))]


MAJOR = {"plans/finance-2026": PLAN, "progress/finance-2026": REACHED}


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2026-02-26", "due"), ("2026-03-05", "due"), ("2026-03-06", "missed")],
)
def test_a_major_milestone_calls_for_a_session_within_some_working_days(
    scheduled: Scheduled, as_of: str, state: str
) -> None:
    found = [one for one in scheduled({}, as_of=as_of, **MAJOR) if one.milestone]
    assert [(one.milestone, str(one.state), one.day) for one in found] == [
        ("finance-2026/portal", state, date(2026, 3, 5))
    ]


def test_a_milestone_that_was_not_reached_yet_calls_for_nothing(scheduled: Scheduled) -> None:
    assert not [one for one in scheduled({}, as_of="2026-02-25", **MAJOR) if one.milestone]


def test_a_draft_calls_for_nothing(scheduled: Scheduled) -> None:
    draft = PLAN.replace("approvals: [{by: z.khumalo, on: 2025-12-01}]\n", "")
    files = {**MAJOR, "plans/finance-2026": draft}
    assert not [one for one in scheduled({}, **files) if one.milestone]


def test_a_session_of_the_milestone_answers(scheduled: Scheduled) -> None:
    text = session("2026-03-03", "held", "milestone: finance-2026/portal", cadence=None, kind="post-milestone")
    found = [one for one in scheduled({"after-portal": text}, **MAJOR) if one.milestone]
    assert told(found) == ["2026-03-03 held after-portal 2026-03-05"]
