"""Findings for programs: a versioned JSON object."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from followup_build.diagnostics.finding import Finding, Location
from followup_build.diagnostics.terminal import shown_text

VERSION = 1


def render_json(findings: Sequence[Finding]) -> str:
    """An object with `version` and `findings`; columns count characters from 1."""
    answer = {"version": VERSION, "findings": [_finding(one) for one in findings]}
    # `json` leaves some controls as they are; spelled out by their code they mean the same to a program.
    return shown_text(json.dumps(answer, ensure_ascii=False, indent=2), keep="\n") + "\n"


def _place(location: Location) -> dict[str, Any]:
    return {"path": location.path, "line": location.line, "column": location.column}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        **_place(finding.location),
        "message": finding.message,
        "hint": finding.hint,
        "related": [{**_place(related.location), "message": related.message} for related in finding.related],
    }
