"""Records that stand nowhere yet: how they would be read, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping

from followup_build.diagnostics.finding import Finding
from followup_build.source.tree import SourceFile, check_names


class Unwritten:
    """A source of files that are not there yet."""

    revision = None
    commit = None

    def __init__(self, records: str, contents: Mapping[str, bytes]) -> None:
        self.records = records
        self._contents = contents

    def read(self) -> tuple[tuple[SourceFile, ...], tuple[Finding, ...]]:
        """All files, sorted by path."""
        names = sorted(self._contents)
        return tuple(SourceFile(path, self._contents[path]) for path in names), tuple(check_names(names))
