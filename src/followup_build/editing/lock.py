"""One writer at a time: a lock between processes, which the system lets go when its holder ends, however it ends."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from followup_build.editing.fault import WriteError
from followup_build.source.tree import why

LONGEST_WAIT = 30.0
"""Seconds; a writer needs one or two."""
_PAUSE = 0.05
_NO_PLACE = (errno.EACCES, errno.EPERM, errno.EROFS)
_NAME = "followup.lock"


@contextmanager
def hold_lock(root: Path, records: str, *, longest_wait: float = LONGEST_WAIT) -> Iterator[None]:
    """Keep other writers of these records out, or wait until they are done.

    The lock is a file in git's own folder, where git never sees it; without one, a hidden file in the records folder.

    Raises:
        WriteError: somebody else has been writing for longer than anybody should wait.
    """
    descriptor = _open_lock(root, records)
    if descriptor is None:
        # Nothing can be written where not even a lock can; whoever tries is told so at the file itself.
        yield
        return
    try:
        _wait_for(descriptor, longest_wait)
        yield
    finally:
        # This lets go of the lock; the file stays, because whoever waits for it has it open. Where the system complains
        # of it, what was written is written all the same, and the lock goes with the process.
        with suppress(OSError):
            os.close(descriptor)


def _open_lock(root: Path, records: str) -> int | None:
    for path in (_git_folder(root) / _NAME, root / records / f".{_NAME}"):
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            if error.errno not in _NO_PLACE:
                raise WriteError(f"the lock {path} cannot be opened: {why(error)}") from None
    return None


def _git_folder(root: Path) -> Path:
    """Git's folder of this work tree; of an added one, or of a submodule, the file .git names it."""
    git = root / ".git"
    try:
        said = git.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return git
    return root / said.removeprefix("gitdir:").strip()


def _wait_for(descriptor: int, longest_wait: float) -> None:
    deadline = time.monotonic() + longest_wait
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            raise WriteError("another followup is writing these records; try again when it is done")
        time.sleep(_PAUSE)


if sys.platform == "win32":  # pragma: no cover - the tests of Windows run there
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno in (errno.ENOLCK, errno.ENOTSUP):
                # A file system without locks; that nobody wrote in between is still looked at before each write.
                return True
            raise WriteError(f"the records cannot be locked: {why(error)}") from None
        return True
