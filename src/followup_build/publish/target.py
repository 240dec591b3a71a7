"""The folder in which a site stands: what may be replaced there, and how the new site takes the old one's place."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from followup_build.publish.fault import BuildError

MARKER = ".followup-site"
"""The file that says that a folder is a site of ours, and may be replaced."""
_MARKED = (
    "Made by followup; everything here is replaced by the next build, but for CNAME and names with a dot in front.\n"
)
_KEPT = "CNAME"
"""The file in which Pages keeps a site's own domain."""
_LEFT_OVER = 3600
"""So many seconds older than a build, a folder of another build is nobody's any more."""


def mark(site: Path) -> None:
    """Say that a folder holds a site of ours."""
    (site / MARKER).write_text(_MARKED, encoding="utf-8", newline="\n")


def refuse_foreign(target: Path, records: Path, others: Iterable[Path]) -> None:
    """Find out that a site must not stand in a folder; nothing is written or deleted.

    Args:
        target: the folder.
        records: the records; a site stands neither above nor below them.
        others: more folders that a site stands neither in nor above, as the repository's and the working directory.

    Raises:
        BuildError: it has to be another folder, or has to be emptied first.
    """
    if any(_is_same(folder, records) for folder in (target, *target.parents)):
        raise _refused(target, "the records are there")
    for kept in (records, *others):
        if any(_is_same(target, folder) for folder in (kept, *kept.parents)):
            raise _refused(target, f"it would replace all that is there, and {kept} with it")
    if os.path.lexists(target / ".git"):
        raise _refused(target, "it is a repository of its own (it holds .git)")
    if not target.exists() or (target / MARKER).is_file():
        return
    if not target.is_dir() or any(target.iterdir()):
        raise BuildError(
            f"{target} holds something else than a site of followup (there is no {MARKER} in it); "
            "delete it first, or name another folder with --site-dir"
        )


def _refused(target: Path, reason: str) -> BuildError:
    return BuildError(f"the site cannot stand in {target}: {reason}; name another folder with --site-dir")


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except OSError:  # one of them is not there
        return False


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A new folder beside a site, which takes the site's place when all went well, and else goes away."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=prefix(target), dir=target.parent))
    try:
        yield aside
        mark(aside)
        aside.chmod(0o755)
        _sweep(target, aside)
        _swap(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def prefix(target: Path) -> str:
    """How the names of the folders begin in which a site is built."""
    return f".{target.name}-followup-"


def _swap(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    _keep(target, new)
    old = target.with_name(f"{new.name}-old")
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _keep(old: Path, new: Path) -> None:
    """What people put into a site by hand, as MkDocs keeps it: names with a dot in front, and the site's domain."""
    for entry in old.iterdir():
        there = new / entry.name
        if not (entry.name.startswith(".") or entry.name == _KEPT) or os.path.lexists(there):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, there, symlinks=True)
        else:
            shutil.copy2(entry, there, follow_symlinks=False)


def _sweep(target: Path, aside: Path) -> None:
    """Delete what builds left behind that were stopped the hard way."""
    name = re.compile(rf"{re.escape(prefix(target))}[a-z0-9_]{{8}}(-old)?")
    now = aside.stat().st_mtime
    for entry in target.parent.iterdir():
        if name.fullmatch(entry.name) and entry.is_dir() and not entry.is_symlink():
            try:
                is_left = now - entry.stat().st_mtime > _LEFT_OVER
            except OSError:
                continue
            if is_left:
                shutil.rmtree(entry, ignore_errors=True)
