"""The files of a new session, over the example."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from followup_build.cli import run
from followup_build.diagnostics.finding import Finding
from followup_build.views.sessions import build_session_pages
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace

ROOT = Path(__file__).parents[2]
SESSIONS = Path("records/sessions")
SESSION = """\
---
title: Check-in, February 2027
kind: monthly
cadence: monthly-check-in
date: 2027-02-02
status: planned
# To be confirmed: take out the # where a line is true.
#chair: v.mahlangu
#attendees: [t.mokoena, l.jacobs, k.maseko, s.pillay, j.abrahams]
#apologies: []
---
## Minutes

### Progress

### Roadblocks

### Adjustments

### Achievements
"""
REPORT = """\
---
by: k.maseko
# Take out the # where a line shall count. Your own words go below the last ---.
# As things stood on 29 November 2026.

# How you see it: on_track, at_risk or off_track.
#assessment: {status: at_risk, because: "...", until: 2027-03-02}

# What is in the way. Each cause is that of the line above it; the response names actions and adjustments.
# Off track without an answer: Wrong matches found in the monthly sample. 2.275 % on average up to October 2026;
# 1.86 % expected by then: 23 % of the way there, off track below 85 %.
# category: people, process, technology, suppliers, market, finance, governance, other
#challenges:
#  sample-errors:
#    title: "..."
#    category: other
#    affects: [distribution-2026/sample-errors]
#    causes:
#      - "..."
#    response: []

# What went well, and whom to thank.
#achievements:
#  short-name: {title: "...", thanks: []}

# On the agenda already, from earlier reports; news of it belongs to the actions and adjustments:
# - The matching engine missed its date: 2026-10-07-matching-engine-date
# - One play in eight still has no matched work: 2026-09-09-ask-publishers
# - 13 of 100 plays have no matched work: 2026-06-10-match-by-hand

# New ways of working of others, if yours is to adopt one:
# - followup practice adopt tests-before-order distribution
# - followup practice adopt remind-early distribution
# - followup practice adopt reconcile-weekly distribution
---
"""


@pytest.fixture(autouse=True)
def _example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "records", tmp_path / "records")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795953600")  # 2026-11-29


def followup(typed: str, status: int = 0) -> None:
    assert run(shlex.split(typed)) == status


def tree() -> Mapping[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in Path("records").rglob("*") if path.is_file()}


def findings() -> tuple[Finding, ...]:
    return open_workspace(Path()).findings


def head_of(name: str) -> str:
    return (SESSIONS / name / "session.md").read_text(encoding="utf-8").split("\n---\n")[0]


def test_the_next_session_has_a_folder_that_says_only_what_is_known() -> None:
    before = tree()
    followup("session new --dry-run")
    assert tree() == before
    followup("session new")
    folder = SESSIONS / "2027-02-check-in"
    assert (folder / "session.md").read_text(encoding="utf-8") == SESSION
    assert (folder / "distribution.md").read_text(encoding="utf-8") == REPORT
    departments = ["distribution", "finance", "legal", "licensing", "technology"]
    assert sorted(path.stem for path in folder.iterdir()) == sorted([*departments, "session"])
    assert {path: content for path, content in tree().items() if path in before} == before
    assert not findings()
    reports = open_workspace(Path()).portfolio.reports_by_session["2027-02-check-in"]
    assert {report.id.partition("/")[2]: report.data.model_fields_set for report in reports} == {
        department: {"by"} for department in departments
    }
    followup("session new")
    assert "date: 2027-03-02" in head_of("2027-03-check-in")


@pytest.mark.parametrize("taken_out", [r"^#(?=\S|  )", r"^#(?=\S)|^# (?= )"])
def test_every_line_counts_once_its_mark_is_taken_out(taken_out: str) -> None:
    # An editor takes out the blank behind the mark as well, where there is one.
    followup("session new")
    for path in (SESSIONS / "2027-02-check-in").iterdir():
        text = path.read_text(encoding="utf-8")
        counting = re.sub(taken_out, "", text, flags=re.MULTILINE)
        assert counting.count("\n#") < text.count("\n#")
        path.write_text(counting, encoding="utf-8")
    assert {one.rule for one in findings()} == {"placeholder-text"}, "nobody has written anything yet"
    for path in (SESSIONS / "2027-02-check-in").iterdir():
        path.write_text(path.read_text(encoding="utf-8").replace('"..."', "Our own words"), encoding="utf-8")
    assert not findings()
    portfolio = open_workspace(Path()).portfolio
    reports = portfolio.reports_by_session["2027-02-check-in"]
    assert all(one.data.assessment and one.data.challenges and one.data.achievements for one in reports)
    session = portfolio.sessions["2027-02-check-in"].data
    assert (session.chair, len(session.attendees)) == ("v.mahlangu", 5)


def test_what_the_schedule_prints_can_be_typed(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("2026-07-check-in", "2026-11-17-portal-live", "2026-q3-review", "2026-12-check-in"):
        shutil.rmtree(SESSIONS / name)
    followup("schedule --until 2027-07-01 --format json")
    called = {one["file"] for one in json.loads(capsys.readouterr().out)["sessions"] if one["session"] is None}
    followup("schedule --until 2027-07-01")
    # What names the sessions that are gone is at fault, and stays so.
    faults = {(one.rule, one.location.path) for one in findings()}
    commands = [line.strip() for line in capsys.readouterr().out.split("\n") if "followup session new" in line]
    assert len(commands) == len(called) == 11
    made = set()
    for command in commands:
        before = set(SESSIONS.iterdir())
        followup(command.removeprefix("followup "))
        made |= {f"sessions/{path.name}/session.md" for path in set(SESSIONS.iterdir()) - before}
    assert {(one.rule, one.location.path) for one in findings()} <= faults
    capsys.readouterr()
    followup("schedule --until 2027-07-01 --format json")
    assert not [one for one in json.loads(capsys.readouterr().out)["sessions"] if one["session"] is None]
    # One whose last day is over takes the next day on which people meet, and is called by that.
    assert made - called == {"sessions/2026-11-30-portal-live/session.md"}
    assert "date: 2026-11-30" in head_of("2026-11-30-portal-live")


def test_quarters_are_named_as_the_ones_before_them() -> None:
    shutil.rmtree(SESSIONS / "2026-q3-review")
    followup("session new --cadence quarterly-review")
    head = head_of("2026-q3-review")
    assert "title: Review of the third quarter of 2026" in head
    assert "date: 2026-12-09" in head


@pytest.mark.parametrize(
    ("typed", "name", "lines", "said"),
    [
        (
            "--cadence monthly-check-in --date 2027-02-04 --time 10:30 --minutes 45 --chair c.botha --place 'Room 2'",
            "2027-02-check-in",
            ["occurrence: 2027-02-02", "date: 2027-02-04", "time: 10:30", "place: Room 2", "chair: c.botha"],
            "it takes the place of the session of 2027-02-02",
        ),
        (
            "--kind ad-hoc --date 2026-12-26 --title 'What now: the bank' --department legal --department finance",
            "2026-12-26-what-now-the-bank",
            ['title: "What now: the bank"', "departments: [legal, finance]"],
            "2026-12-26 is a holiday: Day of Goodwill",
        ),
        (
            "--kind ad-hoc --date 2026-12-05 --title X --id the-bank",
            "the-bank",
            ["title: X"],
            "2026-12-05 is a Saturday",
        ),
        (
            "--kind ad-hoc --date 2026-05-20 --title Forgotten",
            "2026-05-20-forgotten",
            ["status: planned"],
            "2026-05-20 is over; if it was held: followup session hold 2026-05-20-forgotten --chair P",
        ),
        ("--date 2027-02-02", "2027-02-check-in", ["cadence: monthly-check-in"], ""),
        (
            "--cadence monthly-check-in --date 2026-12-15",
            "2026-12-15-monthly-check-in",
            ["date: 2026-12-15"],
            "every day of monthly-check-in near 2026-12-15 has a session, so this one is additional",
        ),
        (
            "--milestone technology-2026/old-store-off --date 2027-01-20",
            "2027-01-20-old-store-off",
            ["kind: post-milestone", "cadence: after-milestone", "milestone: technology-2026/old-store-off"],
            "",
        ),
    ],
)
def test_a_session_of_a_day_and_kind(
    typed: str, name: str, lines: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    followup(f"session new {typed}")
    assert not findings()
    assert set(lines) <= set(head_of(name).split("\n"))
    assert not lines[0].startswith("occurrence") or "minutes" not in head_of(name)
    told = capsys.readouterr().err
    assert told == (f"followup: {said}\n" if said else "")


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("--cadence monthly-chek-in", 2, "Did you mean monthly-check-in?"),
        ("--cadence after-milestone", 1, "no major milestone waits for a session of after-milestone"),
        ("--cadence after-milestone --date 2027-01-05", 1, "add --milestone REF"),
        ("--date 2027-02-03", 1, "no series calls for a session on 2027-02-03 that is not on file; add --cadence C"),
        ("--date 2027-02-30", 2, "'2027-02-30' is no day"),
        ("--cadence monthly-check-in --date 2026-12-01", 1, "has a session on 2026-12-01 already, 2026-12-check-in"),
        ("--kind ad-hoc", 2, "add --date DATE, the day of the session; add --title TEXT, its title"),
        ("--kind post-milestone --date 2027-01-05", 2, "add --milestone REF"),
        ("--kind ad-hoc --cadence monthly-check-in", 2, "leave one out"),
        ("--kind adhoc", 2, "'adhoc' is not one of"),
        ("--kind ad-hoc --milestone finance-2026/portal-live", 2, "leave out --kind ad-hoc"),
        ("--kind ad-hoc --date 2026-12-09 --title X --time 11:30", 1, "2026-q3-review asks the same departments"),
        ("--kind monthly --date 2026-12-01 --title X", 1, "2026-12-check-in asks the same departments on 2026-12-01"),
        ("--milestone finance-2026/portal-live", 1, "2026-11-17-portal-live follows finance-2026/portal-live already"),
        ("--milestone technology-2026/old-store-off", 1, "is due on 11 December 2026 and not reached"),
        ("--milestone technology-2026/old-store-of", 2, "Did you mean technology-2026/old-store-off?"),
        ("--milestone finance-2026/backlog", 1, "it is no major milestone of an approved plan"),
        ("--milestone finance-2026/backlog --cadence monthly-check-in", 1, "does not follow milestones"),
        ("--chair nobody", 2, "there is no person nobody."),
        ("--department finanse", 2, "Did you mean finance?"),
        ("--department organisation", 2, "there is no department organisation."),
        ("--time 9:30", 2, "'9:30' is no time; write it as HH:MM, like 09:30"),
        ("--minutes 0", 2, "0 is not in the range"),
        ("--id 2026-q1-review", 1, "there is already a session 2026-q1-review"),
        ("--id Q1", 2, "is not an id"),
        ("--title ' '", 2, "--title: this text is empty"),
        ("--at HEAD", 2, "--at names the past"),
        ("--kind ad-hoc --date 2027-01-05 --title 'a\u202eb'", 1, "the invisible character U+202E cannot stand"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    typed: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree()
    followup(f"session new {typed}", status)
    assert said in capsys.readouterr().err
    assert tree() == before
    assert set(SESSIONS.iterdir()) == {SESSIONS / path.split("/")[2] for path in before if "/sessions/" in path}


def test_a_report_that_says_nothing_was_not_sent(capsys: pytest.CaptureFixture[str]) -> None:
    followup("session new")
    path = SESSIONS / "2027-02-check-in/finance.md"

    def page() -> list[str]:
        workspace = open_workspace(Path())
        subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, ())
        view = dict(build_session_pages(subject))["2027-02-check-in"]
        # Headings for minutes that nobody has written are no notes.
        assert not view.text.markdown
        return [str(row.cells[2]) for row in view.expected.rows]

    assert sum("not sent yet" in cell for cell in page()) == 5
    path.write_text(path.read_text(encoding="utf-8") + "All is well.\n", encoding="utf-8")
    assert sum("not sent yet" in cell for cell in page()) == 4
    assert "The report of Finance to Check-in, February 2027 is prepared." in capsys.readouterr().out
