"""Records of a folder with some files written otherwise: how they would stand, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping

from followup_build.diagnostics.finding import Finding
from followup_build.source.tree import Source, SourceFile, check_names


class Overlaid:
    """A source in which some files have other contents, or are there although they are not."""

    def __init__(self, below: Source, contents: Mapping[str, bytes]) -> None:
        self._below = below
        self._contents = contents

    @property
    def records(self) -> str:
        """The records folder, relative to the repository."""
        return self._below.records

    @property
    def revision(self) -> str | None:
        """That of the source below."""
        return self._below.revision

    @property
    def commit(self) -> str | None:
        """That of the source below."""
        return self._below.commit

    def read(self) -> tuple[tuple[SourceFile, ...], tuple[Finding, ...]]:
        """All files, sorted by path, and what could not be read."""
        found, findings = self._below.read()
        files = {file.path: file for file in found} | {
            path: SourceFile(path, content) for path, content in self._contents.items()
        }
        added = self._contents.keys() - {file.path for file in found}
        of_names = check_names(sorted(files)) if added else ()
        told = {(one.rule, one.location.path) for one in findings}
        new = (one for one in of_names if (one.rule, one.location.path) not in told)
        return tuple(files[path] for path in sorted(files)), (*findings, *new)
