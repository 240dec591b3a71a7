"""The history of the records' files: which commits touched each, read from git once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from followup_build.source.git import HASH_LENGTH, run_git
from followup_build.source.tree import UnreadableSourceError

_START, _BETWEEN = "\x01", "\x02"
_FORMAT = f"%x{ord(_START):02x}%H%x{ord(_BETWEEN):02x}%aI%x{ord(_BETWEEN):02x}%an%x{ord(_BETWEEN):02x}%s"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as its author says; git proves none of it."""

    hash: str
    """As people write it."""
    on: datetime
    by: str
    subject: str
    """The first line of its message."""


@dataclass(frozen=True, slots=True)
class Log:
    """The commits of each file by its path, the latest first."""

    commits: Mapping[str, tuple[Commit, ...]]
    is_incomplete: bool = False
    """Whether the clone is shallow, so that older commits are not known."""


NO_LOG = Log({})


def read_log(root: Path, records: str, revision: str | None) -> Log:
    """The history of the records up to a revision, or up to the commit that is checked out.

    Nothing where there is no repository, no commit or no git: a site can be built without any of them.
    """
    try:
        said = run_git(
            root, "log", "-z", "--name-only", "--no-ext-diff", "--no-show-signature", "--no-renames",
            f"--format={_FORMAT}", "--end-of-options", revision or "HEAD", "--", f"{records}/",
        )  # fmt: skip
        is_shallow = run_git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
        above = run_git(root, "rev-parse", "--show-prefix").decode("utf-8", "replace").strip()
    except UnreadableSourceError:
        return NO_LOG
    found: dict[str, list[Commit]] = defaultdict(list)
    for entry in said.decode("utf-8", "replace").split(_START)[1:]:
        head, _, names = entry.partition("\0")
        commit = _commit(head)
        if commit is not None:
            for name in names.split("\0"):
                path = name.removeprefix("\n").removeprefix(above)
                if path:
                    found[path].append(commit)
    return Log({path: tuple(commits) for path, commits in found.items()}, is_shallow)


def _commit(head: str) -> Commit | None:
    """A commit from its line; None where its date is none that a calendar has."""
    parts = head.split(_BETWEEN, 3)
    try:
        return Commit(parts[0][:HASH_LENGTH], datetime.fromisoformat(parts[1]), parts[2], parts[3])
    except (ValueError, IndexError):
        return None
