"""Several files of one new folder, which appear together or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from test_store import leftovers
from tripwire import CALLS, CODES, Tripwire

from followup_build.editing.fault import RefusedError, WriteError
from followup_build.editing.store import Write, write_files
from followup_build.source.folder import Folder

FOLDER = "records/sessions/2026-05-check-in"
TEXT = b"---\ntitle: May\n---\n" * 500
WRITES = [Write(f"{FOLDER}/{name}.md", None, TEXT) for name in ("session", "finance", "legal")]
ALL = {write.path for write in WRITES}


def read(root: Path) -> dict[str, bytes]:
    """What a reader of the records finds."""
    (root / "records").mkdir(exist_ok=True)
    return {file.path: file.content for file in Folder(root, "records").read()[0]}


def test_a_new_folder_appears_with_all_its_files(tmp_path: Path) -> None:
    write_files(tmp_path, WRITES)
    assert read(tmp_path) == dict.fromkeys(ALL, TEXT)
    assert not leftovers(tmp_path)
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / FOLDER).stat().st_mode & 0o777 == 0o777 & ~mask
    with pytest.raises(RefusedError, match="already there"):
        write_files(tmp_path, WRITES)


def test_nothing_takes_the_place_of_a_folder_made_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = os.rename

    def late(source: Path, target: Path) -> None:
        target.mkdir()
        (target / "legal.md").write_bytes(b"theirs")
        rename(source, target)

    monkeypatch.setattr(os, "rename", late)
    with pytest.raises(RefusedError, match=f"{FOLDER} is already there and is not overwritten"):
        write_files(tmp_path, WRITES)
    assert read(tmp_path) == {f"{FOLDER}/legal.md": b"theirs"}
    assert not leftovers(tmp_path)


def test_a_folder_behind_a_link_is_not_written(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (tmp_path / "records").mkdir()
    (tmp_path / "records/sessions").symlink_to(outside)
    with pytest.raises(RefusedError, match="lies behind a link"):
        write_files(tmp_path, WRITES)
    assert not list(outside.iterdir())


@pytest.mark.parametrize("code", CODES)
def test_whatever_call_fails_there_are_all_files_or_none(
    tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, said = 0, set()
    while True:
        number += 1
        root = tmp_path / str(number)
        root.mkdir()

        def fail() -> None:
            raise OSError(code, os.strerror(code))

        with monkeypatch.context() as patch:
            wire = Tripwire(patch, number, fail, (*CALLS, "rename"))
            try:
                write_files(root, WRITES)
                message = ""
            except WriteError as error:
                message = str(error)
        found = read(root).keys()
        if not message:
            assert found == ALL
        elif "did not confirm" in message:
            assert found == ALL
            said.add("unconfirmed")
        else:
            assert message == f"{FOLDER} cannot be written: {os.strerror(code).lower()}"
            assert not found
            write_files(root, WRITES)
            assert read(root).keys() == ALL
            said.add("nothing")
        if wire.count < number:
            break
    assert number > 20
    assert said == {"unconfirmed", "nothing"}


def test_a_kill_at_any_call_leaves_all_files_or_none_and_the_next_run_works(tmp_path: Path) -> None:
    code = f"""
import os, sys, signal
from pathlib import Path
from followup_build.editing.store import Write, write_files
count = 0
def wrap(real):
    def call(*arguments, **options):
        global count
        count += 1
        if count == int(sys.argv[1]):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    return call
for name in {(*CALLS, "rename")!r}:
    setattr(os, name, wrap(getattr(os, name)))
write_files(Path(sys.argv[2]), [Write(path, None, {TEXT!r}) for path in {[write.path for write in WRITES]!r}])
"""
    number, outcomes = 0, set()
    while True:
        number += 1
        root = tmp_path / str(number)
        root.mkdir()
        done = subprocess.run([sys.executable, "-c", code, str(number), root], check=False, capture_output=True)
        found = read(root)
        assert found in ({}, dict.fromkeys(ALL, TEXT))
        outcomes.add(bool(found))
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        if not found:
            swept = leftovers(root)
            for path in root.rglob(".followup-*"):
                os.utime(path, (1, 1))
            write_files(root, WRITES)
            assert read(root) == dict.fromkeys(ALL, TEXT)
            assert not leftovers(root), swept
    assert outcomes == {True, False}
    assert number > 20


def test_a_full_disk_leaves_no_half_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write, written = os.write, 0

    def full(descriptor: int, content: Any) -> int:
        nonlocal written
        if written > len(TEXT):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        count = write(descriptor, bytes(content)[:1000])
        written += count
        return count

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(WriteError, match=f"{FOLDER} cannot be written: no space left on device"):
        write_files(tmp_path, WRITES)
    assert not list(tmp_path.iterdir())
