"""The folder in which a new organisation starts: that nothing stands in its way, and that all is written or nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from followup_build.cli.settings import Refused, Unreadable
from followup_build.diagnostics.terminal import shown_text
from followup_build.editing.fault import RefusedError, WriteError
from followup_build.editing.store import Write, write_files
from followup_build.source.git import run_git
from followup_build.source.tree import UnreadableSourceError, why

_RECORDS = "records"


def refuse_place(root: Path, folder: Path) -> None:
    """Refuse a place that cannot hold a new organisation.

    Args:
        root: the folder.
        folder: the same as somebody has typed it.
    """
    shown = shown_text(str(folder))
    if root.exists() and not root.is_dir():
        raise Refused(f"{shown} is a file; name a folder")
    above = next((one for one in root.parents if (one / ".git").exists()), None)
    if above is not None and not (root / ".git").exists():
        raise Refused(
            f"{shown} lies in the repository {shown_text(str(above))}, whose workflows stand at its root; run followup "
            f"init there, or make a repository of its own first: git init {shown}"
        )
    records = root / _RECORDS
    try:
        if os.path.lexists(records) and (not records.is_dir() or any(records.iterdir())):
            raise Refused(f"{shown} has records already, in {_RECORDS}/; nothing was written")
    except OSError as error:
        raise Unreadable(f"{shown_text(str(records))} cannot be read: {why(error)}") from None


def refuse_taken(root: Path, files: Mapping[str, bytes], *, keep: bool) -> None:
    """Refuse files that are there, unless they are kept; a file behind a link, or in place of a folder, in any case."""
    if keep:
        return
    taken = [path for path in files if os.path.lexists(root / path)]
    if taken:
        raise Refused(
            f"nothing was written, because these are there already: {', '.join(map(shown_text, taken))}; move them "
            "away, or add --keep to leave them as they are"
        )


def write_new(root: Path, files: Mapping[str, bytes]) -> int:
    """Write the files that are not there yet, all or none; how many those are."""
    writes = [Write(path, None, content) for path, content in files.items() if not os.path.lexists(root / path)]
    made = [one for one in (root, *root.parents) if not one.exists()]
    try:
        root.mkdir(parents=True, exist_ok=True)
        write_files(root, writes)
    except (OSError, RefusedError, WriteError) as error:
        _take_back(root, writes, made)
        # Which of many files were written before it is of no interest once they are taken back.
        cause = error if isinstance(error, OSError) else error.__context__
        if isinstance(cause, OSError):
            raise Unreadable(f"nothing was written: {shown_text(str(cause.filename or root))}: {why(cause)}") from None
        raise Refused(f"nothing was written: {cause}") from None
    return len(writes)


def _take_back(root: Path, writes: list[Write], made: list[Path]) -> None:
    """Delete what was written of a start that did not come to its end; what somebody else wrote meanwhile stays."""
    with suppress(OSError):
        for write in writes:
            path = root / write.path
            if path.is_file() and path.read_bytes() == write.after:
                path.unlink()
        for path in sorted({one for write in writes for one in (root / write.path).parents}, reverse=True):
            if path != root and path.is_relative_to(root):
                with suppress(OSError):
                    path.rmdir()
        for path in made:
            path.rmdir()


def origin_of(root: Path) -> str | None:
    """Where a repository was cloned from; None where it was not, or is none."""
    if not (root / ".git").exists():
        return None
    with suppress(UnreadableSourceError):
        return run_git(root, "remote", "get-url", "origin").decode("utf-8", "replace").strip()
    return None


def begin_repository(root: Path) -> list[str]:
    """Make the folder a git repository, where it is none, and say what kept it from that."""
    if (root / ".git").exists():
        return []
    try:
        run_git(root, "init", "--quiet")
        run_git(root, "symbolic-ref", "HEAD", "refs/heads/main")
    except UnreadableSourceError:
        return ["git made no repository of it; install git, and run git init --initial-branch main there"]
    return []
