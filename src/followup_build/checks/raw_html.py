"""HTML in a text, which the site shows as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.WARNING

_TAG = re.compile(
    r"(?<!\\)<(?:"
    r"(?P<open>[A-Za-z][A-Za-z0-9-]*)(?:[ \t\n][^<>]*)?/?>"
    r"|/(?P<close>[A-Za-z][A-Za-z0-9-]*)[ \t\n]*>"
    r"|(?P<other>!--|\?|![A-Z]|!\[CDATA\[))"
    r"|^[ ]{0,3}<(?P<block>script|style|pre|textarea|iframe|form|object|embed|div|table|details|p|base|link|meta)"
    r"(?=[\s>/]|$)",
    re.MULTILINE | re.IGNORECASE,
)
_OWN_COMMENT = re.compile(r"<!-- *allow\[")


def check(subject: Subject) -> Iterator[Finding]:
    """Texts are Markdown without HTML; a closing tag is told by the one that opens it."""
    for text in subject.suspicious_texts:
        if "<" not in text.text:
            continue
        seen: set[str] = set()
        for match in _TAG.finditer(text.prose):
            name = (match["open"] or match["block"] or "").lower()
            if (match["close"] or "").lower() in seen or _OWN_COMMENT.match(match.string, match.start()):
                continue
            seen.add(name)
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            piece = match[0].strip().split("\n")[0]
            shown = piece if len(piece) <= 40 else piece[:39] + "…"  # noqa: PLR2004 - what a message has room for
            what = "a comment" if match["other"] == "!--" else shown
            yield Finding(
                "raw-html",
                text.place(start, len(piece)),
                f"{what} is HTML, which the site shows as it was typed",
                "use Markdown, for example **bold**; or put code in backticks",
            )
