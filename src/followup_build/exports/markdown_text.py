"""Text that Markdown prints as it is, whatever somebody wrote into a record."""

from __future__ import annotations

import re

from followup_build.diagnostics.terminal import line_text

_CALLS = re.compile(r"(?:(?<=@)(?<!\w@)(?=\w)|(?<=[#!%])(?=[\w\"])|(?<=\bGH)(?=-\d))", re.IGNORECASE)
"""Where platforms begin to read a mention or an issue: `@team`, `#12`, `!12`, `GH-12`; an address of mail is none."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
_MARK = re.compile(r"^(?:([-+=#])|(\d+)([.)])(?=\s|$))")
"""What would begin a heading, a list or a line at the start of an item."""


def markdown_text(text: str) -> str:
    """Words on one line; nobody is called by an `@`, and no `#12` leads to an issue."""
    broken = _CALLS.sub("\u200b", line_text(text))
    return _MARK.sub(r"\2\\\1\3", _SPECIAL.sub(r"\\\1", broken))


def code_text(text: str) -> str:
    """Words as they were typed, on one line."""
    inside = line_text(text).replace("`", "'")
    return f"`{inside}`" if inside else ""
