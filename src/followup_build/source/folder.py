"""Records in a folder of the work tree: regular files only, and nothing outside is ever opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from followup_build.diagnostics.finding import Finding, Location
from followup_build.source.characters import MOST_BYTES
from followup_build.source.git import HASH_LENGTH, run_git
from followup_build.source.tree import SourceFile, UnreadableSourceError, check_names, is_ignored, is_record_file, why

UNREADABLE = "unreadable-file"
"""The rule that tells of a file or folder which the system does not let be read."""
_CHUNK = 64 * 1024
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Folder:
    """The records as they stand in the work tree."""

    revision = None

    def __init__(self, root: Path, records: str) -> None:
        self.root = root
        self.records = records

    @property
    def commit(self) -> str | None:
        """The commit that is checked out, and whether the records differ from it; None where git knows of none."""
        try:
            commit = run_git(self.root, "rev-parse", "--verify", "--quiet", f"--short={HASH_LENGTH}", "HEAD")
            changes = run_git(self.root, "status", "--porcelain", "--", self.records)
        except UnreadableSourceError:
            return None
        return commit.decode().strip() + (" with uncommitted changes" if changes.strip() else "")

    def names(self) -> tuple[str, ...]:
        """The names directly in the records folder, without reading anything.

        Raises:
            UnreadableSourceError: the folder is not there, or may not be looked into.
        """
        try:
            return tuple(sorted(entry.name for entry in (self.root / self.records).iterdir()))
        except (FileNotFoundError, NotADirectoryError):
            raise UnreadableSourceError(
                f"there is no folder {self.records} here; run followup where the records are, or name them by --records"
            ) from None
        except OSError as error:
            reason = why(error)
            raise UnreadableSourceError(f"the folder {self.records} cannot be read: {reason}") from None

    def read(self) -> tuple[tuple[SourceFile, ...], tuple[Finding, ...]]:
        """All files below the records folder, sorted by path."""
        self.names()
        findings: list[Finding] = []
        files = sorted(self._walk(str(self.root / self.records), self.records, findings), key=lambda file: file.path)
        findings.extend(check_names(file.path for file in files))
        return tuple(files), tuple(findings)

    def _walk(self, folder: str, path: str, findings: list[Finding]) -> Iterator[SourceFile]:
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            findings.append(_unreadable(path, error))
            return
        for entry in entries:
            if is_ignored(entry.name):
                continue
            below = f"{path}/{entry.name}"
            if not _is_text(entry.name):
                findings.append(
                    Finding(
                        "unsafe-name", Location(_shown(below), line=1, column=1), "this name is not UTF-8", "rename it"
                    )
                )
            elif entry.is_symlink():
                findings.append(
                    _odd("symbolic-link", below, "this is a link to another file", "put the file itself here")
                )
            elif entry.is_dir(follow_symlinks=False):
                if is_record_file(entry.name):
                    findings.append(
                        _odd(
                            "folder-named-like-a-file",
                            below,
                            "this is a folder with a file's name",
                            "rename the folder",
                        )
                    )
                else:
                    yield from self._walk(entry.path, below, findings)
            elif not entry.is_file(follow_symlinks=False):
                findings.append(_odd("not-a-regular-file", below, "this is neither a file nor a folder", "delete it"))
            elif not is_record_file(entry.name):
                yield SourceFile(below, b"")
            else:
                try:
                    content = read_file(entry.path)
                except OSError as error:
                    findings.append(_unreadable(below, error))
                else:
                    yield SourceFile(below, content)


def read_file(path: str) -> bytes:
    """The bytes of a regular file; of a file that is too large, one byte more than allowed."""
    descriptor = os.open(path, _FLAGS)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("it is no regular file any more")
        content = os.read(descriptor, _CHUNK)
        if len(content) < _CHUNK:
            return content
        parts = [content]
        size = len(content)
        while size <= MOST_BYTES and (more := os.read(descriptor, _CHUNK)):
            parts.append(more)
            size += len(more)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def find_repository_root(start: Path) -> Path:
    """The nearest folder above (or `start` itself) that git takes for a repository; `start` if there is none."""
    # `Path.exists` fails where a folder above may not be looked into.
    return next((one for one in (start, *start.parents) if os.path.exists(one / ".git")), start)  # noqa: PTH110


def _is_text(name: str) -> bool:
    return name.isascii() or not any("\ud800" <= character <= "\udfff" for character in name)


def _shown(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8")


def _odd(rule: str, path: str, message: str, hint: str) -> Finding:
    return Finding(rule, Location(path, line=1, column=1), message, hint)


def _unreadable(path: str, error: OSError) -> Finding:
    reason = why(error)
    return _odd(
        UNREADABLE,
        path,
        f"this cannot be read: {reason}",
        "look at its permissions, and whether it is still there",
    )
