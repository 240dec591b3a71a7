from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tripwire import CALLS, CODES, Tripwire

from followup_build.editing.fault import RefusedError, WriteError
from followup_build.editing.lock import hold_lock
from followup_build.editing.store import Write, write_files
from followup_build.source.tree import is_ignored

OLD, NEW = b"title: old\n", b"title: new\n" * 5000
NAME = "records/a.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "records").mkdir()
    (tmp_path / NAME).write_bytes(OLD)
    return tmp_path


def leftovers(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.name.startswith(".followup-"))


def test_a_file_is_replaced_and_keeps_its_mode(root: Path) -> None:
    (root / NAME).chmod(0o640)
    write_files(root, [Write(NAME, OLD, NEW)])
    assert (root / NAME).read_bytes() == NEW
    assert stat.S_IMODE((root / NAME).stat().st_mode) == 0o640
    assert not leftovers(root)


def test_a_new_file_is_made_with_its_folders(root: Path) -> None:
    write_files(root, [Write("records/adjustments/finance/b.yml", None, NEW)])
    assert (root / "records/adjustments/finance/b.yml").read_bytes() == NEW
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((root / "records/adjustments/finance/b.yml").stat().st_mode) == 0o666 & ~mask
    assert not leftovers(root)


def test_a_file_changed_meanwhile_is_left_alone(root: Path) -> None:
    (root / NAME).write_bytes(b"title: theirs\n")
    with pytest.raises(RefusedError, match=r"records/a.yml was changed meanwhile"):
        write_files(root, [Write(NAME, OLD, NEW)])
    assert (root / NAME).read_bytes() == b"title: theirs\n"
    (root / NAME).unlink()
    with pytest.raises(RefusedError, match="was deleted meanwhile"):
        write_files(root, [Write(NAME, OLD, NEW)])
    assert not (root / NAME).exists()
    assert not leftovers(root)


def test_a_new_file_never_takes_the_place_of_another(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RefusedError, match="already there"):
        write_files(root, [Write(NAME, None, NEW)])
    link = os.link

    def late(source: Path, target: Path) -> None:
        target.write_bytes(b"theirs")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(RefusedError, match="already there"):
        write_files(root, [Write("records/b.yml", None, NEW)])
    assert (root / NAME).read_bytes() == OLD
    assert (root / "records/b.yml").read_bytes() == b"theirs"
    assert not leftovers(root)


def test_one_file_that_was_changed_keeps_all_others_back(root: Path) -> None:
    (root / "records/b.yml").write_bytes(b"theirs")
    with pytest.raises(RefusedError, match=r"records/b.yml was changed meanwhile"):
        write_files(root, [Write(NAME, OLD, NEW), Write("records/b.yml", OLD, NEW)])
    assert (root / NAME).read_bytes() == OLD


def test_links_are_not_followed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "b.yml").write_bytes(OLD)
    (root / "records/link.yml").symlink_to(outside / "b.yml")
    (root / "records/folder").symlink_to(outside)
    for name, before in (("records/link.yml", OLD), ("records/folder/b.yml", OLD), ("records/folder/c.yml", None)):
        with pytest.raises(RefusedError, match=r"is a link to another file|lies behind a link"):
            write_files(root, [Write(name, before, NEW)])
    assert sorted(path.name for path in outside.iterdir()) == ["b.yml"]
    assert (outside / "b.yml").read_bytes() == OLD
    assert (root / "records/link.yml").is_symlink()


def test_what_is_read_only_stays(root: Path) -> None:
    (root / NAME).chmod(0o444)
    with pytest.raises(RefusedError, match="read-only"):
        write_files(root, [Write(NAME, OLD, NEW)])
    assert (root / NAME).read_bytes() == OLD


def test_a_folder_in_its_place_is_refused(root: Path) -> None:
    (root / "records/c.yml").mkdir()
    with pytest.raises(RefusedError, match="no regular file"):
        write_files(root, [Write("records/c.yml", OLD, NEW)])


def test_a_read_only_folder_is_told(root: Path) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from followup_build.editing.store import Write, write_files\n"
        "from followup_build.editing.fault import WriteError, RefusedError\n"
        "os.getuid() == 0 and os.setuid(65534)\n"
        f"try: write_files(Path(), [Write({NAME!r}, {OLD!r}, {NEW!r})])\n"
        "except (WriteError, RefusedError) as error: print(error)\n"
    )
    root.chmod(0o755)
    (root / "records").chmod(0o555)
    (root / NAME).chmod(0o666)
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    (root / "records").chmod(0o755)
    assert done.stdout == "records/a.yml cannot be written: permission denied\n", done
    assert (root / NAME).read_bytes() == OLD


def test_a_file_is_on_the_disk_before_it_takes_its_place(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def logged(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            calls.append(name)
            return real(*arguments, **options)

        return call

    for name in ("fsync", "replace", "link"):
        monkeypatch.setattr(os, name, logged(name, getattr(os, name)))
    write_files(root, [Write(NAME, OLD, NEW), Write("records/b.yml", None, NEW)])
    assert calls == ["fsync", "fsync", "replace", "link", "fsync"]


def test_a_file_system_without_hard_links_is_written_all_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    write_files(root, [Write("records/b.yml", None, NEW)])
    assert (root / "records/b.yml").read_bytes() == NEW
    assert not leftovers(root)


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root may give files away")
def test_a_file_keeps_its_owner(root: Path) -> None:
    os.chown(root / NAME, 1234, 1234)
    write_files(root, [Write(NAME, OLD, NEW)])
    assert (root / NAME).stat().st_uid == 1234


def test_old_leftovers_are_swept_and_are_no_records(root: Path) -> None:
    old, fresh, other = (root / "records" / name for name in (".followup-1.tmp", ".followup-2.tmp", ".other.tmp"))
    for path in (old, fresh, other):
        path.write_bytes(b"half")
        assert is_ignored(path.name)
    os.utime(old, (1, 1))
    os.utime(other, (1, 1))
    write_files(root, [Write(NAME, OLD, NEW)])
    assert not old.exists()
    assert fresh.exists()
    assert other.exists()


@pytest.mark.parametrize("code", CODES)
def test_whatever_call_fails_each_file_is_old_or_new_and_the_message_is_true(
    root: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    writes = [
        Write(NAME, OLD, NEW),
        Write("records/b.yml", OLD, NEW),
        Write("records/new/c.yml", None, NEW),
    ]
    number, said = 0, set()
    while True:
        number += 1
        for write in writes[:2]:
            (root / write.path).write_bytes(OLD)
        (root / "records/new/c.yml").unlink(missing_ok=True)
        if (root / "records/new").exists():
            (root / "records/new").rmdir()

        def fail() -> None:
            raise OSError(code, os.strerror(code))

        with monkeypatch.context() as patch:
            wire = Tripwire(patch, number, fail)
            try:
                write_files(root, writes)
                message = ""
            except WriteError as error:
                message = str(error)
        state = [(root / write.path).read_bytes() if (root / write.path).exists() else None for write in writes]
        assert state[0] in (OLD, NEW)
        assert state[1] in (OLD, NEW)
        assert state[2] in (None, NEW)
        done = [write.path for write, now in zip(writes, state, strict=True) if now == NEW]
        if not message:
            assert len(done) == 3
        elif "did not confirm" in message:
            assert len(done) == 3
            said.add("unconfirmed")
        elif done:
            assert f"written: {', '.join(done)}; not written: " in message
            said.add("midway")
        else:
            assert "cannot be written" in message
            assert os.strerror(code).lower() in message
            said.add("nothing")
        if wire.count < number:
            break
        for path in (root / "records").rglob(".followup-*"):
            path.unlink()
    assert number > 20
    assert said == {"unconfirmed", "midway", "nothing"}


def test_a_kill_at_any_call_leaves_the_old_file_or_the_new_one(root: Path) -> None:
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
for name in {CALLS!r}:
    setattr(os, name, wrap(getattr(os, name)))
write_files(Path({str(root)!r}), [Write({NAME!r}, {OLD!r}, {NEW!r}), Write("records/b.yml", None, {NEW!r})])
"""
    outcomes, kills, number = set(), 0, 0
    while True:
        number += 1
        (root / NAME).write_bytes(OLD)
        (root / "records/b.yml").unlink(missing_ok=True)
        done = subprocess.run([sys.executable, "-c", code, str(number)], check=False, capture_output=True)
        now = (root / NAME).read_bytes()
        assert now in (OLD, NEW)
        outcomes.add(now)
        if (root / "records/b.yml").exists():
            assert (root / "records/b.yml").read_bytes() == NEW
        names = {path.name for path in (root / "records").iterdir()} - {"a.yml", "b.yml"}
        assert all(is_ignored(name) for name in names)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        kills += 1
    assert outcomes == {OLD, NEW}
    assert kills > 10
    for path in (root / "records").glob(".followup-*"):
        os.utime(path, (1, 1))
    write_files(root, [Write(NAME, NEW, OLD)])
    assert not leftovers(root)


ADD = """
import sys
from pathlib import Path
from followup_build.editing.lock import hold_lock
from followup_build.editing.store import Write, write_files
root = Path(sys.argv[1])
for _ in range(10):
    with hold_lock(root, "records"):
        before = (root / "records/a.yml").read_bytes()
        write_files(root, [Write("records/a.yml", before, before + b"x: 1\\n")])
"""


@pytest.mark.parametrize("has_git", [True, False])
def test_eight_writers_lose_no_update(root: Path, has_git: bool) -> None:
    if has_git:
        (root / ".git").mkdir()
    writers = [subprocess.Popen([sys.executable, "-c", ADD, str(root)]) for _ in range(8)]
    assert [writer.wait() for writer in writers] == [0] * 8
    assert (root / NAME).read_bytes() == OLD + b"x: 1\n" * 80
    lock = ".git/followup.lock" if has_git else "records/.followup.lock"
    assert (root / lock).exists()


def test_the_lock_of_an_added_work_tree_is_in_its_own_git_folder(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / ".git").write_text("gitdir: elsewhere\n")
    with hold_lock(root, "records"):
        assert (root / "elsewhere/followup.lock").exists()


def test_whoever_waits_too_long_is_told(root: Path) -> None:
    with (
        hold_lock(root, "records"),
        pytest.raises(WriteError, match="another followup is writing"),
        hold_lock(root, "records", longest_wait=0.1),
    ):
        pass


def test_a_killed_holder_lets_the_lock_go(root: Path) -> None:
    code = (
        "import os, sys, signal\nfrom pathlib import Path\nfrom followup_build.editing.lock import hold_lock\n"
        "with hold_lock(Path(sys.argv[1]), 'records'): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(root)], check=False).returncode == -signal.SIGKILL
    with hold_lock(root, "records", longest_wait=0.1):
        pass
