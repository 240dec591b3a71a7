"""The base tree with a few edits: what is found in it on a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from followup_build.diagnostics.finding import Finding


class CheckEdited(Protocol):
    """Checks the base tree after edits `(path, old, new)` and with more files, on a day."""

    def __call__(
        self, *edits: tuple[str, str, str], files: Mapping[str, str] | None = None, today: str = "2026-06-01"
    ) -> tuple[Finding, ...]: ...


def told(findings: tuple[Finding, ...], rule: str | None = None) -> list[tuple[str, str, int, int]]:
    """Rule, path below the records folder, line and column of each finding, or of one rule's."""
    return [
        (one.rule, one.location.path.removeprefix("records/"), one.location.line, one.location.column)
        for one in findings
        if rule in (None, one.rule)
    ]
