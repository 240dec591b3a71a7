"""Files written whole or not at all: prepared beside their places, compared with what was read, then put there."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Collection, Sequence
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
_TAKEN = (errno.EEXIST, errno.ENOTEMPTY)
"""What they say where a folder of that name has files already."""
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

    Several files of one new folder appear together, even where somebody is killed in the middle.

    Raises:
        RefusedError: a file is not what was read, or is already there.
        WriteError: the system does not let them be written.
    """
    work = _Work()
    together = _new_folder(root, writes)
    if together is not None:
        _write_folder(root, together, writes, work)
        return
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
    _make_durable({one.target.parent for one in work.prepared}, work, [write.path for write in writes])


def _new_folder(root: Path, writes: Sequence[Write]) -> Path | None:
    """The one folder of several files, where it is not there yet."""
    folders = {(root / write.path).parent for write in writes}
    is_new = len(writes) > 1 and len(folders) == 1 and not any(map(os.path.lexists, folders))
    return folders.pop() if is_new else None


def _write_folder(root: Path, folder: Path, writes: Sequence[Write], work: _Work) -> None:
    """Make a folder with all its files beside its place, and put it there in one step."""
    path = folder.relative_to(root).as_posix()
    temporary = folder.parent / _temporary_name()
    is_put = False
    try:
        for write in writes:
            _look_at(root, write)
        _make_folders(root, folder.parent, work)
        temporary.mkdir()
        for write in writes:
            _write_new(temporary / Path(write.path).name, write.after)
        _sync(temporary)
        if os.path.lexists(folder):
            raise RefusedError(f"{path} is already there and is not overwritten")
        os.rename(temporary, folder)  # noqa: PTH104 - tests let it fail by this name
        is_put = True
    except OSError as error:
        if error.errno in _TAKEN:
            raise RefusedError(f"{path} is already there and is not overwritten") from None
        raise WriteError(f"{path} cannot be written: {why(error)}") from None
    finally:
        if not is_put:
            shutil.rmtree(temporary, ignore_errors=True)
            _clean(work, ())
    _sweep(folder.parent, folder)
    _make_durable({folder.parent}, work, [path])


def _told(writes: Sequence[Write], done: Sequence[str], reason: str) -> str:
    if not done:
        names = " and ".join(write.path for write in writes)
        return reason if any(write.path in reason for write in writes) else f"{names} cannot be written: {reason}"
    left = [write.path for write in writes if write.path not in done]
    return f"{reason}; written: {', '.join(done)}; not written: {', '.join(left)}. Run the command again to finish"


def _prepare(root: Path, write: Write, work: _Work) -> None:
    target = root / write.path
    _look_at(root, write)
    _make_folders(root, target.parent, work)
    temporary = target.parent / _temporary_name()
    work.prepared.append(_Prepared(write, target, temporary))
    _write_new(temporary, write.after)
    if write.before is not None:
        was = target.lstat()
        if hasattr(os, "chown"):
            # Whoever writes as another user, as root for example, must not take the file away from its owner.
            with suppress(PermissionError):
                os.chown(temporary, was.st_uid, was.st_gid)
        temporary.chmod(stat.S_IMODE(was.st_mode))
    _sweep(target.parent, temporary)


def _temporary_name() -> str:
    return f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"


def _make_folders(root: Path, folder: Path, work: _Work) -> None:
    for one in reversed([one for one in (folder, *folder.parents) if one.is_relative_to(root)]):
        with suppress(FileExistsError):
            one.mkdir()
            work.folders.append(one)


def _write_new(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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


def _make_durable(folders: Collection[Path], work: _Work, names: Sequence[str]) -> None:
    try:
        for folder in sorted({*folders, *(folder.parent for folder in work.folders)}):
            _sync(folder)
    except OSError as error:
        raise WriteError(
            f"{' and '.join(names)}: written, but the system did not confirm that it would survive a power cut: "
            f"{why(error)}"
        ) from None


def _sync(folder: Path) -> None:
    if os.name == "nt":  # pragma: no cover - folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: Path, own: Path) -> None:
    """Delete what writers left that were killed; how old a file is, is told by comparing it with one just made."""
    with suppress(OSError):
        now = own.stat().st_mtime
        for entry in os.scandir(folder):
            if (
                entry.name.startswith(_PREFIX)
                and entry.name.endswith(_SUFFIX)
                and now - entry.stat(follow_symlinks=False).st_mtime > _OLD
            ):
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                elif entry.is_file(follow_symlinks=False):
                    with suppress(OSError):
                        os.unlink(entry.path)  # noqa: PTH108 - the entry has its path as text
