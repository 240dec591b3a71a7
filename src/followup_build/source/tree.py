"""One interface for where files come from, and the names that files may have."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from followup_build.diagnostics.finding import Finding, Location, Related

LONGEST_NAME = 120
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)))
)
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{4,60}(?:\.[a-z]{2,3})?\Z")
"""Names of five letters and more, since devices have fewer, that no computer minds; nearly all are such."""
_UNSAFE = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_LEFTOVER = re.compile(
    r"(?:.*~|#.*#|.*\.(?:swp|swo|tmp|bak|orig|rej)|readme\.md|thumbs\.db|desktop\.ini)\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file: its path relative to the repository, with `/`, and its bytes."""

    path: str
    content: bytes


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

    @property
    def commit(self) -> str | None:
        """The commit for people to read; of a work tree the one checked out, None where git knows of none."""

    def read(self) -> tuple[tuple[SourceFile, ...], tuple[Finding, ...]]:
        """All files, sorted by path, and what could not be read; the rest goes on.

        Raises:
            UnreadableSourceError: there are no records at all.
        """


def is_ignored(name: str) -> bool:
    """Whether a file or folder of that name is no business of ours: hidden, an editor's leftover, a README."""
    return name.startswith(".") or _LEFTOVER.match(name) is not None


def is_record_file(name: str) -> bool:
    """Whether a file's content is read; of others only the name is reported."""
    return name.endswith((".yml", ".md"))


def check_names(paths: Iterable[str]) -> Iterator[Finding]:
    """Names that some computer cannot hold, or takes for the same; a folder's name is told once, not for each file."""
    first_by_folded: dict[tuple[str, str], str] = {}
    folders: set[str] = {""}

    def about(path: str, kind: str) -> Iterator[Finding]:
        folder, _, name = path.rpartition("/")
        if folder not in folders:
            folders.add(folder)
            yield from about(folder, "folder")
        folded = name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()
        first = first_by_folded.setdefault((folder, folded), path)
        if first != path or (_PLAIN_NAME.match(name) is None and name != "."):
            yield from _about(path, name, first, kind)

    for path in paths:
        yield from about(path, "file")


def _about(path: str, name: str, first: str, kind: str) -> Iterator[Finding]:
    at = Location(path, line=1, column=1)
    if first != path:
        yield Finding(
            "names-alike",
            at,
            f"some computers take this {kind} and {PurePosixPath(first).name} for the same",
            "rename one of the two",
            (Related(Location(first, line=1, column=1), f"the other {kind}"),),
        )
    fault = name_fault(name)
    if fault:
        yield Finding("unsafe-name", at, fault, "rename it, in lower case letters, digits and hyphens")


def name_fault(part: str) -> str | None:
    """What is wrong with a file's or folder's name on some computer; None where nothing is."""
    shown = part if len(part) <= 40 else part[:39] + "…"  # noqa: PLR2004 - what a message has room for
    if len(part) > LONGEST_NAME:
        return f"the name {shown} is longer than {LONGEST_NAME} characters"
    if part.split(".", maxsplit=1)[0].lower() in _DEVICES:
        return f"{shown} is the name of a device on Windows"
    if _UNSAFE.search(part):
        return f"the name {shown} holds a character that Windows does not allow"
    if part[-1] in ". " or part[0] in "- ":
        return f"the name {shown} begins or ends with a character that some computers drop"
    return None


def why(error: OSError) -> str:
    """What the system says, in the middle of a sentence."""
    return (error.strerror or str(error)).lower()
