from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_build.model.organisation import Organisation
from followup_build.model.plan import Plan
from followup_build.model.progress import Progress
from followup_build.model.vocabulary import Status
from followup_build.status.kpi import KpiResult, evaluate_kpi, expected_on, level_for, path_corners
from followup_build.status.series import find_limits, known_points

ORGANISATION = Organisation.model_validate({"name": "X", "timezone": "UTC", "departments": {}})


def plan(**kpi: Any) -> Plan:
    promise = {
        "title": "K",
        "owner": "a",
        "unit": "%",
        "direction": "increase",
        "frequency": "monthly",
        "baseline": {"date": "2025-12-31", "value": "80"},
        "targets": {"2026-12-31": "92"},
        **kpi,
    }
    promise = {key: value for key, value in promise.items() if value is not None}
    return Plan.model_validate(
        {
            "title": "P",
            "department": "d",
            "owner": "a",
            "period": {"start": "2026-01-01", "end": "2026-12-31"},
            "approvals": [{"by": "b", "on": "2025-12-01"}],
            "kpis": {"k": promise},
        }
    )


def evaluate(one: Plan, measurements: Mapping[str, Any], as_of: str = "2026-12-31") -> KpiResult:
    progress = Progress.model_validate({"kpis": {"k": measurements}})
    return evaluate_kpi(one.kpis["k"], one, progress.kpis["k"], ORGANISATION, date.fromisoformat(as_of))


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-12-31", "80"), ("2025-06-01", "80"), ("2026-12-31", "92"), ("2027-05-01", "92"), ("2026-07-02", None)],
)
def test_a_linear_path_runs_from_the_baseline_to_the_target(day: str, expected: str | None) -> None:
    one = plan()
    value = expected_on(one.kpis["k"], one, ORGANISATION.calendar, date.fromisoformat(day))
    assert value is not None
    if expected is None:
        assert value == Decimal(80) + Decimal(12) * 183 / 365
    else:
        assert value == Decimal(expected)


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-06-29", "80"), ("2026-06-30", "86"), ("2026-12-30", "86"), ("2026-12-31", "92")]
)
def test_a_step_path_stays_until_the_target_is_passed(day: str, expected: str) -> None:
    one = plan(path="step", targets={"2026-Q2": "86", "2026-12-31": "92"})
    assert expected_on(one.kpis["k"], one, ORGANISATION.calendar, date.fromisoformat(day)) == Decimal(expected)


def test_a_sum_starts_from_zero_on_the_day_before_the_plan() -> None:
    one = plan(combine="sum", baseline=None, targets={"2026-12-31": "365"})
    kpi = one.kpis["k"]
    assert expected_on(kpi, one, ORGANISATION.calendar, date(2025, 12, 31)) == 0
    assert expected_on(kpi, one, ORGANISATION.calendar, date(2026, 1, 31)) == 31
    result = evaluate(one, {"2025-12": "900", "2026-01": "20", "2026-02": "39"}, "2026-03-01")
    assert result.figures.value == 59
    assert result.figures.attainment == 1
    assert result.status is Status.ON_TRACK


@pytest.mark.parametrize(("combine", "value"), [("last", "90"), ("sum", "170"), ("mean", "85")])
def test_what_makes_the_value_to_date(combine: str, value: str) -> None:
    result = evaluate(plan(combine=combine), {"2026-02": "90", "2026-01": "80"}, "2026-02-28")
    assert result.figures.value == Decimal(value)


# Green starts at 0.95 and amber at 0.85 of the way; 100 days at 1 a day make the shares plain.
@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("95", Status.ON_TRACK),
        ("94.999", Status.AT_RISK),
        ("85", Status.AT_RISK),
        ("84.999", Status.OFF_TRACK),
        ("150", Status.ON_TRACK),
    ],
)
@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_thresholds_are_reached_when_they_are_met_exactly(value: str, status: Status, direction: str) -> None:
    sign = "" if direction == "increase" else "-"
    one = plan(
        direction=direction,
        frequency="dated",
        baseline={"date": "2026-01-01", "value": "0"},
        targets={"2026-07-20": f"{sign}200"},
    )
    result = evaluate(one, {"2026-04-11": f"{sign}{value}"}, "2026-04-11")
    assert result.figures.expected == Decimal(f"{sign}100")
    assert result.status is status


def test_a_kpi_may_set_its_own_thresholds() -> None:
    one = plan(
        frequency="dated",
        baseline={"date": "2026-01-01", "value": "0"},
        targets={"2026-07-20": "200"},
        thresholds={"green": "0.99", "amber": "0.98"},
    )
    assert evaluate(one, {"2026-04-11": "98"}, "2026-04-11").status is Status.AT_RISK
    assert evaluate(one, {"2026-04-11": "97"}, "2026-04-11").status is Status.OFF_TRACK


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("25", Status.ON_TRACK),
        ("35", Status.ON_TRACK),
        ("24.9", Status.AT_RISK),
        ("20", Status.AT_RISK),
        ("19.9", Status.OFF_TRACK),
        ("35.1", Status.AT_RISK),
        ("40", Status.AT_RISK),
        ("40.1", Status.OFF_TRACK),
    ],
)
def test_ranges(value: str, status: Status) -> None:
    one = plan(direction="range", baseline=None, targets=None, range={"low": "25", "high": "35", "tolerance": "5"})
    assert evaluate(one, {"2026-01": value}, "2026-01-31").status is status


@pytest.mark.parametrize(
    ("ends", "value", "status"),
    [
        ({"low": "10"}, "999", Status.ON_TRACK),
        ({"low": "10"}, "9", Status.OFF_TRACK),
        ({"high": "10"}, "-999", Status.ON_TRACK),
        ({"high": "10"}, "11", Status.OFF_TRACK),
    ],
)
def test_either_end_of_a_range_may_be_left_out(ends: dict[str, str], value: str, status: Status) -> None:
    one = plan(direction="range", baseline=None, targets=None, range=ends)
    assert evaluate(one, {"2026-01": value}, "2026-01-31").status is status


@pytest.mark.parametrize(
    ("direction", "value", "status"),
    [
        ("increase", "92", Status.ACHIEVED),
        ("increase", "91.9", Status.MISSED),
        ("decrease", "70", Status.ACHIEVED),
        ("decrease", "70.1", Status.MISSED),
    ],
)
def test_at_the_last_target_a_kpi_is_achieved_or_missed(direction: str, value: str, status: Status) -> None:
    one = plan(direction=direction, targets={"2026-12-31": "92" if direction == "increase" else "70"})
    assert evaluate(one, {"2026-12": value}).status is status


def test_a_measurement_is_known_from_the_last_day_of_its_period() -> None:
    one = plan()
    assert evaluate(one, {"2026-03": "84"}, "2026-03-30").status is Status.NO_DATA
    assert evaluate(one, {"2026-03": "84"}, "2026-03-31").figures.value == 84


def test_a_withdrawn_measurement_does_not_count() -> None:
    result = evaluate(
        plan(), {"2026-01": "81", "2026-02": {"value": "99", "withdrawn": {"because": "wrong KPI"}}}, "2026-02-28"
    )
    assert result.figures.value == 81


# A month ends; stale after 15 days more. The plan's first month ends on 31 January.
@pytest.mark.parametrize(
    ("measurements", "as_of", "stale"),
    [
        ({}, "2026-02-15", False),
        ({}, "2026-02-16", True),
        ({"2026-01": "81"}, "2026-03-15", False),
        ({"2026-01": "81"}, "2026-03-16", True),
        ({"2026-11": "90"}, "2027-01-15", False),
        ({"2026-11": "90"}, "2027-01-16", True),
        ({"2026-12": "90"}, "2028-01-01", False),
    ],
)
def test_stale_is_a_period_that_ended_too_long_ago_without_a_value(
    measurements: dict[str, str], as_of: str, stale: bool
) -> None:
    assert evaluate(plan(), measurements, as_of).stale is stale


def test_dated_measurements_are_never_stale() -> None:
    assert not evaluate(plan(frequency="dated"), {}, "2026-12-31").stale


@pytest.mark.parametrize(
    "changes",
    [
        {"targets": None},
        {"baseline": None},
        {"targets": {"2026-12-31": "80"}},
        {"targets": {"2026-12-31": "0"}, "baseline": {"date": "2025-12-31", "value": "0"}},
        {"direction": "range", "baseline": None, "targets": None},
        {"baseline": {"date": "2027-12-31", "value": "1"}},
    ],
)
@pytest.mark.parametrize("measurements", [{}, {"2026-01": "0"}, {"2026-01": "80", "2026-02": "80", "2026-03": "80"}])
def test_what_is_missing_or_zero_never_divides(changes: dict[str, Any], measurements: dict[str, str]) -> None:
    result = evaluate(plan(**changes), measurements, "2026-06-30")
    assert result.reasons
    if not measurements:
        assert result.status is Status.NO_DATA


def test_nothing_measured_is_no_data_and_never_green() -> None:
    assert evaluate(plan(), {}, "2026-01-05").status is Status.NO_DATA


def test_a_projection_needs_three_points_and_lies_on_their_line() -> None:
    one = plan(frequency="dated", targets={"2026-04-11": "200"}, baseline={"date": "2026-01-01", "value": "0"})
    two = {"2026-01-11": "10", "2026-01-21": "20"}
    assert evaluate(one, two, "2026-02-01").figures.forecast is None
    assert evaluate(one, {**two, "2026-01-31": "30"}, "2026-02-01").figures.forecast == 100


def test_signals_lie_outside_the_natural_limits_from_twelve_points_on() -> None:
    one = plan(frequency="weekly")
    weeks = {f"2026-W{number:02d}": "10" if number % 2 else "11" for number in range(1, 13)}
    progress = Progress.model_validate({"kpis": {"k": {**weeks, "2026-W12": "40"}}})
    points = known_points(one.kpis["k"], one, progress.kpis["k"], ORGANISATION.calendar, date(2026, 12, 31))
    limits = find_limits(points)
    assert limits is not None
    assert limits.signals == ("2026-W12",)
    assert find_limits(points[:11]) is None


NUMBERS = st.decimals(-(10**6), 10**6, places=3, allow_nan=False)


@given(
    NUMBERS,
    NUMBERS,
    st.lists(NUMBERS, max_size=14),
    st.sampled_from(["increase", "decrease"]),
    st.sampled_from(["last", "sum", "mean"]),
    st.integers(-400, 800),
)
def test_any_figures_give_a_status(
    baseline: Decimal, target: Decimal, values: list[Decimal], direction: str, combine: str, days: int
) -> None:
    one = plan(
        direction=direction,
        combine=combine,
        baseline={"date": "2025-12-31", "value": str(baseline)},
        targets={"2026-12-31": str(target)},
    )
    measurements = {
        f"2026-{number:02d}" if number < 13 else f"2027-{number - 12:02d}": str(value)
        for number, value in enumerate(values, start=1)
    }
    as_of = date(2026, 6, 1) + timedelta(days=days)
    result = evaluate(one, measurements, as_of.isoformat())
    known = [value for key, value in measurements.items() if ORGANISATION.calendar.period(key).end <= as_of]
    assert (result.status is Status.NO_DATA) is (not known)
    assert result.reasons


@pytest.mark.parametrize(("value", "status"), [("8.55", Status.ON_TRACK), ("8.5499", Status.AT_RISK)])
def test_a_value_exactly_on_a_threshold_is_on_it_whatever_the_days_divide_into(value: str, status: Status) -> None:
    # The path from zero on 1 January to 54 on 30 June asks for 9 on 31 January, and 95 percent of that is 8.55.
    one = plan(frequency="dated", baseline={"date": "2026-01-01", "value": "0"}, targets={"2026-06-30": "54"})
    assert evaluate(one, {"2026-01-31": value}, "2026-02-01").status is status


@pytest.mark.parametrize(
    ("as_of", "target_at", "target"),
    [
        ("2026-06-29", "2026-06-30", "86"),
        ("2026-06-30", "2026-06-30", "86"),
        ("2026-07-01", "2026-12-31", "92"),
        ("2026-12-31", "2026-12-31", "92"),
        ("2027-01-01", "2026-12-31", "92"),
    ],
)
def test_the_next_target_is_the_one_due_on_the_day_or_after_it(as_of: str, target_at: str, target: str) -> None:
    one = plan(targets={"2026-06-30": "86", "2026-12-31": "92"})
    figures = evaluate(one, {"2026-01": "81"}, as_of).figures
    assert (figures.target_at, figures.target) == (date.fromisoformat(target_at), Decimal(target))


def test_limits_lie_2_66_mean_moving_ranges_from_the_mean() -> None:
    # Wheeler's constant for individual values; 3.27 is the one for the ranges themselves.
    values = {f"2026-{month:02}": "10" if month % 2 else "12" for month in range(1, 13)}
    one = plan()
    progress = Progress.model_validate({"kpis": {"k": values}})
    points = known_points(one.kpis["k"], one, progress.kpis["k"], ORGANISATION.calendar, date(2026, 12, 31))
    limits = find_limits(points)
    assert limits is not None
    assert (limits.mean, limits.low, limits.high) == (Decimal(11), Decimal("5.68"), Decimal("16.32"))
    assert limits.signals == ()


@given(day=st.dates(date(2025, 12, 31), date(2027, 3, 1)), path=st.sampled_from(["linear", "step"]))
def test_the_corners_of_a_path_are_what_it_expects(day: date, path: str) -> None:
    one = plan(path=path, targets={"2026-06-30": "84", "2026-12-31": "92"})
    kpi, until = one.kpis["k"], date(2027, 3, 1)
    corners = path_corners(kpi, one, ORGANISATION.calendar, until)
    before = [corner for corner in corners if corner[0] <= day][-1]
    after = next((corner for corner in corners if corner[0] > day), before)
    days = (after[0] - before[0]).days
    between = (after[1] - before[1]) * (day - before[0]).days / days if days else Decimal(0)
    expected = expected_on(kpi, one, ORGANISATION.calendar, day)
    assert expected is not None
    assert abs(before[1] + between - expected) < Decimal("1e-20")


def test_a_threshold_as_a_value_has_that_attainment() -> None:
    one = plan()
    figures = evaluate(one, {"2026-06": "85"}).figures
    assert figures.expected is not None
    level = level_for(Decimal("0.95"), Decimal(80), figures.expected)
    attainment = evaluate(one, {"2026-06": f"{level:.12f}"}).figures.attainment
    assert attainment == pytest.approx(Decimal("0.95"), abs=Decimal("1e-9"))
