from __future__ import annotations

from datetime import date

from followup_build.views.cells import Chip, Link
from followup_build.views.month import ROOM, Day, Entry, Month, build_months, weekday_text

TODAY = date(2026, 11, 20)
HELD = Chip("achieved", "✔", "held")


def entry(day: str, name: str = "A", noun: str = "session", note: str = "") -> Entry:
    return Entry(date.fromisoformat(day), noun, Link(name), HELD, note)


def months(*entries: Entry, first: str = "2026-11-02", last: str = "2026-11-03") -> tuple[Month, ...]:
    holidays = {date(2026, 12, 25): "Christmas Day"}
    return build_months(date.fromisoformat(first), date.fromisoformat(last), entries, holidays, TODAY, 1)


def days(month: Month) -> list[Day]:
    return [day for week in month.weeks for day in week if day is not None]


def test_a_month_is_whole_weeks_from_monday_on_and_its_own_days() -> None:
    (november,) = months()
    assert (november.anchor, november.title, november.short) == ("2026-11", "November 2026", "Nov")
    assert [len(week) for week in november.weeks] == [7] * 6
    assert [day.number if day else None for day in november.weeks[0]] == [None] * 6 + [1]
    assert [day.number for day in days(november)] == list(range(1, 31))
    assert {day.weekday for day in days(november) if day.is_weekend} == {"Saturday", "Sunday"}
    assert all(day.weekday == weekday_text(date.fromisoformat(day.iso)) for day in days(november))


def test_months_go_over_the_years_end_and_the_present_and_next_ones_are_open() -> None:
    found = months(first="2026-10-31", last="2027-02-01")
    assert [(one.anchor, one.is_current, one.is_open) for one in found] == [
        ("2026-10", False, False),
        ("2026-11", True, True),
        ("2026-12", False, True),
        ("2027-01", False, False),
        ("2027-02", False, False),
    ]


def test_only_one_day_is_today_and_holidays_bear_their_names() -> None:
    found = months(first="2026-11-01", last="2026-12-31")
    assert [day.iso for month in found for day in days(month) if day.is_today] == ["2026-11-20"]
    assert [day.iso for month in found for day in days(month) if day.holiday] == ["2026-12-25"]
    assert [day.iso for month in found for day in days(month) if day.has_something] == ["2026-11-20", "2026-12-25"]


def test_sessions_of_a_day_come_by_time_and_before_milestones() -> None:
    (month,) = months(
        entry("2026-11-05", "Due", "milestone", "due"), entry("2026-11-05", "B", note="14:00"), entry("2026-11-05")
    )
    (day,) = [day for day in days(month) if day.entries]
    assert [one.what.text for one in day.entries] == ["A", "B", "Due"]
    assert (month.sessions, month.summary) == (2, "2 held; 1 milestone due")
    assert not day.tallies


def test_a_crowded_day_tells_how_many_and_keeps_the_list() -> None:
    entries = [entry("2026-11-05", str(number)) for number in range(ROOM + 1)]
    (month,) = months(*entries, entry("2026-11-06"))
    (crowded,) = month.crowded
    assert [(one.number, one.noun, one.chip.word) for one in crowded.tallies] == [(ROOM + 1, "session", "held")]
    assert len(crowded.entries) == ROOM + 1
    (full,) = months(*entries[1:])
    assert not full.crowded


def test_what_lies_in_other_months_is_left_out() -> None:
    (month,) = months(entry("2026-10-31"), entry("2026-12-01"))
    assert (month.sessions, month.summary) == (0, "nothing")
