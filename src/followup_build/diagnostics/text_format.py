"""Findings for the terminal: the place, the sentence, the line with a caret, and what to type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from followup_build.diagnostics.finding import Finding, Location, Severity
from followup_build.diagnostics.shortened import gravest
from followup_build.diagnostics.terminal import Colour, coloured, shown_text, width_of

MOST_SHOWN = 200
"""More than that nobody reads; the rest is counted, and the formats for programs have it all."""
_WIDEST_LINE = 100
_COLOUR_BY_SEVERITY: Mapping[Severity, Colour] = {Severity.ERROR: Colour.RED, Severity.WARNING: Colour.YELLOW}


def render_text(findings: Sequence[Finding], *, is_coloured: bool = False) -> str:
    """One block a finding, with a blank line between two; where there are too many, warnings are left out first."""
    shown = gravest(findings, MOST_SHOWN)
    blocks = [_block(finding, is_coloured) for finding in shown]
    if len(shown) < len(findings):
        blocks.append(
            f"and {len(findings) - len(shown)} more; followup check PATH shows those of one file or folder, "
            "--format json shows all\n"
        )
    return "\n".join(blocks)


def summary(findings: Sequence[Finding]) -> str:
    """How many findings there are, in words."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    if not findings:
        return "no findings"
    return ", ".join(counted(count, word) for count, word in ((errors, "error"), (warnings, "warning")) if count)


def counted(count: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def place(location: Location) -> str:
    """`file:line:column`, as editors and terminals make it a link."""
    return f"{shown_text(location.path)}:{location.line}:{location.column}"


def _block(finding: Finding, is_coloured: bool) -> str:
    severity = coloured(finding.severity, _COLOUR_BY_SEVERITY[finding.severity] if is_coloured else None)
    lines = [f"{place(finding.location)}: {severity}: {shown_text(finding.message)} [{finding.rule}]"]
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
    width = width_of(shown_text(location.text[start : location.column - 1]))
    return [f"  {number} | {text}", f"  {' ' * len(number)} | {' ' * width}^"]
