"""Calendars, read by the library's parser and by a small one of our own that knows the library not at all."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest
from promise_tree import PLANS, adjustment, open_subject

from followup_build.exports.calendar_file import calendar_files
from followup_build.views.calendar import build_calendars

ROOT = Path(__file__).parents[2]
WriteTree = Callable[[Mapping[str, str]], Path]
DAY = date(2026, 5, 20)
ORGANISATION = """\
name: Rights House
timezone: Europe/Berlin
site_url: https://follow.example.org/up/
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
cadences:
  monthly: {kind: monthly, every: month, on: first tuesday, from: 2026-03-01, time: 09:00, minutes: 45}
"""
Events = dict[str, dict[str, str]]


def session(day: str, more: str = "", status: str = "planned", title: str = "Check-in") -> str:
    return f"---\ntitle: {title}\nkind: monthly\ndate: {day}\nstatus: {status}\nchair: n.dlamini\n{more}\n---\n"


def action(more: str = "", title: str = "Do it", confidential: str = "") -> str:
    return (
        f"{confidential}title: {title}\nowner: n.dlamini\ndue: 2026-06-01\nfollow_up: 2026-07-01\n"
        f"department: finance\nsession: s1\n{more}"
    )


TREE = {
    "records/organisation.yml": ORGANISATION,
    "records/sessions/s1/session.md": session("2026-05-05", status="held"),
    **PLANS,
}


def files(root: Path, as_of: date = DAY) -> dict[str, bytes]:
    return dict(calendar_files(build_calendars(open_subject(root, as_of))))


def events(content: bytes) -> Events:
    """The events of a file by UID, read by the letter of RFC 5545."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    found: Events = {}
    block: dict[str, str] = {}
    for line in content.decode().replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            block = {}
        elif line == "END:VEVENT":
            assert block["UID"] not in found
            found[block["UID"]] = block
        else:
            block[name] = re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)
    return found


def test_the_example_is_read_by_both_parsers() -> None:
    made = files(ROOT, date(2026, 11, 20))
    assert set(made) >= {
        "calendar.ics",
        "sessions/calendar.ics",
        "departments/finance/calendar.ics",
        "people/n.dlamini/calendar.ics",
    }
    assert "people/m.naidoo/calendar.ics" not in made, "she has left"
    whole = events(made["calendar.ics"])
    for path, content in made.items():
        mine = events(content)
        assert set(mine) <= set(whole), path
        parsed = icalendar.Calendar.from_ical(content)
        assert isinstance(parsed, icalendar.Calendar)
        assert {str(one["UID"]) for one in parsed.walk("VEVENT")} == set(mine)
        assert not any(one.errors for one in parsed.walk("VEVENT"))
        assert {"PRODID", "VERSION"} <= set(parsed)
        for event in mine.values():
            assert {"UID", "DTSTAMP", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS", "TRANSP", "URL"} <= set(event)
            assert event["DTSTAMP"] <= "20261120", "nothing was said after the day"
            assert event["DESCRIPTION"].endswith(event["URL"])
    kinds = {event["CATEGORIES"] for event in whole.values()}
    assert kinds == {"Session", "Action", "Milestone", "Adjustment"}
    assert {event["CATEGORIES"] for event in events(made["sessions/calendar.ics"]).values()} == {"Session"}


def test_times_are_right_on_both_sides_of_a_change_of_the_clocks(write_tree: WriteTree) -> None:
    tree = {
        **TREE,
        "records/sessions/winter/session.md": session("2026-10-26", "time: 09:00\nminutes: 45"),
        "records/sessions/summer/session.md": session("2026-10-23", "time: 14:30\nminutes: 90"),
        "records/sessions/gap/session.md": session(
            "2027-03-28", "time: 02:30  # allow[skipped-time]: the test\nminutes: 60"
        ),
        "records/sessions/whole/session.md": session("2026-12-31"),
        "records/sessions/open/session.md": session("2026-10-27", "time: 08:00"),
    }
    found = events(files(write_tree(tree))["calendar.ics"])
    at = {
        uid.split("/")[1].split("@")[0]: {name: value for name, value in one.items() if name.startswith("DT")}
        for uid, one in found.items()
        if uid.startswith("session")
    }
    assert (at["winter"]["DTSTART"], at["winter"]["DTEND"]) == ("20261026T080000Z", "20261026T084500Z")
    assert (at["summer"]["DTSTART"], at["summer"]["DTEND"]) == ("20261023T123000Z", "20261023T140000Z")
    assert (at["gap"]["DTSTART"], at["gap"]["DTEND"]) == ("20270328T013000Z", "20270328T023000Z")
    assert (at["open"]["DTSTART"], at["open"]["DTEND"]) == ("20261027T070000Z", "20261027T080000Z")
    assert at["whole"]["DTSTART;VALUE=DATE"] == "20261231"
    assert at["whole"]["DTEND;VALUE=DATE"] == "20270101", "the end is the day after"
    parsed = icalendar.Calendar.from_ical(files(write_tree(tree))["calendar.ics"])
    starts = {str(one["UID"]): one.decoded("DTSTART") for one in parsed.walk("VEVENT")}
    assert starts["session/winter@follow.example.org"] == datetime(2026, 10, 26, 8, 0, tzinfo=UTC)
    assert starts["session/whole@follow.example.org"] == date(2026, 12, 31)


def test_a_time_that_a_night_has_twice_is_its_first(write_tree: WriteTree) -> None:
    # In Berlin the clocks go back from 03:00 to 02:00 on 25 October 2026, at 01:00 UTC.
    tree = {
        **TREE,
        **{
            f"records/sessions/{name}/session.md": session("2026-10-25", f"time: {time}\nminutes: 90")
            for name, time in {"before": "01:59", "twice": "02:30", "after": "03:00"}.items()
        },
    }
    root = write_tree(tree)
    subject = open_subject(root, DAY)
    assert not [one for one in subject.findings if one.rule == "skipped-time"]
    parsed = icalendar.Calendar.from_ical(files(root)["calendar.ics"])
    moments = {
        str(one["UID"]).split("/")[1].split("@")[0]: (one.decoded("DTSTART"), one.decoded("DTEND"))
        for one in parsed.walk("VEVENT")
        if str(one["UID"]).startswith("session")
    }
    assert moments["before"][0] == datetime(2026, 10, 24, 23, 59, tzinfo=UTC)
    assert moments["twice"] == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, 0, tzinfo=UTC))
    assert moments["after"][0] == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


def test_a_session_takes_time_and_a_deadline_does_not(write_tree: WriteTree) -> None:
    tree = {
        **TREE,
        "records/actions/a.yml": action(),
        "records/sessions/s2/session.md": session("2026-06-02", "time: 09:00"),
    }
    found = events(files(write_tree(tree))["calendar.ics"])
    busy = {uid for uid, one in found.items() if one["TRANSP"] == "OPAQUE"}
    assert {uid for uid in busy if "monthly/" not in uid} == {"session/s2@follow.example.org"}


def test_an_event_keeps_its_name_when_its_day_moves(write_tree: WriteTree) -> None:
    moved = (
        "updates:\n  2026-05-10: {due: 2026-06-20, note: Later}\n"
        "  2026-05-12: {due: 2026-06-25, follow_up: 2026-08-01}\n"
    )
    before = events(files(write_tree({**TREE, "records/actions/a.yml": action()}))["people/n.dlamini/calendar.ics"])
    after = events(files(write_tree({**TREE, "records/actions/a.yml": action(moved)}))["people/n.dlamini/calendar.ics"])
    assert set(before) == set(after)
    due, check = "action/a/due@follow.example.org", "action/a/follow-up@follow.example.org"
    assert [before[uid]["SEQUENCE"] for uid in (due, check)] == ["0", "0"]
    assert [after[uid]["SEQUENCE"] for uid in (due, check)] == ["2", "1"]
    assert [after[uid]["DTSTART;VALUE=DATE"] for uid in (due, check)] == ["20260625", "20260801"]
    assert after[due]["DTSTAMP"] > before[due]["DTSTAMP"]
    assert before[due]["URL"] == "https://follow.example.org/up/actions/index.html#a"


def test_what_will_be_said_later_is_not_known_yet(write_tree: WriteTree) -> None:
    later = "updates:\n  2026-05-21: {due: 2026-06-20, note: Later}\n"
    root = write_tree({**TREE, "records/actions/a.yml": action(later)})
    assert events(files(root)["calendar.ics"])["action/a/due@follow.example.org"]["DTSTART;VALUE=DATE"] == "20260601"


def test_what_was_called_off_is_cancelled(write_tree: WriteTree) -> None:
    tree = {
        **TREE,
        "records/sessions/off/session.md": session("2026-06-02", status="cancelled"),
        "records/sessions/moved/session.md": session("2026-06-09", "cadence: monthly\noccurrence: 2026-06-02"),
        "records/actions/a.yml": action("updates:\n  2026-05-10: {state: dropped, note: Not needed}\n"),
        "records/actions/b.yml": action("updates:\n  2026-05-10: {state: done}\n", "Done early"),
        "records/adjustments/finance/x.yml": adjustment("  - {drop: finance-2026/mailing, because: Not needed}"),
    }
    found = events(files(write_tree(tree))["calendar.ics"])
    said = {uid.split("@")[0]: (one["STATUS"], one["SEQUENCE"], one["SUMMARY"]) for uid, one in found.items()}
    assert said["session/off"] == ("CANCELLED", "1", "Check-in")
    assert said["session/monthly/2026-06-01"] == ("CONFIRMED", "2", "Check-in"), "put on file, and moved"
    assert said["action/a/due"][:2] == ("CANCELLED", "1")
    assert said["action/b/due"] == ("CONFIRMED", "0", "Action done: Done early")
    assert said["action/b/follow-up"] == ("CONFIRMED", "0", "Check that it worked: Done early")
    assert said["milestone/finance-2026/mailing"][0] == "CANCELLED"
    assert said["adjustment/x/follow-up"] == ("CONFIRMED", "0", "Look at the effect: A change")
    assert said["milestone/finance-2025/mail"][0] == "CANCELLED", "another plan has taken over"


def test_whose_calendar_an_event_belongs_into(write_tree: WriteTree) -> None:
    tree = {
        **TREE,
        "records/sessions/all/session.md": session("2026-06-02"),
        "records/sessions/one/session.md": session(
            "2026-06-03", "departments: [legal]\nagenda: [{topic: A, by: c.botha}]"
        ),
        "records/sessions/past/session.md": session(
            "2026-05-06", "attendees: [z.khumalo]\napologies: [t.mokoena]", "held"
        ),
        "records/actions/a.yml": action(),
    }
    made = files(write_tree(tree))

    def sessions(path: str) -> set[str]:
        on_file = (uid for uid in events(made[path]) if uid.startswith("session") and "monthly/" not in uid)
        return {uid.split("@")[0].split("/")[1] for uid in on_file}

    assert sessions("departments/finance/calendar.ics") == {"s1", "all", "past"}
    assert sessions("departments/legal/calendar.ics") == {"s1", "all", "one", "past"}
    assert sessions("people/t.mokoena/calendar.ics") == {"s1", "all"}, "she sent apologies"
    assert sessions("people/s.pillay/calendar.ics") == {"s1", "all", "one"}
    assert sessions("people/z.khumalo/calendar.ics") == {"past"}
    assert sessions("people/c.botha/calendar.ics") == {"one"}
    assert "action/a/due@follow.example.org" in events(made["departments/finance/calendar.ics"])
    assert "action/a/due@follow.example.org" not in events(made["departments/legal/calendar.ics"])
    assert "action/a/due@follow.example.org" not in events(made["people/t.mokoena/calendar.ics"])


@pytest.mark.parametrize(
    "title",
    [
        r"C:\New; folder, and \n",
        "x" * 300,
        "漢字 \U0001f680 " * 40,
        "END:VEVENT",
        "A “quoted” title: with, commas; and semicolons",
    ],
)
def test_hostile_titles_stay_titles(write_tree: WriteTree, title: str) -> None:
    tree = {**TREE, "records/actions/a.yml": action(title=f"'{title}'")}
    found = events(files(write_tree(tree))["calendar.ics"])
    expected = " ".join(title.split())
    assert found["action/a/due@follow.example.org"]["SUMMARY"] == f"Action due: {expected}"
    parsed = icalendar.Calendar.from_ical(files(write_tree(tree))["calendar.ics"])
    assert len(parsed.walk("VEVENT")) == len(found)


def test_without_an_address_events_lead_nowhere_and_keep_a_name(write_tree: WriteTree) -> None:
    tree = {**TREE, "records/organisation.yml": ORGANISATION.replace("site_url: https://follow.example.org/up/\n", "")}
    found = events(files(write_tree(tree))["calendar.ics"])
    assert "session/s1@rights-house.invalid" in found
    assert not any("URL" in one for one in found.values())


def test_a_calendar_without_events_is_still_a_calendar(write_tree: WriteTree) -> None:
    content = files(write_tree(TREE))["people/c.botha/calendar.ics"]
    assert events(content) == {}
    parsed = icalendar.Calendar.from_ical(content)
    assert len(parsed.subcomponents) == 1
    assert parsed["NAME"] == "Carel Botha"


def test_what_is_long_past_is_left_out(write_tree: WriteTree) -> None:
    tree = {**TREE, "records/sessions/old/session.md": session("2025-11-01", status="held")}
    assert "session/old@follow.example.org" not in events(files(write_tree(tree))["calendar.ics"])


def test_tomorrow_the_same_records_give_the_same_event(write_tree: WriteTree) -> None:
    root = write_tree({**TREE, "records/sessions/s2/session.md": session("2026-06-02", "time: 09:00")})
    assert files(root) == files(root, date(2026, 5, 21))


@pytest.mark.parametrize("command", [["--help"], ["check"], ["status"]])
def test_other_commands_do_not_pay_for_calendars(command: list[str], write_tree: WriteTree) -> None:
    code = (
        f"import sys\nfrom followup_build.cli import run\nrun({command})\nprint('loaded:', 'icalendar' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=write_tree(TREE), capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("loaded: False\n")
