"""Planned sessions move and are cancelled, in calendars too."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from followup_build.cli import run
from followup_build.editing.store import write_files
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
cadences:
  check-in: {title: Check-in, kind: monthly, every: month, on: first tuesday, from: 2026-01-01, time: 09:00}
"""
JULY = """\
---
title: July
kind: monthly   # hot
cadence: check-in
date: 2026-07-07
status: planned
---
Bring coffee.
"""
ALONE = "---\ntitle: The bank\nkind: ad-hoc\ndate: 2026-07-09\nstatus: planned\n---\n"
HELD = "---\ntitle: June\nkind: monthly\ncadence: check-in\ndate: 2026-06-02\nstatus: held\nchair: z.khumalo\n---\n"
GONE = "---\ntitle: May\nkind: monthly\ncadence: check-in\ndate: 2026-05-05\nstatus: cancelled\n---\n"
MISSED = "---\ntitle: April\nkind: monthly\ncadence: check-in\ndate: 2026-04-07\nstatus: planned\n---\n"
AUGUST = "---\ntitle: August\nkind: monthly\ncadence: check-in\ndate: 2026-08-04\nstatus: planned\ntime: 10:00\n---\n"
SESSIONS = {"july": JULY, "the-bank": ALONE, "june": HELD, "may": GONE, "april": MISSED, "august": AUGUST}
TREE = {
    "records/organisation.yml": ORGANISATION,
    "records/holidays.yml": "2026-07-10: Founders' Day\n",
    **{f"records/sessions/{name}/session.md": text for name, text in SESSIONS.items()},
}


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree(TREE)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    return root


def followup(typed: str, status: int = 0) -> None:
    assert run(shlex.split(typed)) == status


def text(name: str = "july") -> str:
    return Path(f"records/sessions/{name}/session.md").read_text(encoding="utf-8")


def event(capsys: pytest.CaptureFixture[str], name: str = "july") -> Any:
    """What a calendar says of a session."""
    capsys.readouterr()
    followup("calendar")
    events = Calendar.from_ical(capsys.readouterr().out).walk("VEVENT")
    title = open_workspace(Path()).portfolio.sessions[name].data.title
    (found,) = (one for one in events if str(one["SUMMARY"]) == title and str(one["UID"]).startswith("session/"))
    return found


def test_a_session_moves_and_stays_the_same_one(capsys: pytest.CaptureFixture[str]) -> None:
    first = event(capsys)
    followup("session move july --to 2026-07-14 --because 'The auditors: come #1' --dry-run")
    assert text() == JULY
    followup("session move july --to 2026-07-14 --because 'The auditors: come #1'")
    assert text() == (
        "---\ntitle: July\nkind: monthly   # hot\ncadence: check-in\ndate: 2026-07-14\nstatus: planned\n"
        "occurrence: 2026-07-07\n---\nMoved from 2026-07-07 to 2026-07-14: The auditors: come #1\n\nBring coffee.\n"
    )
    out = capsys.readouterr().out
    assert "July moves from 7 July 2026 to 14 July 2026: seven days later." in out
    assert "The notes of July change." in out
    moved = event(capsys)
    assert moved["UID"] == first["UID"]
    assert moved["DTSTART"].dt - first["DTSTART"].dt == timedelta(days=7)
    assert (first["SEQUENCE"], moved["SEQUENCE"]) == (1, 2)
    followup("schedule --until 2026-09-01")
    out = capsys.readouterr().out
    assert "Tue 2026-07-14  July, all departments (in place of 7 July 2026)" in out
    assert "--date 2026-07-07" not in out
    followup("session move july --to 2026-07-14")
    assert capsys.readouterr().out == "july is on 2026-07-14 already; nothing to do.\n"
    assert run(["check"]) == 0


@pytest.mark.parametrize(
    ("name", "back"), [("july", "2026-07-07"), ("the-bank", "2026-07-09"), ("april", "2026-06-15")]
)
def test_each_move_and_a_cancellation_raise_the_sequence(
    name: str, back: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first = event(capsys, name)
    seen = [int(first["SEQUENCE"])]
    for to in ("--to 2026-07-15", f"--to {back}", "--time 11:00", "--to 2026-07-16 --time 12:00", f"--to {back}"):
        followup(f"session move {name} {to}")
        seen.append(int(event(capsys, name)["SEQUENCE"]))
    followup(f"session cancel {name}")
    last = event(capsys, name)
    assert [*seen, int(last["SEQUENCE"])] == sorted({*seen, int(last["SEQUENCE"])})
    assert (last["UID"], str(last["STATUS"])) == (first["UID"], "CANCELLED")
    assert run(["check"]) == 0


def test_a_day_written_by_hand_counts_as_moved_and_the_next_move_once_more(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path("records/sessions/july/session.md")
    path.write_text(JULY.replace("date: 2026-07-07", "occurrence: 2026-07-07\ndate: 2026-07-08"), encoding="utf-8")
    assert event(capsys)["SEQUENCE"] == 2
    followup("session move july --to 2026-07-15")
    assert event(capsys)["SEQUENCE"] == 3
    assert text().count("occurrence: 2026-07-07") == 1


def test_a_new_time_alone_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    followup("session move july --time 11:00")
    assert "status: planned\ntime: 11:00\n---\nMoved from 2026-07-07 at 09:00 to 2026-07-07 at 11:00.\n\n" in text()
    followup("session move august --to 2026-08-05")
    assert "Moved from 2026-08-04 to 2026-08-05.\n" in text("august")
    capsys.readouterr()
    followup("session move july --time 11:00")
    assert "july is on 2026-07-07 already" in capsys.readouterr().out


def test_a_day_on_which_nobody_meets_is_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    followup("session move july --to 2026-07-10")
    assert capsys.readouterr().err == "followup: 2026-07-10 is a holiday: Founders' Day\n"
    followup("session move july --to 2026-07-11")
    assert capsys.readouterr().err == "followup: 2026-07-11 is a Saturday\n"
    followup("session move july --to 2026-07-12 -q")
    assert capsys.readouterr().err == ""


def test_a_session_is_cancelled_once(capsys: pytest.CaptureFixture[str]) -> None:
    followup("session cancel july --because 'All heads travel.' --dry-run")
    assert text() == JULY
    followup("session cancel july --because 'All heads travel.'")
    cancelled = JULY.replace("planned", "cancelled").replace("---\nBring", "---\nCancelled: All heads travel.\n\nBring")
    assert text() == cancelled
    assert "July, 7 July 2026: it is cancelled." in capsys.readouterr().out
    followup("session cancel july --because Rain")
    assert capsys.readouterr().out == "july is cancelled already; nothing to do.\n"
    followup("session cancel the-bank")
    assert text("the-bank") == ALONE.replace("planned", "cancelled")
    assert run(["check"]) == 0
    # Another one may take the day.
    followup("session new --cadence check-in --date 2026-07-07 --id again")
    assert "date: 2026-07-07" in text("again")
    assert run(["check"]) == 0


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("move july", 2, "something is missing: add --to DATE, the new day"),
        ("move jly --to 2026-07-14", 2, "there is no session jly. Did you mean july?"),
        ("move july --to 2026-07-32", 2, "is no day"),
        ("move july --time 25:00", 2, "'25:00' is no time"),
        ("move july --to 2026-07-14 --because ' '", 2, "--because: this text is empty"),
        ("move july --to 2026-06-13", 1, "if july was held on that day: followup session hold july --on 2026-06-13"),
        ("move july --to 2026-08-04", 1, "check-in has a session on 2026-08-04 already, august; choose another day"),
        ("move july --to 2026-07-09", 0, ""),
        ("move the-bank --to 2026-07-07 --time 09:30", 1, "july asks the same departments on 2026-07-07 at 09:00"),
        ("move the-bank --to 2026-07-07 --time 10:00", 0, ""),
        ("move june --to 2026-07-14", 1, "june was held on 2026-06-02; only a planned session can move"),
        ("move may --to 2026-07-14", 1, "may was cancelled; to meet on another day instead: followup session new"),
        ("move may", 1, "may was cancelled"),
        ("cancel june", 1, "june was held on 2026-06-02; only a planned session can be cancelled"),
        ("cancel jun", 2, "Did you mean june?"),
        ("cancel july --because ''", 2, "--because: this text is empty"),
        ("cancel july --because 'a\u202eb'", 1, "it would add 1 error"),
        ("cancle july", 2, "there is no command session 'cancle'. Did you mean cancel?"),
        ("burn july", 2, "Commands: new, "),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    typed: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {name: text(name) for name in SESSIONS}
    followup(f"session {typed}", status)
    assert said in capsys.readouterr().err
    assert ({name: text(name) for name in SESSIONS} == before) is (status != 0)


def test_a_session_edited_meanwhile_is_left_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(root: Path, writes: Any) -> None:
        (root / "records/sessions/july/session.md").write_text(JULY + "Theirs.\n", encoding="utf-8")
        write_files(root, writes)

    monkeypatch.setattr("followup_build.cli.writing.write_files", late)
    followup("session move july --to 2026-07-14", 1)
    assert "was changed meanwhile by somebody else" in capsys.readouterr().err
    assert text() == JULY + "Theirs.\n"


def test_the_new_day_is_asked_for_on_a_terminal(root: Path) -> None:
    pty = pytest.importorskip("pty")
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the child is another process
        os.chdir(root)
        os.execv(sys.executable, [sys.executable, "-m", "followup_build", "session", "move", "july"])  # noqa: S606
    shown = b""
    while not shown.endswith(b"The new day: "):
        shown += os.read(terminal, 1024)
    os.write(terminal, b"2026-07-15\n")
    with contextlib.suppress(OSError):
        while more := os.read(terminal, 1024):
            shown += more
    assert os.waitpid(pid, 0)[1] == 0
    assert "date: 2026-07-15\n" in text()


def test_an_hour_that_the_clocks_leave_out_is_refused(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    organisation = root / "records/organisation.yml"
    organisation.write_text(ORGANISATION.replace("Africa/Johannesburg", "Europe/Berlin"), encoding="utf-8")
    followup("session move july --to 2027-03-28 --time 02:30", 1)
    assert "2027-03-28 has no 02:30 in Europe/Berlin" in capsys.readouterr().out
    assert text() == JULY
    followup("session new --kind ad-hoc --title Night --date 2027-03-28 --time 02:30", 1)
    assert not Path("records/sessions/2027-03-28-night").exists()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 60), min_size=1, max_size=4))
def test_any_moves_keep_all_else_and_the_occurrence(root: Path, steps: list[int]) -> None:
    for name, before in SESSIONS.items():
        (root / f"records/sessions/{name}/session.md").write_text(before, encoding="utf-8")
    day, moves = date(2026, 7, 7), 0
    for step in steps:
        to = date(2026, 6, 14) + timedelta(days=step)
        before = text()
        status = run(["session", "move", "july", "--to", str(to)])
        assert status == (1 if str(to) == "2026-08-04" else 0)
        if status or to == day:
            assert text() == before
            continue
        day, moves = to, moves + 1
    lines = text().split("\n")
    assert [line for line in lines if line.startswith("Moved from ")].__len__() == moves
    kept = [line for line in lines if line and not line.startswith(("Moved from ", "occurrence: "))]
    assert kept == [line for line in JULY.replace("date: 2026-07-07", f"date: {day}").split("\n") if line]
    assert ("occurrence: 2026-07-07" in lines) is (moves > 0)
    assert run(["check"]) == 0
