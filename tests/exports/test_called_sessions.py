"""Sessions that are called for and not on file: tentative in calendars, and the same event once they are on file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from promise_tree import open_subject

from followup_build.exports.calendar_file import calendar_files
from followup_build.views.calendar import build_calendars
from followup_build.views.session_events import last_called

WriteTree = Callable[[Mapping[str, str]], Path]
Events = dict[str, dict[str, Any]]
DAY = date(2026, 2, 20)
ORGANISATION = """\
name: Rights House
timezone: Europe/Berlin
site_url: https://follow.example.org/
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
cadences:
  check-in: {title: Check-in, kind: monthly, every: month, on: first tuesday, from: 2026-01-01, departments: [finance],
             time: 09:00, minutes: 45}
  after: {title: After a milestone, kind: post-milestone, within: 5}
"""
PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2025-12-01}]
milestones:
  portal: {title: Portal live, owner: n.dlamini, due: 2026-03-31, major: true}
"""
TREE = {
    "records/organisation.yml": ORGANISATION,
    "records/plans/finance-2026.yml": PLAN,
    "records/progress/finance-2026.yml": "milestones: {portal: {2026-02-18: {achieved: 2026-02-18}}}\n",
}
MARCH, AFTER = "session/check-in/2026-03-01", "session/after/finance-2026/portal"


def session(day: str, *more: str, status: str = "planned", cadence: str = "check-in", kind: str = "monthly") -> str:
    fields = [f"title: Of {day}", f"kind: {kind}", f"cadence: {cadence}", f"date: {day}", f"status: {status}", *more]
    return "---\n" + "\n".join(fields) + "\n---\n"


@pytest.fixture
def calendar(write_tree: WriteTree) -> Callable[..., Events]:
    """The sessions of a calendar by UID, without the site's name."""

    def read(files: Mapping[str, str], path: str = "calendar.ics", as_of: date = DAY) -> Events:
        content = dict(calendar_files(build_calendars(open_subject(write_tree({**TREE, **files}), as_of))))[path]
        found: Events = {}
        for one in icalendar.Calendar.from_ical(content).walk("VEVENT"):
            if one["CATEGORIES"].to_ical() == b"Session":
                name = str(one["UID"]).removesuffix("@follow.example.org")
                found[name] = {key: one.decoded(key) if key.startswith("DT") else str(one[key]) for key in one}
        return found

    return read


Calendar = Callable[..., Events]


def told(event: Mapping[str, Any]) -> tuple[str, str, int]:
    return f"{event['DTSTART']:%m-%d}", event["STATUS"], int(event["SEQUENCE"])


def test_what_a_series_calls_for_is_tentative_at_its_time(calendar: Calendar) -> None:
    event = calendar({})[MARCH]
    assert told(event) == ("03-03", "TENTATIVE", 0)
    assert event["DTSTART"].isoformat() == "2026-03-03T08:00:00+00:00"
    assert event["DTEND"] - event["DTSTART"] == timedelta(minutes=45)
    assert event["SUMMARY"] == "Check-in"
    assert event["DESCRIPTION"].startswith("No session is on file for it.")


def test_what_a_milestone_calls_for_is_tentative_on_the_last_day_for_it(calendar: Calendar) -> None:
    event = calendar({})[AFTER]
    assert (told(event), event["SUMMARY"]) == (("02-25", "TENTATIVE", 0), "After a milestone: Portal live")


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ({"on-the-day": session("2026-03-03")}, ("03-03", "CONFIRMED", 1)),
        ({"near": session("2026-03-10")}, ("03-10", "CONFIRMED", 2)),
        ({"moved": session("2026-02-27", "occurrence: 2026-03-03")}, ("02-27", "CONFIRMED", 2)),
        ({"off": session("2026-03-03", status="cancelled")}, ("03-03", "CANCELLED", 2)),
        (
            {"off": session("2026-03-03", status="cancelled"), "instead": session("2026-03-05")},
            ("03-05", "CONFIRMED", 4),
        ),
    ],
)
def test_a_session_on_file_takes_over_the_event_with_a_higher_sequence(
    calendar: Calendar, sessions: Mapping[str, str], expected: tuple[str, str, int]
) -> None:
    before = calendar({})
    after = calendar({f"records/sessions/{name}/session.md": text for name, text in sessions.items()})
    assert told(after[MARCH]) == expected
    assert told(after[MARCH])[2] > told(before[MARCH])[2]
    assert before.keys() <= after.keys()


def test_a_session_after_a_milestone_takes_over_too(calendar: Calendar) -> None:
    text = session("2026-02-24", "milestone: finance-2026/portal", cadence="after", kind="post-milestone")
    assert told(calendar({"records/sessions/x/session.md": text})[AFTER]) == ("02-24", "CONFIRMED", 2)


@pytest.mark.parametrize(
    "other",
    [
        {"records/holidays.yml": "2026-03-03: A new holiday\n"},
        {"records/organisation.yml": ORGANISATION.replace("first tuesday", "last working day")},
        {"records/organisation.yml": ORGANISATION.replace("time: 09:00", "time: 16:30")},
    ],
)
def test_a_series_that_moves_its_day_keeps_its_events(calendar: Calendar, other: Mapping[str, str]) -> None:
    before, after = calendar({}), calendar(other)
    assert before.keys() == after.keys()
    assert before[MARCH]["DTSTART"] != after[MARCH]["DTSTART"]


def test_a_holiday_on_its_day_is_a_change(calendar: Calendar) -> None:
    assert told(calendar({"records/holidays.yml": "2026-03-03: A new holiday\n"})[MARCH]) == ("03-04", "TENTATIVE", 1)


def test_a_calendar_looks_as_far_ahead_as_a_year_and_stays_within_a_month(calendar: Calendar) -> None:
    starts = [one["DTSTART"].date() for name, one in calendar({}).items() if name.startswith("session/check-in/")]
    assert (min(starts), max(starts)) == (date(2026, 1, 6), date(2027, 2, 2))
    assert calendar({}) == calendar({}, as_of=DAY + timedelta(days=8))
    assert len(calendar({}, as_of=DAY + timedelta(days=9))) == len(starts) + 2


@pytest.mark.parametrize(
    ("as_of", "last"), [("2026-12-31", "2027-12-31"), ("2027-02-28", "2028-02-29"), ("2028-02-29", "2029-02-28")]
)
def test_the_last_day_is_the_end_of_the_month_a_year_on(as_of: str, last: str) -> None:
    assert last_called(date.fromisoformat(as_of)).isoformat() == last


def test_what_is_missed_stays_as_it_was(calendar: Calendar) -> None:
    later = calendar({}, as_of=date(2026, 3, 31))
    assert later[MARCH] == calendar({})[MARCH]


def test_a_session_far_ahead_brings_no_others_with_it(calendar: Calendar) -> None:
    before, found = calendar({}), calendar({"records/sessions/far/session.md": session("2029-06-05")})
    assert told(found["session/check-in/2029-06-01"]) == ("06-05", "CONFIRMED", 1)
    assert len(found) == len(before) + 1


def test_calendars_have_what_asks_their_owners(calendar: Calendar) -> None:
    assert {MARCH, AFTER} <= calendar({}, "departments/finance/calendar.ics").keys()
    assert {MARCH, AFTER} <= calendar({}, "people/t.mokoena/calendar.ics").keys()
    legal = calendar({}, "departments/legal/calendar.ics")
    assert AFTER in legal
    assert MARCH not in legal
    assert calendar({}, "people/n.dlamini/calendar.ics") == {}
    assert {MARCH, AFTER} <= calendar({}, "sessions/calendar.ics").keys()


def test_confidential_records_name_neither_their_series_nor_their_milestone(calendar: Calendar) -> None:
    secret = {
        "records/plans/finance-2026.yml": PLAN + "confidential: true\n",
        "records/sessions/board/session.md": session("2026-03-03", "confidential: true"),
    }
    found = calendar(secret)
    assert AFTER not in found
    assert told(found["session/board"]) == ("03-03", "CONFIRMED", 0)
    assert MARCH not in found
