"""Files written whole or not at all: prepared beside their places, compared with what was read, then put there."""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from followup_build.editing.fault import RefusedError, WriteError
from followup_build.source.tree import why

_PREFIX, _SUFFIX = ".followup-", ".tmp"
"""Names that no loader takes for a record."""
_OLD = 3600.0
"""Seconds after which nobody writes a file any more that was prepared."""
_LONGEST_RETRY = 2.0
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
"""What file systems without hard links say."""
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Write:
    """A file as it was read and as it shall be."""

    path: str
    """Relative to the repository, with `/`."""
    before: bytes | None
    """None for a file that must not be there yet."""
    after: bytes


@dataclass(slots=True)
class _Prepared:
    write: Write
    target: Path
    temporary: Path


@dataclass(slots=True)
class _Work:
    prepared: list[_Prepared] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    """Folders made for new files."""


def write_files(root: Path, writes: Sequence[Write]) -> None:
    """Write all files, or none; where the system fails in the middle, the error says what was done.

    Raises:
        RefusedError: a file is not what was read, or is already there.
        WriteError: the system does not let them be written.
    """
    work = _Work()
    done: list[str] = []
    try:
        for write in writes:
            _prepare(root, write, work)
        for one in work.prepared:
            _compare(one)
        for one in work.prepared:
            _compare(one)
            _put(one)
            done.append(one.write.path)
    except OSError as error:
        raise WriteError(_told(writes, done, why(error))) from None
    except (RefusedError, WriteError) as error:
        raise type(error)(_told(writes, done, str(error))) from None
    finally:
        _clean(work, done)
    _make_durable(work)


def _told(writes: Sequence[Write], done: Sequence[str], reason: str) -> str:
    if not done:
        names = " and ".join(write.path for write in writes)
        return reason if any(write.path in reason for write in writes) else f"{names} cannot be written: {reason}"
    left = [write.path for write in writes if write.path not in done]
    return f"{reason}; written: {', '.join(done)}; not written: {', '.join(left)}. Run the command again to finish"


def _prepare(root: Path, write: Write, work: _Work) -> None:
    target = root / write.path
    _look_at(root, write)
    for folder in reversed([one for one in target.parents if one.is_relative_to(root)]):
        with suppress(FileExistsError):
            folder.mkdir()
            work.folders.append(folder)
    temporary = target.parent / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW, 0o666)
    work.prepared.append(_Prepared(write, target, temporary))
    try:
        left = memoryview(write.after)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if write.before is not None:
        was = target.lstat()
        if hasattr(os, "chown"):
            # Whoever writes as another user, as root for example, must not take the file away from its owner.
            with suppress(PermissionError):
                os.chown(temporary, was.st_uid, was.st_gid)
        temporary.chmod(stat.S_IMODE(was.st_mode))
    _sweep(target.parent, temporary)


def _look_at(root: Path, write: Write) -> None:
    """Refuse what must not be replaced: links, what is read-only, and what is no file."""
    target = root / write.path
    for folder in target.parents:
        if folder == root:
            break
        if folder.is_symlink():
            raise RefusedError(f"{write.path} lies behind a link and is not written")
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        if write.before is None:
            return
        raise RefusedError(f"{write.path} was deleted meanwhile; nothing was written") from None
    if write.before is None:
        raise RefusedError(f"{write.path} is already there and is not overwritten")
    if stat.S_ISLNK(mode):
        raise RefusedError(f"{write.path} is a link to another file and is not written")
    if not stat.S_ISREG(mode):
        raise RefusedError(f"{write.path} is no regular file and is not written")
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        raise RefusedError(f"{write.path} is read-only and is not written")


def _compare(one: _Prepared) -> None:
    """The file must still be what was read."""
    path = one.write.path
    if one.write.before is None:
        if os.path.lexists(one.target):
            raise RefusedError(f"{path} is already there and is not overwritten")
        return
    try:
        descriptor = os.open(one.target, os.O_RDONLY | _NOFOLLOW)
    except FileNotFoundError:
        raise RefusedError(f"{path} was deleted meanwhile; nothing was written to it") from None
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            found = file.read()
    finally:
        os.close(descriptor)
    if found != one.write.before:
        raise RefusedError(f"{path} was changed meanwhile by somebody else; nothing was written to it, so try again")


def _put(one: _Prepared) -> None:
    if one.write.before is not None:
        _replace(one)
        return
    try:
        # Unlike a rename, a link never takes the place of a file that somebody else has just made.
        os.link(one.temporary, one.target)
    except FileExistsError:
        raise RefusedError(f"{one.write.path} is already there and is not overwritten") from None
    except OSError as error:
        if error.errno not in _NO_LINKS or os.path.lexists(one.target):
            raise
        one.temporary.rename(one.target)


def _replace(one: _Prepared) -> None:
    deadline = time.monotonic() + _LONGEST_RETRY
    while True:
        try:
            os.replace(one.temporary, one.target)  # noqa: PTH105 - tests let it fail by this name
        except PermissionError:
            # On Windows a file cannot be replaced while another program has it open, which is soon over.
            if sys.platform != "win32" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)  # pragma: no cover
        else:
            return


def _clean(work: _Work, done: Sequence[str]) -> None:
    for one in work.prepared:
        with suppress(OSError):
            one.temporary.unlink(missing_ok=True)
    if not done:
        for folder in reversed(work.folders):
            with suppress(OSError):
                folder.rmdir()


def _make_durable(work: _Work) -> None:
    if os.name == "nt":  # pragma: no cover - folders cannot be opened there
        return
    folders = {one.target.parent for one in work.prepared} | {folder.parent for folder in work.folders}
    try:
        for folder in sorted(folders):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    except OSError as error:
        names = " and ".join(one.write.path for one in work.prepared)
        raise WriteError(
            f"{names}: written, but the system did not confirm that it would survive a power cut: {why(error)}"
        ) from None


def _sweep(folder: Path, own: Path) -> None:
    """Delete what writers left that were killed; how old a file is, is told by comparing it with one just made."""
    with suppress(OSError):
        now = own.stat().st_mtime
        for entry in os.scandir(folder):
            if (
                entry.name.startswith(_PREFIX)
                and entry.name.endswith(_SUFFIX)
                and entry.is_file(follow_symlinks=False)
                and now - entry.stat(follow_symlinks=False).st_mtime > _OLD
            ):
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108 - the entry has its path as text
