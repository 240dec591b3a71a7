from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from followup_build.cli import run
from followup_build.diagnostics.terminal import width_of
from followup_build.views.agenda import build_agenda
from followup_build.views.cells import text_of
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
ROOT = Path(__file__).parents[2]
DAY, NEXT = "2026-11-20", "2026-q3-review"
SESSION = """\
---
title: %s
kind: quarterly
date: %s
status: %s
chair: z.khumalo
%s---
"""
PLAN = """\
title: Plan
department: finance
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2026-01-02}]
milestones: {portal: {title: "%s", owner: n.dlamini, due: 2026-05-01}}
"""


@pytest.fixture
def _at_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "88")


def agenda(*arguments: str) -> int:
    return run(["session", "agenda", *arguments])


@pytest.mark.usefixtures("_at_the_example")
def test_the_agenda_of_the_next_quarterly_review_as_a_chair_reads_it(
    capsys: pytest.CaptureFixture[str], hold_golden: Callable[[str, str], None]
) -> None:
    assert agenda(NEXT, "--as-of", DAY) == 0
    hold_golden("agenda.txt", capsys.readouterr().out)


@pytest.mark.usefixtures("_at_the_example")
@pytest.mark.parametrize("columns", [40, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal_or_than_people_read(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    agenda(NEXT, "--as-of", DAY, "--all")
    assert max(map(width_of, capsys.readouterr().out.splitlines())) <= min(columns, 100)


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], _at_the_example: None) -> dict[str, str]:
    """What the agenda of the example says of each part."""
    agenda(NEXT, "--as-of", DAY, "--format", "markdown")
    text = capsys.readouterr().out
    parts = re.findall(r"^## (?:\d\d:\d\d )?([^\n]+)\n\n(?:[\w-]+ minutes\. )?([^\n]+)", text, re.MULTILINE)
    return dict(parts)


def status(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    run(["status", "--as-of", DAY, "--format", "json"])
    items: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["items"]
    return items


def test_every_figure_is_the_one_of_status(told: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    items = status(capsys)
    adjustments = [one["figures"] for one in items if one["kind"] == "adjustment"]
    actions = [one["figures"] for one in items if one["kind"] == "action"]
    proposed = sum(one["state"] == "proposed" for one in adjustments)
    due = sum(one["state"] == "approved" and one["follow_up"] <= "2026-12-09" for one in adjustments)
    assert told["C. Adjustments"] == f"{proposed} to decide, {due} effect to review."
    overdue = sum(one["days_overdue"] > 0 for one in actions)
    blocked = sum(one["state"] == "blocked" and not one["days_overdue"] for one in actions)
    assert f" actions: {overdue} overdue, {blocked} blocked" in told["Actions carried over"]
    (counts,) = (one["figures"]["counts"] for one in items if one["kind"] == "organisation")
    red = counts.get("off_track", 0) + counts.get("missed", 0)
    assert told["A. Progress by department"].endswith(f", {red} off track or missed.")
    assert min(proposed, due, overdue, blocked, red) > 0


def test_the_site_says_the_same_of_each_part(told: dict[str, str]) -> None:
    workspace = open_workspace(ROOT, as_of=date.fromisoformat(DAY))
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, ())
    overview = build_agenda(subject, workspace.portfolio.sessions[NEXT]).overview
    assert {text_of(row.cells[0]): f"{row.cells[1]}." for row in overview.rows}.items() <= told.items()


@pytest.mark.usefixtures("_at_the_example")
def test_without_an_id_it_is_the_next_session_planned(capsys: pytest.CaptureFixture[str]) -> None:
    assert agenda("--as-of", DAY) == 0
    printed = capsys.readouterr()
    assert printed.err == "the next session planned is 2026-12-check-in\n"
    assert printed.out.startswith("Check-in, December 2026\n")
    agenda("2026-12-check-in", "--as-of", DAY)
    assert capsys.readouterr().out == printed.out
    agenda("--as-of", DAY, "-q")
    assert capsys.readouterr() == (printed.out, "")


@pytest.mark.usefixtures("_at_the_example")
def test_a_session_that_was_held_has_one_as_of_a_day_before(capsys: pytest.CaptureFixture[str]) -> None:
    assert agenda("2026-q2-review", "--as-of", DAY) == 1
    said = capsys.readouterr()
    assert said.out == ""
    command = "followup session agenda 2026-q2-review --as-of 2026-09-08"
    assert said.err == (
        f"followup: 2026-q2-review was held on 9 September 2026; its agenda as things stood the day before: {command}\n"
    )
    assert run(command.split()[1:]) == 0
    assert "State as of 8 September 2026" in capsys.readouterr().out


@pytest.mark.usefixtures("_at_the_example")
@pytest.mark.parametrize(
    ("session", "said"),
    [
        (
            "2026-08-check-in",
            "2026-08-check-in was cancelled, and has no agenda; what is open is on the agenda of 2026-12-check-in\n",
        ),
        (
            "2026-10-27-data-platform",
            "the day before: followup session agenda 2026-10-27-data-platform --as-of 2026-10-26\nwhat is open now: ",
        ),
    ],
)
def test_what_was_cancelled_or_missed_says_where_its_things_are(
    session: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert agenda(session, "--as-of", DAY) == 1
    assert said in capsys.readouterr().err


@pytest.mark.usefixtures("_at_the_example")
def test_wrong_usage_and_no_planned_session_say_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert agenda("2026-q3-revue", "--as-of", DAY) == 2
    assert "there is no session 2026-q3-revue. Did you mean 2026-q3-review?" in capsys.readouterr().err
    assert agenda("--as-of", "2030-01-01") == 1
    assert "no session is planned; followup schedule tells which are due" in capsys.readouterr().err


@pytest.mark.usefixtures("_at_the_example")
def test_the_name_of_the_file_says_the_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.txt", "a.md", "a.html"):
        assert agenda(NEXT, "--as-of", DAY, "--color", "always", "-o", str(tmp_path / name)) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "a.md").read_text(encoding="utf-8").startswith("# Review of the third quarter of 2026\n")
    html = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert "\x1b" not in (tmp_path / "a.txt").read_text(encoding="utf-8")
    # One file: no script, and nothing that a browser would fetch.
    assert not re.findall(r"<script|<link|<img|@import|url\(| src=", html)
    assert agenda(NEXT, "--as-of", DAY, "-o", str(tmp_path / "a.pdf")) == 2
    assert "a.pdf does not say which format; add --format text|markdown|html" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()
    assert agenda(NEXT, "--as-of", DAY, "-o", str(tmp_path / "none/a.md")) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.usefixtures("_at_the_example")
def test_colour_stands_at_the_status_and_only_there(capsys: pytest.CaptureFixture[str]) -> None:
    agenda(NEXT, "--as-of", DAY)
    plain = capsys.readouterr().out
    agenda(NEXT, "--as-of", DAY, "--color", "always")
    coloured = capsys.readouterr().out
    assert "\x1b[31m(✖ off track)\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


HOSTILE = "<script>alert(1)</script> **@team** #12 [x](javascript:alert(1)) | `a`"


def test_what_records_say_is_text_in_every_form(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    topic = f"agenda: [{{topic: '{HOSTILE}', by: t.mokoena, minutes: 5}}]\n"
    tree = {
        "records/sessions/a/session.md": SESSION % (f"'{HOSTILE}'", "2026-06-02", "planned", topic),
        "records/plans/finance-2026.yml": PLAN % HOSTILE,
        "records/feedback/f.md": f"---\ntitle: '{HOSTILE}'\ndate: 2026-03-01\n---\n",
    }
    monkeypatch.chdir(write_tree(tree))
    found = {}
    for form in ("text", "markdown", "html"):
        assert agenda("a", "--as-of", "2026-05-20", "--format", form) == 0
        found[form] = capsys.readouterr().out
    assert "<script>alert(1)</script>" in found["text"].replace("\n    ", " ")
    assert "&lt;script&gt;" in found["html"]
    assert not re.findall(r"<script|href=\"javascript", found["html"])
    assert not re.findall(r"(?<!\\)<script|@team|#12|(?<!\\)\[x", found["markdown"])


def test_confidential_records_only_exist(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hidden = "confidential: true\n"
    action = (
        "title: Canary action\nowner: n.dlamini\ndue: 2026-06-30\nfollow_up: 2026-07-30\ndepartment: finance\n"
        "session: before\n"
    )
    adjustment = (
        "title: Canary adjustment\nreason: Canary reason\nowner: n.dlamini\nfollow_up: 2026-08-01\n"
        "proposed: {by: n.dlamini, on: 2026-05-02}\n"
        "changes: [{milestone: finance-2026/portal, due: {from: 2026-05-01, to: 2026-07-01}}]\n"
    )
    open_adjustment = adjustment.replace("Canary adjustment", "Open adjustment")
    report = (
        "---\nby: t.mokoena\nconfidential: true\nchallenges: {c: {title: Canary challenge, category: other, "
        "causes: [Canary cause]}}\nachievements: {w: {title: Canary win}}\n---\n"
    )
    tree = {
        "records/sessions/before/session.md": SESSION % ("Before", "2026-04-02", "held", ""),
        "records/sessions/a/session.md": SESSION % ("Open", "2026-06-02", "planned", ""),
        "records/sessions/b/session.md": SESSION
        % (
            "Canary session",
            "2026-06-03",
            "planned",
            f"agenda: [{{topic: Canary topic}}]\nplace: Canary place\n{hidden}",
        ),
        "records/sessions/before/finance.md": report,
        "records/plans/finance-2026.yml": PLAN % "Canary milestone" + hidden,
        "records/actions/x.yml": action + hidden,
        "records/plans/legal-2026.yml": (PLAN % "Open milestone").replace(": finance", ": legal"),
        "records/adjustments/legal/y.yml": adjustment.replace("finance-2026", "legal-2026") + hidden,
        "records/adjustments/finance/z.yml": open_adjustment,
        "records/feedback/f.md": f"---\ntitle: Canary feedback\ndate: 2026-03-01\n{hidden}---\nCanary\n",
        "records/practices/p.md": f"---\ntitle: Canary practice\nfrom: legal\nsince: 2026-05-01\n{hidden}---\nCanary\n",
    }
    monkeypatch.chdir(write_tree(tree))
    for session in ("a", "b"):
        for form in ("text", "markdown", "html"):
            assert agenda(session, "--as-of", "2026-05-20", "--format", form, "--all") == 0
            printed = capsys.readouterr().out
            assert "Canary" not in printed
            assert "onfidential" in printed
    assert "This session is confidential." in printed
    assert "What needs a decision" not in printed
    agenda("a", "--as-of", "2026-05-20")
    assert "Approve or reject: Confidential adjustment" in capsys.readouterr().out


def test_an_organisation_with_nothing_has_a_short_agenda(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(write_tree({"records/sessions/a/session.md": SESSION % ("First", "2026-06-02", "planned", "")}))
    assert agenda("--as-of", "2026-05-20") == 0
    printed = capsys.readouterr().out
    assert (
        printed
        == """\
First
Tuesday 2 June 2026, in 13 days
Rights House, agenda. State as of 20 May 2026, computed from the records.

Chair: Zanele Khumalo
Reports: none of 2 sent


What needs a decision
---------------------
  Nothing waits for a decision.


The meeting in short
--------------------
  - Actions carried over: 0 actions.
  - A. Progress by department: 0 milestones and KPIs, 0 off track or missed.
  - B. Roadblocks and root causes: 0 off track without an answer, 0 challenges still open.
  - C. Adjustments: 0 to decide, 0 effects to review.
  - D. Achievements and feedback: 0 achievements, 0 pieces of unanswered feedback.
  - What we learned: Nothing new.


A. Progress by department
-------------------------
0 milestones and KPIs, 0 off track or missed.

Where the departments stand
  - Rights House (? no data): nothing to count.
  - Finance (Thandi Mokoena) (? no data): nothing to count.
  - Legal (Saras Pillay) (? no data): nothing to count.

  - No plan in force: Rights House as a whole, Finance, Legal.
"""
    )


def test_records_with_errors_are_told_of(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = {
        "records/sessions/a/session.md": SESSION % ("First", "2026-06-02", "planned", ""),
        "records/actions/x.yml": "title: Half\n",
    }
    monkeypatch.chdir(write_tree(tree))
    assert agenda("--as-of", "2026-05-20") == 0
    assert "\n! The records have " in capsys.readouterr().out
