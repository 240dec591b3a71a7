"""Findings for services that take so many and no more: the gravest stay, and in their order."""

from __future__ import annotations

from collections.abc import Sequence

from followup_build.diagnostics.finding import Finding, Severity


def gravest(findings: Sequence[Finding], most: int) -> Sequence[Finding]:
    """The findings, or where there are too many, as many as allowed: warnings are left out first."""
    if len(findings) <= most:
        return findings
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    first = sorted(range(len(findings)), key=lambda index: ranks[findings[index].severity])[:most]
    return [findings[index] for index in sorted(first)]
