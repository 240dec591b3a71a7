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
ACTION = """\
title: Agree acceptance tests with the supplier
owner: n.dlamini   # until May
due: 2026-05-15
follow_up: 2026-06-15
department: finance
session: 2026-q1-review
"""
LOGGED = f"""\
{ACTION}updates:
  # by mail
  2026-05-02: {{due: 2026-05-20, note: 'A week more'}}
"""
FILE = Path("records/actions/2026/2026-04-15-tests.yml")
WHO = "--owner n.dlamini --due 2026-07-15 --follow-up 2026-09-01 --session 2026-q1-review"


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree({**TREE, str(FILE): ACTION})
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    return root


def action(typed: str, status: int = 0) -> None:
    assert run(["action", *shlex.split(typed)]) == status


def text() -> str:
    return FILE.read_text(encoding="utf-8")


def made() -> Path:
    """The one action that a command made."""
    new = [path for path in Path("records/actions").rglob("*.yml") if path != FILE]
    assert len(new) == 1
    return new[0]


def day(epoch_day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = {"2026-06-15": 1781524800, "2026-06-20": 1781956800}[epoch_day]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))


def test_a_new_action_is_a_file_that_checks(capsys: pytest.CaptureFixture[str]) -> None:
    typed = f"new 'Hire an analyst: now' {WHO} --for finance-2026/portal --for finance-2026 --kind corrective"
    action(f"{typed} --dry-run")
    assert capsys.readouterr().out.endswith("Nothing was written, because of --dry-run.\n")
    action(typed)
    assert made() == Path("records/actions/2026/2026-06-14-hire-an-analyst-now.yml")
    assert made().read_text(encoding="utf-8") == (
        'title: "Hire an analyst: now"\n'
        "owner: n.dlamini\n"
        "due: 2026-07-15\n"
        "follow_up: 2026-09-01\n"
        "department: finance\n"
        "session: 2026-q1-review\n"
        "for: [finance-2026/portal, finance-2026]\n"
        "kind: corrective\n"
    )
    shown = capsys.readouterr().out
    assert "New action: Hire an analyst: now, owned by Neo Dlamini, due 15 July 2026." in shown
    assert run(["check"]) == 0


def test_a_new_action_takes_the_next_free_id_and_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    action(f"new 'Hire' {WHO}")
    action(f"new 'Hire' {WHO}")
    assert {path.stem for path in Path("records/actions").rglob("*hire*")} == {"2026-06-14-hire", "2026-06-14-hire-2"}
    action(f"new 'Hire' {WHO} --id 2026-05-04-archive-date", 1)
    assert "there is already an adjustment or action 2026-05-04-archive-date" in capsys.readouterr().err


def test_an_action_may_serve_an_adjustment_in_another_department() -> None:
    action(
        "new 'Tell the board' --owner z.khumalo --due 2026-07-15 --follow-up 2026-09-01 --department legal "
        "--adjustment 2026-04-15-portal-date --id tell-board"
    )
    assert "department: legal\nadjustment: 2026-04-15-portal-date\n" in made().read_text(encoding="utf-8")


def test_what_comes_of_confidential_records_is_confidential() -> None:
    plan = Path("records/plans/finance-2026.yml")
    plan.write_text(f"confidential: true\n{plan.read_text(encoding='utf-8')}", encoding="utf-8")
    action(f"new 'Hire' {WHO} --for finance-2026/portal")
    assert "confidential: true\n" in made().read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "new"),
    [
        (
            "done 2026-04-15-tests --note 'Signed: both' --evidence https://example.org/7",
            '{state: done, note: "Signed: both", evidence: https://example.org/7}',
        ),
        ("update 2026-04-15-tests --note Slow --state in_progress", "{state: in_progress, note: Slow}"),
        (
            "update 2026-04-15-tests --percent 60 --owner t.mokoena --follow-up 2026-08-01 --due 2026-07-01",
            "{due: 2026-07-01, follow_up: 2026-08-01, owner: t.mokoena, percent: 60}",
        ),
        ("update 2026-04-15-tests --state dropped --note 'No portal'", "{state: dropped, note: No portal}"),
    ],
)
def test_news_is_one_line_in_the_log(typed: str, new: str) -> None:
    for before in (ACTION, LOGGED):
        FILE.write_text(before, encoding="utf-8")
        action(f"{typed} --dry-run")
        assert text() == before
        action(typed)
        head = before if before is LOGGED else f"{ACTION}updates:\n"
        assert text() == f"{head}  2026-06-14: {new}\n"
        assert run(["check"]) == 0


def test_news_of_an_earlier_day_stands_before_later_ones(capsys: pytest.CaptureFixture[str]) -> None:
    FILE.write_text(LOGGED, encoding="utf-8")
    action("update 2026-04-15-tests --percent 10 --on 2026-04-20")
    assert "updates:\n  # by mail\n  2026-04-20: {percent: 10}\n" in text() or (
        "updates:\n  2026-04-20: {percent: 10}\n  # by mail\n" in text()
    )
    action("done 2026-04-15-tests --on 2026-04-30", 1)
    assert "has news of 2026-05-02 already, after 2026-04-30" in capsys.readouterr().err


def test_an_action_goes_to_its_end(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    action("verify 2026-04-15-tests", 1)
    assert "is open, and only what is done can be verified: followup action done 2026-04-15-tests" in (
        capsys.readouterr().err
    )
    action("update 2026-04-15-tests --percent 90")
    action("done 2026-04-15-tests --note Signed")
    assert "Agree acceptance tests with the supplier: ✖ off track → ● on track" in capsys.readouterr().out
    action("verify 2026-04-15-tests", 1)
    assert "was done on 2026-06-14; look whether it worked from 2026-06-15 on" in capsys.readouterr().err
    action("done 2026-04-15-tests --note Again")
    assert capsys.readouterr().out == (
        "2026-04-15-tests is done since 2026-06-14, and followup action update 2026-04-15-tests --note TEXT adds a "
        "note to that; nothing to do.\n"
    )
    day("2026-06-15", monkeypatch)
    action("verify 2026-04-15-tests --failed --due 2026-07-10 --follow-up 2026-07-31 --note 'Two defects'")
    day("2026-06-20", monkeypatch)
    action("done 2026-04-15-tests --on 2026-06-16")
    action("verify 2026-04-15-tests")
    assert "before its follow-up on 2026-07-31" in capsys.readouterr().out
    for typed in ("verify 2026-04-15-tests", "done 2026-04-15-tests"):
        action(typed)
        assert capsys.readouterr().out == "2026-04-15-tests is verified since 2026-06-20; nothing to do.\n"
    assert text() == (
        f"{ACTION}updates:\n"
        "  2026-06-14: {state: done, percent: 90, note: Signed}\n"
        "  2026-06-15: {state: ineffective, due: 2026-07-10, follow_up: 2026-07-31, note: Two defects}\n"
        "  2026-06-16: {state: done}\n"
        "  2026-06-20: {state: verified}\n"
    )
    action("update 2026-04-15-tests --due 2026-08-01", 1)
    assert "is verified since 2026-06-20; to open it again, add --state in_progress" in capsys.readouterr().err
    assert run(["check"]) == 0


def test_what_was_dropped_is_opened_first(capsys: pytest.CaptureFixture[str]) -> None:
    action("update 2026-04-15-tests --state dropped --note 'No portal' --on 2026-06-10")
    action("update 2026-04-15-tests --state dropped --note 'No portal'")
    assert "is dropped since 2026-06-10" in capsys.readouterr().out
    action("done 2026-04-15-tests", 1)
    assert "to open it again: followup action update 2026-04-15-tests --state in_progress" in capsys.readouterr().err
    action("update 2026-04-15-tests --state in_progress --on 2026-06-12")
    action("done 2026-04-15-tests")
    assert run(["check"]) == 0


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (f"new ' ' {WHO}", 2, "TITLE: this text is empty"),
        ("new Hire", 2, "add --owner P, who does it; add --due DATE"),
        (
            "new Hire --owner n.dlamini --due 2026-07-15 --follow-up 2026-09-01",
            2,
            "add --session S (or --adjustment A)",
        ),
        (
            "new Hire --owner z.khumalo --due 2026-07-15 --follow-up 2026-09-01 --session 2026-q1-review",
            2,
            "add --department D, the department that it belongs to, as Zanele Khumalo has none",
        ),
        (f"new Hire {WHO} --owner n.dlamin", 2, "there is no person n.dlamin. Did you mean n.dlamini?"),
        (f"new Hire {WHO} --session 2026-q1", 2, "there is no session 2026-q1. Did you mean 2026-q1-review?"),
        (f"new Hire {WHO} --department finanse", 2, "Did you mean finance?"),
        (f"new Hire {WHO} --for finance-2026/portl", 2, "Did you mean finance-2026/portal?"),
        (f"new Hire {WHO} --due 2026-02-30", 2, "'2026-02-30' is no day"),
        (f"new Hire {WHO} --follow-up 2026-07-01", 1, "it would add 1 error to the records"),
        (f"new Hire {WHO} --due 2026-04-01", 1, "it would add 1 error to the records"),
        (f"new Hire {WHO} --id Hire", 2, "--id: "),
        (f"new Hire {WHO} --kind urgent", 2, "'corrective'"),
        ("update 2026-04-15-tests", 2, "nothing is said of 2026-04-15-tests; give at least one of --state"),
        ("update 2026-04-15-test --percent 3", 2, "Did you mean 2026-04-15-tests?"),
        ("update 2026-04-15-tests --state finished", 2, "'in_progress'"),
        ("update 2026-04-15-tests --state dropped", 2, "--state dropped needs --note"),
        ("update 2026-04-15-tests --state ineffective", 2, "needs --due and --follow-up"),
        ("update 2026-04-15-tests --owner nobody", 2, "there is no person nobody."),
        ("update 2026-04-15-tests --due 2026-07-01", 1, "it would add 1 error to the records"),
        ("update 2026-04-15-tests --percent 3 --on 2026-06-15", 1, "it would add 1 error to the records"),
        ("done 2026-04-15-tests --note ''", 2, "--note: this text is empty"),
        ("done 2026-04-15-portal-date", 2, "there is no action 2026-04-15-portal-date."),
        ("verify 2026-04-15-tests --failed", 2, "add --due DATE, the day by which it is done now; add --follow-up"),
        ("verify 2026-04-15-tests --due 2026-07-01", 2, "belong to --failed"),
        ("close 2026-04-15-tests", 2, "there is no command action 'close'. Commands: new, update, done, verify."),
        ("dnoe 2026-04-15-tests", 2, "Did you mean done?"),
    ],
)
def test_a_slip_of_the_hand_is_told_and_nothing_is_written(
    typed: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    action(typed, status)
    assert said in capsys.readouterr().err
    assert text() == ACTION
    assert list(Path("records/actions").rglob("*.yml")) == [FILE]


def test_a_note_is_not_lost_to_another_of_the_same_day(capsys: pytest.CaptureFixture[str]) -> None:
    action("update 2026-04-15-tests --note First")
    action("update 2026-04-15-tests --note Second", 1)
    assert "2026-06-14 has its note already: 'First'; give another day by --on" in capsys.readouterr().err
    action("update 2026-04-15-tests --percent 20")
    action("update 2026-04-15-tests --percent 20")
    assert "says so already; nothing to do." in capsys.readouterr().out
    assert text() == f"{ACTION}updates:\n  2026-06-14: {{percent: 20, note: First}}\n"


def test_errors_that_were_there_do_not_stand_in_the_way() -> None:
    FILE.write_text(ACTION.replace("owner: n.dlamini", "owner: nobody"), encoding="utf-8")
    action("done 2026-04-15-tests")
    assert text().endswith("updates:\n  2026-06-14: {state: done}\n")


def test_what_a_new_action_lacks_is_asked_for_on_a_terminal(root: Path) -> None:
    pty = pytest.importorskip("pty")
    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the child is another process
        os.chdir(root)
        arguments = ["-m", "followup_build", "action", "new", "Hire", "--due", "2026-07-15"]
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606
    shown = b""
    for question, answer in (
        (b"Who does it: ", b"z.khumalo"),
        (b"looked at: ", b"2026-09-01"),
        (b"agreed: ", b"2026-q1-review"),
        (b"Khumalo has none: ", b"legal"),
    ):
        while not shown.endswith(question):
            shown += os.read(terminal, 1024)
        os.write(terminal, answer + b"\n")
    with contextlib.suppress(OSError):
        while more := os.read(terminal, 1024):
            shown += more
    assert os.waitpid(pid, 0)[1] == 0
    assert made().read_text(encoding="utf-8") == (
        "title: Hire\nowner: z.khumalo\ndue: 2026-07-15\nfollow_up: 2026-09-01\ndepartment: legal\n"
        "session: 2026-q1-review\n"
    )
