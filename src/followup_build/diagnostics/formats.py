"""Findings as text: the tables of formats, which `--format` offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from followup_build.diagnostics.finding import Finding
from followup_build.diagnostics.github_format import render_github
from followup_build.diagnostics.json_format import render_json
from followup_build.diagnostics.junit_format import render_junit
from followup_build.diagnostics.sarif_format import render_sarif
from followup_build.diagnostics.text_format import render_text

RENDERER_BY_FORMAT: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
}
"""Each renders all findings of a run, in order; the text ends with a line break or is empty."""

RULES_RENDERER_BY_FORMAT: dict[str, Callable[[Sequence[Finding], Mapping[str, str]], str]] = {
    "sarif": render_sarif,
    "junit": render_junit,
}
"""These tell of the rules as well, and take the page of each rule that ran."""
