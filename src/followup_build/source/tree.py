"""One interface for where files come from, and the names that files may have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from followup_build.diagnostics.finding import Finding, Location, Related

MOST_BYTES = 1024 * 1024
"""A larger file is no record that people type."""
LONGEST_NAME = 120
_LONGEST_SHOWN = 40
_DEVICES = frozenset((
    "con", "prn", "aux", "nul", "conin$", "conout$",
    *(f"{port}{number}" for port in ("com", "lpt") for number in "123456789\u00b9\u00b2\u00b3"),
))  # fmt: skip
_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]')
_LEFTOVER = re.compile(
    r"(?:\..*|.*~|#.*#|.*\.(?:swp|swo|tmp|bak|orig|rej)|readme\.md|thumbs\.db|desktop\.ini)\Z",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file: its path relative to the repository, with `/`, and its bytes."""

    path: str
    content: bytes
    """Empty for a file whose name says that it is no record; it is not read."""


class UnreadableSourceError(Exception):
    """There is nothing to read; the message is one clear sentence."""


class Source(Protocol):
    """Where the files of a tree of records come from: a folder, or a git revision."""

    @property
    def records(self) -> str:
        """The records folder, relative to the repository."""

    @property
    def revision(self) -> str | None:
        """The full hash of the commit, or None for the work tree."""

    def read(self) -> tuple[tuple[SourceFile, ...], tuple[Finding, ...]]:
        """All files, sorted by path, and what could not be read; the rest goes on.

        Raises:
            UnreadableSourceError: there are no records at all.
        """


def is_ignored(path: str) -> bool:
    """Whether a path below the records is no business of ours: hidden, an editor's leftover, a README."""
    return any(_LEFTOVER.match(part) for part in path.split("/"))


def is_record_file(name: str) -> bool:
    """Whether a file's content is read; of others only the name is reported."""
    return name.endswith((".yml", ".md"))


def file_finding(rule: str, path: str, message: str, hint: str, *related: Related) -> Finding:
    """A finding about a file as a whole."""
    return Finding(rule, Location(path, line=1, column=1), message, hint, related)


def too_large(path: str, size: int) -> Finding:
    """The finding about a file that is not read, whatever it holds."""
    message = f"this file has {size:,} bytes; a record has at most {MOST_BYTES:,}"
    return file_finding("file-too-large", path, message, "split it, or move it out of the records")


def not_utf8_name(path: str) -> Finding:
    """The finding about a name that is not UTF-8; the path shows a question mark for each byte that is not."""
    shown = path.encode("utf-8", "replace").decode("utf-8")
    return file_finding(
        "unsafe-name", shown, "this name is not UTF-8", "rename it, in lower case letters, digits and hyphens"
    )


def check_names(paths: Iterable[str]) -> Iterator[Finding]:
    """Names, of files and of folders, that some computer cannot hold or takes for the same; each is reported once."""
    first_by_folded: dict[str, str] = {}
    for path in _with_folders(paths):
        folded = path.lower() if path.isascii() else _folded(path)
        first = first_by_folded.setdefault(folded, path)
        name = path.rpartition("/")[2]
        # Where only a folder above differs, that folder was reported.
        if first.rpartition("/")[2] != name:
            yield file_finding(
                "names-alike",
                path,
                f"some computers take {_shown(name)} and {_shown(first.rpartition('/')[2])} for the same",
                "rename one of the two",
                Related(Location(first, line=1, column=1), "the other one"),
            )
        fault = _name_fault(name)
        if fault:
            yield file_finding("unsafe-name", path, fault, "rename it, in lower case letters, digits and hyphens")


def _with_folders(paths: Iterable[str]) -> Iterator[str]:
    """Each path once, after the folders that lead to it."""
    seen: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder not in seen:
            parts = folder.split("/")
            for count in range(1, len(parts) + 1):
                parent = "/".join(parts[:count])
                if parent and parent not in seen:
                    seen.add(parent)
                    yield parent
        yield path


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _shown(name: str) -> str:
    return name if len(name) <= _LONGEST_SHOWN else name[: _LONGEST_SHOWN - 1] + "…"


def _name_fault(name: str) -> str | None:
    if len(name) > LONGEST_NAME:
        return f"the name {_shown(name)} is longer than {LONGEST_NAME} characters"
    if _UNSAFE.search(name):
        return f"the name {_shown(name)} holds a character that Windows does not allow"
    if name.split(".")[0].rstrip(" ").lower() in _DEVICES:
        return f"{_shown(name)} is the name of a device on Windows"
    if name[-1] in ". " or name[0] in "- ":
        return f"the name {_shown(name)} begins or ends with a character that some computers drop or misread"
    return None
