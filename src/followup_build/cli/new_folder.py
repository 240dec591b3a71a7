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
from followup_build.source.location import SETTINGS
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
    if os.path.lexists(root / _RECORDS / SETTINGS):
        raise Refused(f"{shown} has records already, in {_RECORDS}/; nothing was written")


def refuse_taken(root: Path, files: Mapping[str, bytes], *, keep: bool) -> None:
    """Refuse files that are there and say something else, unless they are kept, which records never are.

    What a start that was killed has left says the same, and so the command can be run again.
    """
    taken = [path for path, content in files.items() if os.path.lexists(root / path) and not _is(root / path, content)]
    records = [path for path in taken if path.startswith(f"{_RECORDS}/")]
    if taken and not (keep and not records):
        hint = "move them away" if records else "move them away, or add --keep to leave them as they are"
        raise Refused(
            f"nothing was written, because these are there already: {', '.join(map(shown_text, taken))}; {hint}"
        )


def refuse_records(root: Path, files: Mapping[str, bytes]) -> None:
    """Refuse a folder of records that has others than those of the start."""
    found = (path for path in (root / _RECORDS).rglob("*") if not path.name.startswith(".") and not path.is_dir())
    other = next((one for path in found if (one := path.relative_to(root).as_posix()) not in files), None)
    if other is not None:
        raise Refused(f"there are records already, for example {shown_text(other)}; nothing was written")


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == content


def write_new(root: Path, files: Mapping[str, bytes]) -> int:
    """Write the files that are not there yet, all or none; how many those are.

    The organisation's file comes last: without it nothing is taken for records.
    """
    last = f"{_RECORDS}/{SETTINGS}"
    ordered = sorted(files.items(), key=lambda one: one[0] == last)
    writes = [Write(path, None, content) for path, content in ordered if not os.path.lexists(root / path)]
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
