"""Every command that writes, with each call to the system failing in turn, and killed at each of them.

`FOLLOWUP_EXAMPLES` of 1000 or more lets every call fail with every code; otherwise the codes take turns.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from command_examples import CASES, Files, after_running, example
from record_cases import NOW, Case
from styled_trees import PLAIN, Tree, told
from tripwire import CALLS, CODES, READS, WRITES, Tripwire

from followup_build.source.tree import is_ignored
from followup_build.workspace import open_workspace

IS_LONG = int(os.environ.get("FOLLOWUP_EXAMPLES", "0")) >= 1000
EVERYWHERE = ("measure", "approve", "holidays")
"""Commands whose reading fails as well; what the others read, they read by the same calls."""

# Where a call of Python's own subprocess fails, what it started and opened is left to the collector.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture(autouse=True)
def _leave_nothing() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture
def tree(write_tree: Callable[[Mapping[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Tree:
    root = write_tree(PLAIN)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    return Tree(root)


def hold_to_old_or_new(tree: Tree, old: Files, new: Files) -> Files:
    """No file is torn, none is gone, and what was left over is no record; gives the records."""
    now = tree.files()
    assert all(is_ignored(Path(path).name) for path in now.keys() - new.keys())
    for path in old.keys() | new.keys():
        assert now.get(path) in (old.get(path), new.get(path)), path
    records = {path: content for path, content in now.items() if path in new}
    assert set(open_workspace(tree.root).paths) == records.keys()
    return records


@pytest.mark.parametrize("command", CASES)
def test_whatever_call_fails_each_file_is_old_or_new_and_the_message_is_true(
    command: str, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, content = example(command)
    old, new = after_running(tree, case, content)
    calls = {*CALLS, *WRITES, *(READS if command in EVERYWHERE or IS_LONG else ())}
    if command not in EVERYWHERE and not IS_LONG:
        calls = set(WRITES)
    number, outcomes = 0, set()
    while True:
        number += 1
        counts = [fail_at(tree, case, number, code, (old, new), calls, monkeypatch) for code in codes(number)]
        outcomes |= {outcome for _, outcome in counts}
        if counts[0][0] < number:
            break
    assert number > 8
    assert outcomes >= {"written", "nothing", "unconfirmed"}


def codes(number: int) -> tuple[int, ...]:
    return CODES if IS_LONG else (CODES[number % len(CODES)],)


def fail_at(
    tree: Tree,
    case: Case,
    number: int,
    code: int,
    states: tuple[Files, Files],
    calls: Iterable[str],
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[int, str]:
    """Let one call fail; gives how many there were, and what came of it."""
    old, new = states
    tree.write(case.path, old[case.path])

    def fail() -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        wire = Tripwire(patch, number, fail, calls)
        status, said = told(case.typed)
    records = hold_to_old_or_new(tree, old, new)
    assert status in (0, 1, 2), said
    assert "Traceback" not in said
    if status == 0:
        assert records == new
        outcome = "written"
    elif "did not confirm" in said:
        assert records == new
        outcome = "unconfirmed"
    else:
        assert records == old, said
        assert "followup: " in said
        outcome = "nothing"
    for path in tree.files().keys() - new.keys():
        (tree.root / path).unlink()
    return wire.count, outcome


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied there")
@pytest.mark.parametrize("command", CASES)
def test_a_kill_at_any_call_leaves_old_files_or_new_ones_and_running_again_finishes(
    command: str, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, content = example(command)
    old, new = after_running(tree, case, content)
    number, kills, found = 0, 0, []
    while True:
        number += 1
        tree.write(case.path, content)
        child = os.fork()
        if child == 0:
            Tripwire(monkeypatch, number, lambda: os.kill(os.getpid(), signal.SIGKILL), WRITES)
            os._exit(told(case.typed)[0])
        _, status = os.waitpid(child, 0)
        records = hold_to_old_or_new(tree, old, new)
        found.append(records == new)
        if case.made is None or records == old:
            told(case.typed)
            assert {path: each for path, each in tree.files().items() if path in new} == new
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0
            break
        kills += 1
    assert kills > 4
    assert found == sorted(found)
    assert set(found) == {True, False}
