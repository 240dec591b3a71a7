from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from followup_build.ledger.entry import Entry
from followup_build.model.plan import Plan
from followup_build.model.progress import Progress
from followup_build.model.vocabulary import Status
from followup_build.status.milestone import Dependency, MilestoneResult, evaluate_milestone, forecasts

DUE = date(2026, 6, 30)


def evaluate(
    updates: dict[str, Any],
    as_of: str | date,
    *,
    due: str = "2026-06-30",
    entries: tuple[Entry, ...] = (),
    dependencies: tuple[Dependency, ...] = (),
    dropped: Entry | None = None,
) -> MilestoneResult:
    plan = Plan.model_validate(
        {
            "title": "P",
            "department": "d",
            "owner": "a",
            "period": {"start": "2026-03-01", "end": "2027-02-28"},
            "milestones": {"m": {"title": "M", "owner": "a", "due": due}},
        }
    )
    progress = Progress.model_validate({"milestones": {"m": updates}})
    day = as_of if isinstance(as_of, date) else date.fromisoformat(as_of)
    return evaluate_milestone(
        plan.milestones["m"],
        plan,
        progress.milestones["m"],
        entries,
        dependencies,
        dropped=dropped,
        stale_after=45,
        as_of=day,
    )


@pytest.mark.parametrize(
    ("updates", "as_of", "status", "days_late"),
    [
        ({}, "2026-02-28", Status.NOT_STARTED, None),
        ({}, "2026-03-01", Status.ON_TRACK, None),
        ({}, "2026-06-30", Status.ON_TRACK, None),
        ({}, "2026-07-01", Status.OFF_TRACK, 1),
        ({"2026-06-01": {"forecast": "2026-06-30"}}, "2026-06-02", Status.ON_TRACK, 0),
        ({"2026-06-01": {"forecast": "2026-07-01"}}, "2026-06-02", Status.AT_RISK, 1),
        ({"2026-06-01": {"forecast": "2026-07-01"}}, "2026-05-31", Status.ON_TRACK, None),
        ({"2026-06-01": {"forecast": "2026-08-01"}}, "2026-07-05", Status.OFF_TRACK, 32),
        ({"2026-06-01": {"forecast": "2026-07-02"}}, "2026-07-05", Status.OFF_TRACK, 5),
        ({"2026-06-01": {"percent": "49"}}, "2026-06-15", Status.ON_TRACK, None),
        ({"2026-06-01": {"percent": "49"}}, "2026-06-16", Status.AT_RISK, None),
        ({"2026-06-01": {"percent": "50"}}, "2026-06-16", Status.ON_TRACK, None),
        ({"2026-07-04": {"achieved": "2026-07-03"}}, "2026-07-03", Status.OFF_TRACK, 3),
        ({"2026-07-04": {"achieved": "2026-07-03"}}, "2026-07-04", Status.ACHIEVED, 3),
        ({"2026-06-20": {"achieved": "2026-06-20"}}, "2027-01-01", Status.ACHIEVED, -10),
    ],
)
def test_the_first_state_that_holds(updates: dict[str, Any], as_of: str, status: Status, days_late: int | None) -> None:
    result = evaluate(updates, as_of)
    assert (result.status, result.figures.days_late) == (status, days_late)


def test_moves_are_counted_and_the_first_date_stays() -> None:
    entries = tuple(
        Entry("p/m", "due", before, after, adjustment, date(2026, 5, 1), "So")
        for before, after, adjustment in ((date(2026, 5, 31), date(2026, 6, 15), "a"), (date(2026, 6, 15), DUE, "b"))
    )
    result = evaluate({"2026-07-02": {"achieved": "2026-07-02"}}, "2026-07-02", entries=entries)
    figures = result.figures
    assert (figures.due_original, figures.due, figures.moves) == (date(2026, 5, 31), DUE, 2)
    assert (figures.days_late, figures.days_late_original) == (2, 32)


def test_dropped_comes_first() -> None:
    entry = Entry("p/m", "dropped", None, None, "a", date(2026, 5, 1), "Not needed")
    result = evaluate({"2026-06-20": {"achieved": "2026-06-20"}}, "2026-07-02", dropped=entry)
    assert result.status is Status.DROPPED
    assert "1 May 2026: Not needed" in result.reasons[0]


@pytest.mark.parametrize(
    ("other_due", "updates", "status"),
    [
        ("2026-06-30", {}, Status.ON_TRACK),
        ("2026-07-01", {}, Status.AT_RISK),
        ("2026-06-01", {}, Status.AT_RISK),
        ("2026-06-30", {"2026-05-01": {"forecast": "2026-07-01"}}, Status.AT_RISK),
        ("2026-06-01", {"2026-05-30": {"achieved": "2026-05-30"}}, Status.ON_TRACK),
    ],
)
def test_a_dependency_that_is_late_puts_at_risk(other_due: str, updates: dict[str, Any], status: Status) -> None:
    other = evaluate(updates, "2026-06-10", due=other_due)
    assert evaluate({}, "2026-06-10", dependencies=(Dependency("Other", other),)).status is status


@pytest.mark.parametrize(("as_of", "stale"), [("2026-04-15", False), ("2026-04-16", True)])
def test_silence_since_the_plans_start_is_stale(as_of: str, stale: bool) -> None:
    assert evaluate({}, as_of).stale is stale


def test_what_is_reached_is_never_stale() -> None:
    assert not evaluate({"2026-06-20": {"achieved": "2026-06-20"}}, "2028-01-01").stale


def test_1500_days_agree_with_a_plain_oracle() -> None:
    achieved = date(2026, 8, 3)
    start = date(2024, 6, 1)
    for offset in range(1500):
        day = start + timedelta(days=offset)
        result = evaluate({"2026-08-03": {"achieved": achieved.isoformat()}}, day)
        if day >= achieved:
            expected = Status.ACHIEVED
        elif day > DUE:
            expected = Status.OFF_TRACK
        elif day < date(2026, 3, 1):
            expected = Status.NOT_STARTED
        else:
            expected = Status.ON_TRACK
        assert result.status is expected, day


def test_the_slip_series_is_what_was_forecast_when() -> None:
    progress = Progress.model_validate(
        {
            "milestones": {
                "m": {
                    "2026-05-01": {"forecast": "2026-07-10"},
                    "2026-04-01": {"forecast": "2026-06-30"},
                    "2026-06-01": {"percent": "50"},
                }
            }
        }
    )
    assert forecasts(progress.milestones["m"], date(2026, 5, 31)) == (
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 5, 1), date(2026, 7, 10)),
    )


@pytest.mark.parametrize(
    ("as_of", "status", "achieved"),
    [
        ("2026-05-31", Status.ON_TRACK, None),
        ("2026-06-01", Status.ON_TRACK, None),
        ("2026-06-09", Status.ON_TRACK, None),
        ("2026-06-10", Status.ACHIEVED, date(2026, 6, 10)),
        ("2026-06-11", Status.ACHIEVED, date(2026, 6, 10)),
    ],
)
def test_a_day_to_come_is_no_achievement_yet(as_of: str, status: Status, achieved: date | None) -> None:
    result = evaluate({"2026-06-01": {"achieved": "2026-06-10"}}, as_of)
    assert (result.status, result.figures.achieved) == (status, achieved)
