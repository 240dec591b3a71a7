from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from followup_build.cli import run
from followup_build.exports.calendar_file import calendar_files
from followup_build.views.calendar import build_calendars
from followup_build.views.schedule import AROUND
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace

ROOT = Path(__file__).parents[2]
DAY = "2026-11-20"


@pytest.fixture(autouse=True)
def _at_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_the_schedule_says_what_is_missed_due_and_planned(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schedule", "--as-of", DAY]) == 0
    assert (
        capsys.readouterr().out
        == """\
SayPro Royalties as of 2026-11-20, until 2027-02-20

missed
  Tue 2026-10-27  After the data platform was completed, Technology, Distribution
      followup session hold 2026-10-27-data-platform
      followup session move 2026-10-27-data-platform --to DATE
      followup session cancel 2026-10-27-data-platform

due, and not on file yet
  Tue 2027-02-02  Monthly check-in, all departments
      followup session new --cadence monthly-check-in --date 2027-02-02

planned
  Tue 2026-12-01  Check-in, December 2026, all departments
  Wed 2026-12-09  Review of the third quarter of 2026, all departments
  Tue 2027-01-12  Check-in, January 2027, all departments (in place of 5 January 2027)

13 sessions held and one cancelled since 1 March 2026.
"""
    )


def test_the_schedule_answers_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schedule", "--as-of", DAY, "--until", "2027-03-02", "--format", "json", "--department", "legal"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["version"], answer["as_of"], answer["from"], answer["until"]) == (1, DAY, "2026-03-01", "2027-03-02")
    assert answer["sessions"][-1] == {
        "title": "Monthly check-in",
        "day": "2027-03-02",
        "state": "due",
        "kind": "monthly",
        "cadence": "monthly-check-in",
        "occurrence": "2027-03-02",
        "counted": "2027-03-02",
        "session": None,
        "milestone": None,
        "departments": [],
        "file": "sessions/2027-03-check-in/session.md",
    }
    assert "2026-10-27-data-platform" not in {one["session"] for one in answer["sessions"]}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["schedule", "--department", "finanse"], "Did you mean finance?"),
        (["schedule", "--until", "2026-11-19"], "lies before 2026-11-20"),
        (["schedule", "--until", "2026-02-30"], "is no day"),
        (["calendar", "--person", "nobody.here"], "there is no person nobody.here"),
        (["calendar", "--person", "t.mokoena", "--department", "finance"], "give one of them"),
        (["calendar", "-o", "no/such/folder/x.ics"], "cannot be written: no such file or directory"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*arguments, "--as-of", DAY]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ([], "calendar.ics"),
        (["--department", "finance"], "departments/finance/calendar.ics"),
        (["--person", "n.dlamini"], "people/n.dlamini/calendar.ics"),
    ],
)
def test_a_calendar_has_the_bytes_of_the_site(
    arguments: list[str], path: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    workspace = open_workspace(ROOT, records="records", as_of=date.fromisoformat(DAY))
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings)
    wanted = dict(calendar_files(build_calendars(subject)))[path]
    file = tmp_path / "mine.ics"
    file.write_bytes(b"an old one")
    assert run(["calendar", "--as-of", DAY, "-o", str(file), *arguments]) == 0
    assert file.read_bytes() == wanted
    assert [one.name for one in tmp_path.iterdir()] == ["mine.ics"]
    assert run(["calendar", "--as-of", DAY, *arguments]) == 0
    assert capfdbinary.readouterr().out == wanted


def test_help_says_how_far_ahead_the_schedule_looks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schedule", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"The last day to show ({AROUND.days} days from now)." in said
    assert f"start of the fiscal year, or {AROUND.days} days." in said
