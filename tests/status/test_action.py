from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from followup_build.model.action import Action
from followup_build.model.vocabulary import ActionState, Status
from followup_build.status.action import ActionResult, evaluate_action

AGREED = date(2026, 4, 15)


def evaluate(updates: dict[str, Any], as_of: str | date) -> ActionResult:
    action = Action.model_validate(
        {
            "title": "A",
            "owner": "n",
            "due": "2026-05-15",
            "follow_up": "2026-06-15",
            "department": "d",
            "session": "s",
            "updates": updates,
        }
    )
    day = as_of if isinstance(as_of, date) else date.fromisoformat(as_of)
    return evaluate_action(action, AGREED, stale_after=30, as_of=day)


DONE = {"2026-05-10": {"state": "done"}}
LATE = {"2026-05-20": {"state": "done"}}
VERIFIED = {**DONE, "2026-06-16": {"state": "verified"}}
REOPENED = {**DONE, "2026-06-16": {"state": "ineffective", "due": "2026-08-31", "follow_up": "2026-10-01"}}


@pytest.mark.parametrize(
    ("updates", "as_of", "status", "state", "overdue"),
    [
        ({}, "2026-05-07", Status.ON_TRACK, "open", 0),
        ({}, "2026-05-08", Status.AT_RISK, "open", 0),
        ({}, "2026-05-15", Status.AT_RISK, "open", 0),
        ({}, "2026-05-16", Status.OFF_TRACK, "open", 1),
        ({"2026-05-01": {"state": "in_progress"}}, "2026-05-02", Status.ON_TRACK, "in_progress", 0),
        ({"2026-05-01": {"state": "blocked"}}, "2026-05-02", Status.AT_RISK, "blocked", 0),
        ({"2026-05-01": {"state": "blocked"}}, "2026-05-16", Status.OFF_TRACK, "blocked", 1),
        ({"2026-05-01": {"due": "2026-07-01"}}, "2026-05-16", Status.AT_RISK, "open", 0),
        ({"2026-05-01": {"due": "2026-07-01"}}, "2026-07-02", Status.OFF_TRACK, "open", 1),
        (DONE, "2026-05-09", Status.AT_RISK, "open", 0),
        (DONE, "2026-06-15", Status.ON_TRACK, "done", 0),
        (DONE, "2026-06-16", Status.AT_RISK, "done", 0),
        (LATE, "2026-05-21", Status.ON_TRACK, "done", 0),
        (VERIFIED, "2026-06-16", Status.ACHIEVED, "verified", 0),
        (REOPENED, "2026-06-16", Status.AT_RISK, "ineffective", 0),
        (REOPENED, "2026-09-01", Status.OFF_TRACK, "ineffective", 1),
        ({"2026-05-01": {"state": "dropped", "note": "Not needed"}}, "2026-09-01", Status.DROPPED, "dropped", 0),
    ],
)
def test_states(updates: dict[str, Any], as_of: str, status: Status, state: str, overdue: int) -> None:
    result = evaluate(updates, as_of)
    assert (result.status, result.figures.state, result.figures.days_overdue) == (status, ActionState(state), overdue)


def test_done_late_stays_late_by_so_many_days() -> None:
    result = evaluate(LATE, "2026-12-01")
    assert result.figures.days_late == 5
    assert "five days late" in result.reasons[0]


def test_the_first_due_date_stays_the_original() -> None:
    figures = evaluate({"2026-05-01": {"due": "2026-06-01"}, "2026-05-20": {"due": "2026-07-01"}}, "2026-06-02").figures
    assert (figures.due_original, figures.due, figures.moves) == (date(2026, 5, 15), date(2026, 7, 1), 2)


def test_an_update_may_change_the_owner() -> None:
    updates = {"2026-05-01": {"owner": "t"}}
    assert evaluate(updates, "2026-04-30").owner == "n"
    assert evaluate(updates, "2026-05-01").owner == "t"


@pytest.mark.parametrize(("as_of", "stale"), [("2026-05-15", False), ("2026-05-16", True)])
def test_an_open_action_is_stale_when_silent(as_of: str, stale: bool) -> None:
    assert evaluate({}, as_of).stale is stale


@pytest.mark.parametrize("updates", [DONE, VERIFIED])
def test_what_is_done_is_never_stale(updates: dict[str, Any]) -> None:
    assert not evaluate(updates, "2027-12-01").stale


def test_overdue_agrees_with_a_plain_oracle_on_every_day() -> None:
    for offset in range(800):
        day = AGREED + timedelta(days=offset)
        figures = evaluate({}, day).figures
        assert figures.days_overdue == max(0, (day - date(2026, 5, 15)).days)


@pytest.mark.parametrize(
    ("updates", "moves"),
    [
        ({"2026-05-01": {"due": "2026-05-15"}}, 0),
        ({"2026-05-01": {"due": "2026-05-16"}}, 1),
        ({"2026-05-01": {"due": "2026-05-16"}, "2026-05-02": {"due": "2026-05-16"}}, 1),
        ({"2026-05-01": {"due": "2026-05-16"}, "2026-05-02": {"due": "2026-05-15"}}, 2),
    ],
    ids=["the same", "another", "another and the same again", "there and back"],
)
def test_the_same_date_said_again_is_no_move(updates: dict[str, Any], moves: int) -> None:
    assert evaluate(updates, "2026-05-03").figures.moves == moves


@pytest.mark.parametrize(
    ("updates", "as_of", "closed", "days_late"),
    [
        (DONE, "2026-05-09", None, None),
        (DONE, "2026-05-10", date(2026, 5, 10), -5),
        (VERIFIED, "2026-06-16", date(2026, 5, 10), -5),
        (REOPENED, "2026-06-15", date(2026, 5, 10), -5),
        (REOPENED, "2026-06-16", None, None),
        ({**REOPENED, "2026-06-20": {"state": "verified"}}, "2026-06-20", None, None),
        ({**REOPENED, "2026-09-02": {"state": "done"}}, "2026-09-02", date(2026, 9, 2), 2),
        ({"2026-05-01": {"state": "dropped", "note": "No"}}, "2026-05-02", date(2026, 5, 1), None),
    ],
)
def test_an_action_is_closed_on_the_day_it_was_done_until_it_is_opened_again(
    updates: dict[str, Any], as_of: str, closed: date | None, days_late: int | None
) -> None:
    figures = evaluate(updates, as_of).figures
    assert (figures.closed, figures.days_late) == (closed, days_late)
