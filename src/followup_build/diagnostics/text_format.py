"""Findings for the terminal: the place, the sentence, the line with a caret, and what to type."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from followup_build.diagnostics.finding import Finding, Location, Severity

_WIDEST_LINE = 100


def render_text(findings: Sequence[Finding]) -> str:
    """One block a finding, with a blank line between two."""
    return "\n".join(_block(finding) for finding in findings)


def summary(findings: Sequence[Finding]) -> str:
    """How many findings there are, in words."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    if not findings:
        return "no findings"
    parts = [
        f"{count} {word}{'s' if count > 1 else ''}"
        for count, word in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    return ", ".join(parts)


def shown_text(text: str) -> str:
    """Text without control characters, so that a record cannot steer a terminal."""
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)


def place(location: Location) -> str:
    """`file:line:column`, as editors and terminals make it a link."""
    return f"{shown_text(location.path)}:{location.line}:{location.column}"


def _block(finding: Finding) -> str:
    lines = [f"{place(finding.location)}: {finding.severity}: {shown_text(finding.message)} [{finding.rule}]"]
    lines.extend(_excerpt(finding.location))
    lines.extend(f"    {place(one.location)}: {shown_text(one.message)}" for one in finding.related)
    if finding.hint:
        lines.append(f"    = {shown_text(finding.hint)}")
    return "\n".join(lines) + "\n"


def _excerpt(location: Location) -> list[str]:
    if not location.text.strip():
        return []
    number = str(location.line)
    start = max(0, location.column - _WIDEST_LINE + 20)
    text = shown_text(location.text[start : start + _WIDEST_LINE])
    before = location.text[start : location.column - 1]
    width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in shown_text(before))
    return [f"  {number} | {text}", f"  {' ' * len(number)} | {' ' * width}^"]
