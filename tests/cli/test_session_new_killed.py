"""The files of a new session, where somebody is killed while they are written."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from followup_build.cli import run
from followup_build.workspace import open_workspace

ROOT = Path(__file__).parents[2]
SESSIONS = Path("records/sessions")
KILLED = """
import os, signal, sys
from followup_build.cli import run
call, at = getattr(os, sys.argv[1]), int(sys.argv[2])
count = 0
def killed(*arguments, **options):
    global count
    count += 1
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return call(*arguments, **options)
setattr(os, sys.argv[1], killed)
run(["session", "new"])
"""


@pytest.fixture(autouse=True)
def _example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "records", tmp_path / "records")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795953600")  # 2026-11-29


def tree() -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in Path("records").rglob("*") if path.is_file()}


@pytest.mark.parametrize(("call", "at"), [("write", 1), ("write", 4), ("fsync", 6), ("rename", 1)])
def test_a_kill_in_the_middle_leaves_nothing_that_is_read(
    call: str, at: int, capfd: pytest.CaptureFixture[str]
) -> None:
    before = tree()
    done = subprocess.run([sys.executable, "-c", KILLED, call, str(at)], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    left = [path for path in SESSIONS.iterdir() if path.name.startswith(".followup-")]
    assert len(left) == 1
    assert {path: content for path, content in tree().items() if ".followup-" not in path} == before
    assert not open_workspace(Path()).findings
    os.utime(left[0], (1, 1))
    assert run(["session", "new"]) == 0
    assert len(list((SESSIONS / "2027-02-check-in").iterdir())) == 6
    assert not left[0].exists()
    assert not open_workspace(Path()).findings
    assert not capfd.readouterr().err
