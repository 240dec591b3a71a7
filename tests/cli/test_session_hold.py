"""A session was held."""

from __future__ import annotations

import contextlib
import os
import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from written_tree import TREE

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
PLANNED = """\
---
# The chair's own words.
title: 'Q2 review'   # in Rosebank
kind: quarterly
date: "2026-06-10"
status: planned   # so far

departments: [finance]
#attendees: [t.mokoena]
---
Bring   coffee.
"""
CANCELLED = "---\ntitle: May\nkind: monthly\ndate: 2026-05-05\nstatus: cancelled\n---\n"
LATER = "---\ntitle: July\nkind: monthly\ndate: 2026-07-07\nstatus: planned\nchair: z.khumalo\n---\n"
FILE = Path("records/sessions/2026-q2-review/session.md")
SESSIONS = {
    "records/sessions/2026-q2-review/session.md": PLANNED,
    "records/sessions/2026-05/session.md": CANCELLED,
    "records/sessions/2026-07/session.md": LATER,
}


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree({**TREE, **SESSIONS})
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    return root


def followup(typed: str, status: int = 0) -> None:
    assert run(shlex.split(typed)) == status


def text() -> str:
    return FILE.read_bytes().decode("utf-8")


def test_a_session_is_held_and_what_is_new_is_added_later(capsys: pytest.CaptureFixture[str]) -> None:
    hold = "session hold 2026-q2-review"
    first = f"{hold} --chair z.khumalo --attendee t.mokoena --attendee n.dlamini --decision keep-scope 'Keep: all'"
    followup(f"{first} --dry-run")
    assert text() == PLANNED
    followup(first)
    held = (
        PLANNED.replace("status: planned", "status: held")
        .replace("far\n\n", "far\nchair: z.khumalo\n\n")
        .replace("#attendees: [t.mokoena]\n", "")
        .replace("[finance]\n", '[finance]\nattendees: [t.mokoena, n.dlamini]\ndecisions:\n  keep-scope: "Keep: all"\n')
    )
    assert text() == held
    assert "Q2 review, 10 June 2026: it was held." in capsys.readouterr().out
    assert run(["check"]) == 0
    capsys.readouterr()
    followup(first)
    assert capsys.readouterr().out == "2026-q2-review says so already; nothing to do.\n"
    followup(f"{hold} --attendee s.pillay --attendee t.mokoena --apology c.botha --decision more 'And more'")
    assert "attendees: [t.mokoena, n.dlamini, s.pillay]\napologies: [c.botha]\n" in text()
    assert "more: And more" in text()
    assert run(["check"]) == 0


def test_one_that_was_held_on_another_day_tells_so(capsys: pytest.CaptureFixture[str]) -> None:
    followup("session hold 2026-q2-review --chair z.khumalo --on 2026-06-12")
    assert 'date: "2026-06-12"\n' in text()
    assert text().endswith("---\nMoved from 2026-06-10 to 2026-06-12.\n\nBring   coffee.\n")
    assert "status: held   # so far\n" in text()
    assert "nobody says who was there; add --attendee P, or attendees to" in capsys.readouterr().err
    followup("session hold 2026-07 --on 2026-06-11")
    assert run(["check"]) == 0


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("body", ["", "\n", "Text", "## Minutes\n\nText\n\n", None])
def test_bytes_that_nobody_asked_to_change_stay(end: str, mark: bytes, body: str | None) -> None:
    before = PLANNED.replace("Bring   coffee.\n", body or "")
    if body is None:
        before = before.removesuffix("\n")
    FILE.write_bytes(mark + before.replace("\n", end).encode())
    followup("session hold 2026-q2-review --chair z.khumalo --on 2026-06-12")
    after = FILE.read_bytes()
    assert after.startswith(mark)
    lines = after.removeprefix(mark).decode("utf-8").split(end)
    assert end == "\n" or "\n" not in "".join(lines)
    added = ["chair: z.khumalo", "Moved from 2026-06-10 to 2026-06-12."]
    left = [line for line in lines if line not in added]
    changed = before.replace("status: planned", "status: held").replace("2026-06-10", "2026-06-12")
    assert [line for line in left if line] == [line for line in changed.split("\n") if line]
    assert after.endswith((end.encode(), b"Text"))


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("2026-q2-review", 2, "something is missing: add --chair P, who led it"),
        ("2026-q2-reviw --chair z.khumalo", 2, "there is no session 2026-q2-reviw. Did you mean 2026-q2-review?"),
        ("2026-q2-review --chair z.kumalo", 2, "there is no person z.kumalo. Did you mean z.khumalo?"),
        ("2026-q2-review --chair z.khumalo --attendee nobody", 2, "there is no person nobody."),
        ("2026-q2-review --chair z.khumalo --attendee c.botha --apology c.botha", 1, "it would add 1 error"),
        (
            "2026-q2-review --chair z.khumalo --decision 'Keep it' x",
            2,
            "--decision: 'Keep it' is not an id; write keep-it",
        ),
        ("2026-q2-review --chair z.khumalo --decision keep ''", 2, "--decision keep: this text is empty"),
        ("2026-q2-review --chair z.khumalo --decision a x --decision a y", 2, "two decisions have one short name"),
        ("2026-q2-review --chair z.khumalo --on 2026-06-15", 1, "2026-06-15 is to come, so nothing was held on it yet"),
        ("2026-07", 1, "is planned for 2026-07-07, which is to come; if it was held before, add --on DATE"),
        ("2026-07 --on 2026-02-30", 2, "is no day"),
        ("2026-05 --chair z.khumalo", 1, "2026-05 was cancelled; if it was held all the same, edit records/sessions"),
        ("2026-05", 1, "2026-05 was cancelled"),
        ("2026-q1-review --chair c.botha", 1, "2026-q1-review was chaired by z.khumalo; to change that, edit"),
        ("2026-q1-review --on 2026-04-16", 1, "2026-q1-review was held on 2026-04-15; to change that, edit"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    typed: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in Path("records").rglob("*.md")}
    followup(f"session hold {typed}", status)
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in Path("records").rglob("*.md")} == before


def test_a_decision_is_not_reworded(capsys: pytest.CaptureFixture[str]) -> None:
    followup("session hold 2026-q2-review --chair z.khumalo --decision keep 'Keep it'")
    followup("session hold 2026-q2-review --decision keep 'Drop it'", 1)
    assert "2026-q2-review has a decision keep already; give another key, or edit" in capsys.readouterr().err


def test_a_style_that_cannot_be_edited_prints_the_edit(capsys: pytest.CaptureFixture[str]) -> None:
    FILE.write_text(PLANNED.replace("status: planned", "status: >-\n  planned\n#"), encoding="utf-8")
    before = text()
    followup("session hold 2026-q2-review --chair z.khumalo", 1)
    said = capsys.readouterr().err
    assert "write this by hand:\n    status: held" in said
    assert text() == before


def test_who_led_it_is_asked_for_on_a_terminal(root: Path) -> None:
    pty = pytest.importorskip("pty")
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the child is another process
        os.chdir(root)
        os.execv(sys.executable, [sys.executable, "-m", "followup_build", "session", "hold", "2026-q2-review"])  # noqa: S606
    shown = b""
    while not shown.endswith(b"Who led it: "):
        shown += os.read(terminal, 1024)
    os.write(terminal, b"z.khumalo\n")
    with contextlib.suppress(OSError):
        while more := os.read(terminal, 1024):
            shown += more
    assert os.waitpid(pid, 0)[1] == 0
    assert "chair: z.khumalo\n" in text()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("decisions: {  }   # none yet", "decisions: {keep: Keep the scope  }   # none yet"),
        ("decisions: {}", "decisions: {keep: Keep the scope}"),
        ("decisions:", "decisions:\n  keep: Keep the scope"),
        ("place: Here", "place: Here\nchair: z.khumalo\ndecisions:\n  keep: Keep the scope"),
    ],
)
def test_a_decision_joins_what_stands_there(before: str, after: str) -> None:
    FILE.write_text(PLANNED.replace("#attendees: [t.mokoena]", before), encoding="utf-8")
    followup('session hold 2026-q2-review --chair z.khumalo --decision keep "Keep the scope"')
    assert f"{after}\n" in text()


def test_an_empty_list_is_filled_and_a_long_one_is_broken() -> None:
    FILE.write_text(PLANNED.replace("#attendees: [t.mokoena]", "attendees: [  ]   # all"), encoding="utf-8")
    followup("session hold 2026-q2-review --chair z.khumalo --attendee s.pillay --attendee n.dlamini")
    assert "attendees: [s.pillay, n.dlamini  ]   # all\n" in text()
    people = Path("records/people.yml")
    more = "".join(f"person-number-{number}: {{name: Person {number}}}\n" for number in range(20))
    people.write_text(people.read_text(encoding="utf-8") + more, encoding="utf-8")
    excused = " ".join(f"--apology person-number-{number}" for number in range(20))
    followup(f"session hold 2026-q2-review {excused}")
    assert max(map(len, text().split("\n"))) <= 120
    assert run(["check"]) == 0
    assert run(["format", "--check"]) == 0
