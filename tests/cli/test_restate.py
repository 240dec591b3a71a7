"""Values restated on a branch, in a real repository, held to the guard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from copied import GIT, done
from written_tree import TREE

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
PROGRESS = "kpis:\n  paid:\n    2026-03: 85   # by mail\n    2026-05: {value: 86.10, note: 'Two held back'}\n"
FILE = Path("records/progress/finance-2026.yml")


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree({**TREE, str(FILE): PROGRESS})
    (root / ".git").rmdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    git("init", "-q", "-b", "main")
    commit()
    git("checkout", "-q", "-b", "topic")
    return root


def git(*arguments: str) -> None:
    done([*GIT, *arguments], Path.cwd())


def commit() -> None:
    git("add", "-A")
    git("commit", "-qm", "records")


def restate(value: str, because: str, period: str = "2026-03") -> None:
    assert run(["measure", "finance-2026/paid", period, value, "--restate", "--because", because]) == 0


def line(period: str = "2026-03") -> str:
    return next(one.strip() for one in FILE.read_text(encoding="utf-8").splitlines() if period in one)


def guard(base: str = "main") -> int:
    return run(["check", "--base", base])


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_value_restated_twice_answers_to_the_base(is_committed: bool) -> None:
    restate("84", "Nine came late")
    if is_committed:
        commit()
    restate("83", "Ten came late")
    assert line() == "2026-03: {value: 83, restated: {from: 85, because: Ten came late}}   # by mail"
    assert guard() == 0


def test_what_goes_back_to_the_base_is_told_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    restate("84", "Nine came late")
    before = line()
    assert run(["measure", "finance-2026/paid", "2026-03", "85.0", "--restate", "--because", "They did not"]) == 1
    said = capsys.readouterr().err
    assert f"is 85 on the main branch, so nothing is restated any more; write 2026-03: 85 in {FILE}" in said
    assert line() == before
    restate("86.2", "One more", "2026-05")
    assert run(["measure", "finance-2026/paid", "2026-05", "86.1", "--restate", "--because", "No"]) == 1
    assert "write 2026-05: {value: 86.10, note: Two held back} in" in capsys.readouterr().err


def test_a_restatement_that_was_merged_is_the_base_of_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    restate("84", "Nine came late")
    commit()
    git("checkout", "-q", "main")
    git("merge", "-q", "topic")
    git("checkout", "-q", "-b", "next")
    restate("83", "Ten came late")
    assert line() == "2026-03: {value: 83, restated: {from: 84, because: Ten came late}}   # by mail"
    assert guard() == 0
    assert run(["measure", "finance-2026/paid", "2026-03", "84", "--restate", "--because", "Nine"]) == 1
    said = "write 2026-03: {value: 84, restated: {from: 85, because: Nine came late}} in"
    assert said in capsys.readouterr().err


def test_what_happened_on_main_since_does_not_count_and_an_old_copy_of_main_neither(tmp_path: Path) -> None:
    git("clone", "-q", "--bare", ".", str(tmp_path / "hub.git"))
    git("remote", "add", "hub", str(tmp_path / "hub.git"))
    restate("84", "Nine came late")
    commit()
    # Merged elsewhere: only the remote's main knows of it.
    git("push", "-q", "hub", "topic:main")
    git("fetch", "-q", "hub")
    git("checkout", "-q", "-b", "next")
    restate("83", "Ten came late")
    assert "from: 84" in line()
    assert guard("hub/main") == 0


def test_on_the_main_branch_the_value_that_stands_is_what_is_restated() -> None:
    git("checkout", "-q", "main")
    git("branch", "-qD", "topic")
    restate("84", "Nine came late")
    restate("83", "Ten came late")
    assert "from: 84" in line()


def test_a_value_that_is_new_on_the_branch_is_restated_from_what_it_was() -> None:
    assert run(["measure", "finance-2026/paid", "2026-04", "80"]) == 0
    restate("81", "Typo", "2026-04")
    restate("82", "Typo again", "2026-04")
    assert line("2026-04") == "2026-04: {value: 82, restated: {from: 81, because: Typo again}}"
    assert guard() == 0
