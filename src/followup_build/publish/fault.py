"""Why there is no site: the faults of users, each one clear sentence."""

from __future__ import annotations

from followup_build.diagnostics.finding import Finding
from followup_build.diagnostics.text_format import counted


class BuildError(Exception):
    """MkDocs could not build; the message is one clear sentence."""


class RecordErrors(Exception):  # noqa: N818 - it says what there is
    """The records have errors, and nothing is to be built then."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"the records have {counted(len(findings), 'error')}")
        self.findings = findings
