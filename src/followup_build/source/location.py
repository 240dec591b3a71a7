"""Where the records are, from where somebody stands."""

from __future__ import annotations

import os
from pathlib import Path

from followup_build.source.folder import find_repository_root

SETTINGS = "organisation.yml"
"""The file by which a folder of records is known."""


def locate_records(start: Path, records: Path | None) -> tuple[Path, str]:
    """The repository's folder, and the records folder relative to it, from a working directory and `--records`."""
    folder = Path(os.path.realpath(start / records if records is not None else _folder_above(start)))
    is_named = records is not None and os.path.isdir(folder)  # noqa: PTH112 - it never fails
    root = find_repository_root(folder if is_named else folder.parent)
    if root == folder:
        root = folder.parent
    return root, folder.relative_to(root).as_posix()


def _folder_above(start: Path) -> Path:
    """`records/` here, or in the nearest folder above that has it, up to the repository's."""
    top = find_repository_root(start)
    for folder in (start, *start.parents):
        if os.path.lexists(folder / "records" / SETTINGS):
            return folder / "records"
        if folder == top:
            break
    return start / "records"
