"""Findings as workflow commands, which the platform shows on the lines of a pull request.

The runner keeps ten annotations of a kind in one step and drops the rest without a word, so the rest is counted aloud.
See https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts for the escapes.
"""

from __future__ import annotations

from collections.abc import Sequence

from followup_build.diagnostics.finding import Finding, Severity
from followup_build.diagnostics.terminal import shown_text

MOST_OF_A_KIND = 10


def render_github(findings: Sequence[Finding]) -> str:
    """The first ten errors and warnings as annotations, and how many more there are."""
    lines: list[str] = []
    for severity in Severity:
        of_kind = [finding for finding in findings if finding.severity is severity]
        shown = of_kind if len(of_kind) <= MOST_OF_A_KIND else of_kind[: MOST_OF_A_KIND - 1]
        lines.extend(_annotation(finding) for finding in shown)
        if len(shown) < len(of_kind):
            more = f"and {len(of_kind) - len(shown)} more {severity}s; run followup check to see all"
            lines.append(f"::{severity}::{_data(more)}")
    return "".join(f"{line}\n" for line in lines)


def render_notice(text: str) -> str:
    """Words that the platform shows at a run which ends well."""
    return f"::notice::{_data(text)}\n"


def _annotation(finding: Finding) -> str:
    at = finding.location
    text = finding.message + (f"\n{finding.hint}" if finding.hint else "")
    return (
        f"::{finding.severity} file={_property(at.path)},line={at.line},col={at.column},"
        f"title={_property(finding.rule)}::{_data(text)}"
    )


def _data(text: str) -> str:
    return shown_text(text, keep="\r\n").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
