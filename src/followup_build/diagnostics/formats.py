"""Findings as text: the one table of formats, which `--format` offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from followup_build.diagnostics.finding import Finding
from followup_build.diagnostics.github_format import render_github
from followup_build.diagnostics.json_format import render_json
from followup_build.diagnostics.text_format import render_text

RENDERER_BY_FORMAT: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
}
"""Each renders all findings of a run, in order; the text ends with a line break or is empty."""
