"""Records in a folder of the work tree: regular files only, and nothing outside is ever opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from followup_build.diagnostics.finding import Finding
from followup_build.source.tree import (
    MOST_BYTES,
    SourceFile,
    UnreadableSourceError,
    check_names,
    file_finding,
    is_ignored,
    is_record_file,
    not_utf8_name,
    too_large,
)

_CHUNK = 64 * 1024
# No link is followed, and a pipe that took the place of a file does not block.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)


class Folder:
    """The records as they stand in the work tree."""

    revision = None

    def __init__(self, root: Path, records: str) -> None:
        self.root = root
        self.records = records

    def read(self) -> tuple[tuple[SourceFile, ...], tuple[Finding, ...]]:
        """All files below the records folder, sorted by path, and what could not be read.

        Raises:
            UnreadableSourceError: there is no such folder.
        """
        folder = self.root / self.records
        if folder.is_symlink():
            raise UnreadableSourceError(
                f"{self.records} is a link to another folder; put the records themselves into the repository"
            )
        if not folder.is_dir():
            message = f"there is no folder {self.records} here; run followup where the records are, or name them with --records"
            raise UnreadableSourceError(message)
        findings: list[Finding] = []
        files = sorted(_walk(str(folder), self.records, findings), key=lambda file: file.path)
        findings.extend(check_names(file.path for file in files))
        return tuple(files), tuple(findings)


def _walk(folder: str, path: str, findings: list[Finding]) -> Iterator[SourceFile]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        findings.append(_unreadable(path, error))
        return
    for entry in entries:
        name = entry.name
        if is_ignored(name):
            continue
        below = f"{path}/{name}"
        if not name.isascii() and any("\ud800" <= character <= "\udfff" for character in name):
            findings.append(not_utf8_name(below))
        elif entry.is_symlink() or _is_junction(entry):
            findings.append(
                file_finding("symbolic-link", below, "this is a link to another place", "put the file itself here")
            )
        elif entry.is_dir(follow_symlinks=False):
            if is_record_file(name):
                message = "this is a folder with a file's name"
                findings.append(file_finding("folder-named-like-a-file", below, message, "rename the folder"))
            else:
                yield from _walk(entry.path, below, findings)
        elif not entry.is_file(follow_symlinks=False):
            findings.append(_not_regular(below))
        elif is_record_file(name):
            read = _read(entry.path, below)
            if isinstance(read, bytes):
                yield SourceFile(below, read)
            else:
                findings.append(read)
        else:
            yield SourceFile(below, b"")


def _read(file: str, path: str) -> bytes | Finding:
    """The bytes of a regular file of a size that a record may have, or what is wrong."""
    try:
        descriptor = os.open(file, _FLAGS)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                return _not_regular(path)
            if found.st_size > MOST_BYTES:
                return too_large(path, found.st_size)
            part = os.read(descriptor, _CHUNK)
            if len(part) < _CHUNK:
                return part
            parts = [part]
            # The file may grow meanwhile; one byte more than allowed is enough to know.
            left = MOST_BYTES + 1 - len(part)
            while left and (part := os.read(descriptor, min(_CHUNK, left))):
                parts.append(part)
                left -= len(part)
            return b"".join(parts)
        finally:
            os.close(descriptor)
    except OSError as error:
        return _unreadable(path, error)


def find_repository_root(start: Path) -> Path:
    """The nearest folder above (or `start` itself) that git takes for a repository; `start` if there is none."""
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is Windows' other kind of link, which `is_symlink` does not count as one."""
    return _JUNCTION is not None and getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0) == _JUNCTION


def _not_regular(path: str) -> Finding:
    return file_finding("not-a-regular-file", path, "this is neither a file nor a folder", "delete it")


def _unreadable(path: str, error: OSError) -> Finding:
    reason = (error.strerror or str(error)).lower()
    hint = "look at its permissions, and whether it is still there"
    return file_finding("unreadable-file", path, f"this cannot be read: {reason}", hint)
