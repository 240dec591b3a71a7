"""Every command that writes, disturbed: by another writer, by Ctrl-C, by itself at once, by a limit of the system."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from command_examples import CASES, after_running, example
from record_cases import NAMES, NOW
from styled_trees import PLAIN, Tree, data_of, told
from tripwire import WRITES, Tripwire

from followup_build.editing.splices import Splice, Splicer
from followup_build.editing.store import write_files
from followup_build.source.tree import is_ignored

PROGRESS = NAMES["progress"]
EDITING = [name for name in CASES if "new" not in name and name not in ("adjust", "holidays")]
"""Those that edit a record that is there."""


@pytest.fixture
def tree(write_tree: Callable[[Mapping[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Tree:
    root = write_tree(PLAIN)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    return Tree(root)


@pytest.mark.parametrize("command", CASES)
def test_a_file_that_somebody_changes_meanwhile_is_theirs(
    command: str, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, content = example(command)
    old, new = after_running(tree, case, content)
    tree.write(case.path, content)
    (changed,) = {path for path in new if new[path] != old.get(path)}
    theirs = b"# theirs\n" + old.get(changed, b"")
    real = write_files

    def late(root: Path, writes: Sequence[Any]) -> None:
        (root / changed).parent.mkdir(parents=True, exist_ok=True)
        (root / changed).write_bytes(theirs)
        real(root, writes)

    monkeypatch.setattr("followup_build.cli.writing.write_files", late)
    status, said = told(case.typed)
    assert (status, tree.files()) == (1, {**old, changed: theirs})
    assert f"{changed} was changed meanwhile" in said or f"{changed} is already there" in said


@pytest.mark.parametrize("command", CASES)
def test_whoever_presses_ctrl_c_finds_the_old_file_or_the_new_one(
    command: str, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, content = example(command)
    old, new = after_running(tree, case, content)
    number, states = 0, []
    while True:
        number += 1
        tree.write(case.path, content)

        def interrupt() -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            wire = Tripwire(patch, number, interrupt, WRITES)
            status, _ = told(case.typed)
        now = tree.files()
        records = {path: each for path, each in now.items() if not is_ignored(Path(path).name)}
        assert records in (old, new)
        for path in now.keys() - records.keys():
            (tree.root / path).unlink()
        if wire.count < number:
            break
        assert status == 130
        states.append(records == new)
    assert status == 0
    assert states == sorted(states)
    assert len(states) > 4


@pytest.mark.parametrize(
    "command", [name for name in CASES if "new" not in name and name not in ("adjust", "holidays")]
)
def test_an_edit_that_does_more_than_it_says_is_never_written(
    command: str, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, content = example(command)
    before = tree.write(case.path, content)
    real = Splicer.splice

    def greedy(self: Splicer, edit: Any) -> Splice:
        one = real(self, edit)
        # One character more of what stood there before is gone.
        return Splice(max(one.start - 2, 0), one.end, one.text)

    monkeypatch.setattr(Splicer, "splice", greedy)
    status, said = told(case.typed)
    assert (status, tree.files()) == (3, before)
    assert "did not come out right; nothing written" in said


def start(*typed: str, **more: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "followup_build", *typed]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)


def test_eight_who_report_at_once_are_all_heard(tree: Tree) -> None:
    tree.write(PROGRESS, b"kpis:\n  paid:\n    # by mail\n")
    months = ("2026-03", "2026-04", "2026-05", "2026-06")
    asked = [(kpi, month) for kpi in ("paid", "days") for month in months]
    running = [start("measure", f"finance-2026/{kpi}", month, "31") for kpi, month in asked]
    outputs = [one.communicate()[0] for one in running]
    assert [one.returncode for one in running] == [0] * 8, outputs
    said = data_of(PROGRESS, tree.files()[PROGRESS])
    assert said == {"kpis": {kpi: dict.fromkeys(months, "31") for kpi in ("paid", "days")}}
    assert b"# by mail\n" in tree.files()[PROGRESS]


def test_of_eight_who_want_one_name_one_gets_it(tree: Tree) -> None:
    typed = ("--owner", "n.dlamini", "--due", "2026-07-15", "--follow-up", "2026-09-01", "--session", "2026-q1-review")
    running = [start("action", "new", f"Number {number}", "--id", "the-one", *typed) for number in range(8)]
    told_by = [(one.communicate()[0], one.returncode) for one in running]
    assert sorted(status for _, status in told_by) == [0, *[1] * 7]
    assert all("there is already an adjustment or action the-one" in said for said, status in told_by if status)
    assert "records/actions/2026/the-one.yml" in tree.files()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_output_that_cannot_be_shown_does_not_hide_that_it_is_written(tree: Tree) -> None:
    tree.write(PROGRESS, b"kpis:\n  paid:\n    2026-03: 80\n")
    command = [sys.executable, "-m", "followup_build", "measure", "finance-2026/paid", "2026-04", "81"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    said = f"followup: {PROGRESS}: written, but the output cannot be: no space left on device\n"
    assert (done.returncode, done.stderr) == (2, said)
    assert data_of(PROGRESS, tree.files()[PROGRESS]) == {"kpis": {"paid": {"2026-03": "80", "2026-04": "81"}}}


def test_a_real_limit_of_the_system_leaves_the_old_file(tree: Tree) -> None:
    resource = pytest.importorskip("resource")
    before = tree.write(PROGRESS, b"kpis:\n  paid:\n    2026-03: 80\n" + b"# a long file\n" * 100)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))

    running = start("measure", "finance-2026/paid", "2026-04", "81", preexec_fn=limit)
    said, _ = running.communicate()
    assert (running.returncode, said) == (2, f"followup: {PROGRESS} cannot be written: file too large\n")
    assert tree.files() == before


@pytest.mark.parametrize(
    "title",
    [
        "../../etc/passwd",
        "a/b\\c",
        "x" * 300,
        "🚀🚀",
        "CON",
        "-rf ~",
        ".hidden",
        "Ünïcödé & Co.",
        "%2e%2e%2f",
        "session.md",
    ],
)
def test_a_title_never_leads_out_of_its_folder(tree: Tree, title: str) -> None:
    before = tree.files()
    said = ("--owner=n.dlamini", "--follow-up=2026-12-15")
    commands = (
        ("action", "new", "--due=2026-07-15", "--session=2026-q1-review", *said, "--", title),
        ("feedback", "new", "--", title),
        ("adjust", "finance-2026/portal", "--due=2026-09-15", "--reason=Late", f"--title={title}", *said),
    )
    for typed in commands:
        assert told(typed)[0] == 0
    new = sorted(tree.files().keys() - before.keys())
    folders = [r"records/actions/2026/", r"records/adjustments/finance/", r"records/feedback/"]
    assert len(new) == len(folders)
    for path, folder in zip(new, folders, strict=True):
        assert re.fullmatch(rf"{folder}2026-06-14-?[a-z0-9-]{{0,100}}\.(yml|md)", path), path
    assert told(("check",))[0] == 0
