"""What the command line says of a site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says, which wins over `mkdocs.yml`; left out, that file's word stands."""

    folder: Path | None = None
    """The folder of the settings, where there is no `mkdocs.yml` to stand in it."""
    records: Path | None = None
    as_of: date | None = None
    at: str | None = None
    is_strict: bool = False
    """Whether errors in the records end the build."""
    on_failure: Callable[[Exception], None] | None = None
    """Told when the site cannot be renewed while it is served."""
