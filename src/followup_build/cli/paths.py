"""PATHs that people name, as findings have them."""

from __future__ import annotations

import os
from pathlib import Path

import click

from followup_build.workspace import Workspace


def inside(workspace: Workspace, path: Path, *, is_past: bool = False) -> str:
    """The path relative to the repository, as findings have it."""
    if "\\" in str(path) and not os.path.lexists(path):
        path = Path(str(path).replace("\\", "/"))
    # Not `resolve` for the last part: a link among the records is a finding of its own.
    full = Path(os.path.abspath(path))  # noqa: PTH100 - `Path.absolute` keeps `..`
    full = Path(os.path.realpath(full.parent)) / full.name
    records = workspace.root / workspace.source.records
    if records.is_relative_to(full):
        return "."
    if not full.is_relative_to(records):
        raise click.UsageError(f"{path} lies outside the records in {workspace.source.records}/")
    below = full.relative_to(workspace.root).as_posix()
    exists = any(is_below(one, below) for one in workspace.paths) if is_past else os.path.lexists(full)
    if not exists:
        raise click.UsageError(f"{path} does not exist")
    return below


def is_below(path: str, folder: str) -> bool:
    """Whether a path is that of the folder, or of something in it."""
    return folder in (".", path) or path.startswith(f"{folder}/")
