"""Calendars, read by a parser that shares nothing with the writer: the library ical."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event
from promise_tree import open_subject

from followup_build.exports.calendar_file import calendar_files
from followup_build.source.characters import first_hidden
from followup_build.views.calendar import Calendar, Entry, build_calendars

ROOT = Path(__file__).parents[2]
WriteTree = Callable[[Mapping[str, str]], Path]
DAY = date(2026, 11, 20)


TEXTS = (b"UID", b"SUMMARY", b"DESCRIPTION", b"LOCATION", b"NAME", b"X-WR-CALNAME")
"""Properties in which `\\`, `;`, `,` and line ends are escaped."""


def loaded(content: bytes) -> dict[str, Event]:
    """The events of a file by UID."""
    (calendar,) = IcsCalendarStream.from_ics(content.decode()).calendars
    found = {event.uid: event for event in calendar.events}
    assert len(found) == len(calendar.events)
    return found


def told(event: Event) -> Entry:
    """An event as our own view has it."""
    assert event.summary is not None
    assert event.dtstart is not None
    assert event.dtend is not None
    assert isinstance(event.dtstamp, datetime)
    details = event.description.split("\n") if event.description else []
    address = str(event.url) if event.url else ""
    assert not address or details[-1] == address
    return Entry(
        event.uid,
        event.summary,
        ",".join(event.categories),
        event.dtstart,
        event.dtend,
        event.dtstamp,
        event.sequence or 0,
        event.status == "CANCELLED",
        event.status == "TENTATIVE",
        event.transparency == "OPAQUE",
        event.location or "",
        tuple(details[:-1] if address else details),
        address,
    )


def hold_to_the_letter(content: bytes) -> None:
    """What RFC 5545 asks of lines, and of the properties of an event."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", content)
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    for line in lines:
        line.decode()
    whole = content.replace(b"\r\n ", b"").split(b"\r\n")
    assert whole[1:3] == [b"VERSION:2.0", b"PRODID:-//followup//followup-build//EN"]
    for line in whole:
        name, _, value = line.partition(b":")
        if name in TEXTS:
            assert re.fullmatch(rb"(?:[^\\;,]|\\[\\;,n])*", value), line
    for block in b"\r\n".join(whole).split(b"\r\nBEGIN:VEVENT\r\n")[1:]:
        names = [re.split(b"[;:]", line)[0] for line in block.partition(b"\r\nEND:VEVENT")[0].split(b"\r\n")]
        assert len(names) == len(set(names)), names
        assert {b"UID", b"DTSTAMP", b"DTSTART", b"DTEND", b"SEQUENCE", b"STATUS", b"SUMMARY"} <= set(names)


def test_every_calendar_of_the_example_says_what_it_should() -> None:
    calendars = build_calendars(open_subject(ROOT, DAY))
    files = dict(calendar_files(calendars))
    states = set()
    for calendar in calendars:
        hold_to_the_letter(files[calendar.path])
        found = loaded(files[calendar.path])
        assert {uid: told(event) for uid, event in found.items()} == {one.uid: one for one in calendar.entries}
        states |= {(event.status, isinstance(event.dtstart, datetime)) for event in found.values()}
    assert states >= {
        ("CONFIRMED", True),
        ("CONFIRMED", False),
        ("CANCELLED", True),
        ("TENTATIVE", True),
    }


CHANGES = {
    "Europe/Berlin": [("2026-01-01", 60), ("2026-03-29", 120), ("2026-10-25", 60), ("2027-03-28", 120)],
    "America/New_York": [("2026-01-01", -300), ("2026-03-08", -240), ("2026-11-01", -300), ("2027-03-14", -240)],
    "Africa/Johannesburg": [("2026-01-01", 120)],
    "Australia/Lord_Howe": [("2026-01-01", 660), ("2026-04-05", 630), ("2026-10-04", 660), ("2027-04-04", 630)],
}
"""From when on the clocks are so many minutes ahead of UTC: the tables of the laws, not of a library."""
WEEKLY = """\
name: Rights House
timezone: ZONE
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
cadences:
  weekly: {kind: weekly, every: week, on: sunday, from: 2026-03-01, time: TIME, minutes: 60}
"""


@pytest.mark.parametrize("zone", CHANGES)
@pytest.mark.parametrize("time", ["00:30", "09:00", "14:45", "23:30"])
def test_a_weekly_session_keeps_its_time_over_changes_of_the_clocks(
    write_tree: WriteTree, zone: str, time: str
) -> None:
    # Sundays, on which clocks change, with a session on file for each; a series would move them to Monday.
    days = [date(2026, 3, 1) + timedelta(weeks=week) for week in range(58)]
    on_file = {
        f"records/sessions/{day}/session.md": (
            f"---\ntitle: Weekly\nkind: weekly\ndate: {day}\ntime: {time}\nminutes: 60\nstatus: planned\n---\n"
        )
        for day in days
    }
    settings = {"records/organisation.yml": WEEKLY.replace("ZONE", zone).replace("TIME", f"'{time}'")}
    root = write_tree(on_file | settings)
    found = loaded(dict(calendar_files(build_calendars(open_subject(root, date(2026, 2, 28)))))["calendar.ics"])
    for uid, event in found.items():
        if uid.startswith("session/weekly/"):
            assert event.dtstart == moment(zone, monday(uid), time)
            assert event.status == "TENTATIVE"
        else:
            assert event.dtstart == moment(zone, date.fromisoformat(uid[8:18]), time)
        assert event.dtend is not None
        assert event.dtend - event.dtstart == timedelta(hours=1)
    assert len(found) > 105


def monday(uid: str) -> date:
    """The working day to which the Sunday of a week moves."""
    return date.fromisoformat(uid[15:25]) + timedelta(days=7)


def moment(zone: str, day: date, time: str) -> datetime:
    """The moment in UTC at which the clocks of a zone show a time; clocks change before three in the morning."""
    hour, minute = map(int, time.split(":"))
    changes = [(date.fromisoformat(start), minutes) for start, minutes in CHANGES[zone]]
    # At half past midnight of the day itself the old time still holds.
    ahead = [minutes for start, minutes in changes if (start < day if hour < 2 else start <= day)][-1]
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC) - timedelta(minutes=ahead)


WORDS = st.one_of(
    st.text(max_size=80),
    st.text(st.sampled_from("\\;,:\"'nN=\r\n \u00a0\u200d\u2029é𝄞"), max_size=40),
    st.sampled_from(
        [
            "END:VEVENT\nBEGIN:VEVENT",
            "ATTACH:file:///etc/passwd",
            "\\n\\N\\;\\,\\\\",
            "x" * 400,
            "漢字🚀" * 60,
            "a;b=c:d",
        ]
    ),
).filter(lambda text: first_hidden(text) is None)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda when: when.replace(second=0, microsecond=0)
)
DAYS = st.dates(date(1990, 1, 1), date(2199, 1, 1))


@st.composite
def entries(draw: Callable[..., object], number: int) -> Entry:
    def any_of(strategy: st.SearchStrategy[object]) -> object:
        return draw(strategy)

    start = any_of(st.one_of(MOMENTS, DAYS))
    is_timed = isinstance(start, datetime)
    assert isinstance(start, date)
    stamp = any_of(MOMENTS)
    assert isinstance(stamp, datetime)
    status = any_of(st.integers(0, 2))
    address = f"https://follow.example.org/{number}" if any_of(st.booleans()) else ""
    return Entry(
        f"session/{number}@follow.example.org",
        " ".join(str(any_of(WORDS)).split()) or "x",
        "Session",
        start,
        start + (timedelta(minutes=45) if is_timed else timedelta(days=1)),
        stamp,
        int(str(any_of(st.integers(0, 2**31 - 1)))),
        status == 1,
        status == 2,
        is_timed,
        " ".join(str(any_of(WORDS)).split()),
        ("Chair: " + " ".join(str(any_of(WORDS)).split()),),
        address,
    )


@given(st.data(), st.integers(0, 4), WORDS)
def test_whatever_is_said_comes_out_as_it_was(draw: st.DataObject, count: int, name: str) -> None:
    said = tuple(draw.draw(entries(number)) for number in range(count))
    ((_, content),) = calendar_files([Calendar("calendar.ics", name or "x", said)])
    hold_to_the_letter(content)
    assert {uid: told(event) for uid, event in loaded(content).items()} == {one.uid: one for one in said}
