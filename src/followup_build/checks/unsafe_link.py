"""A link that a browser would run, or that leads where nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from followup_build.checks.markdown_texts import iter_links, plain_address
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SAFE = frozenset(("http", "https", "mailto"))
_ACTIVE = frozenset(("javascript", "data", "vbscript", "file", "blob"))
_HINT = "write an address that starts with https://, or take the link out"


def check(subject: Subject) -> Iterator[Finding]:
    """Links lead to web pages, mail addresses or places within the site, and say so."""
    for text in subject.suspicious_texts:
        if text.route and text.route[-1] == "evidence":
            address = plain_address(text.text)
            scheme = _SCHEME.match(address)
            if address.startswith("//") or (scheme and scheme[1].lower() in _ACTIVE):
                yield Finding("unsafe-link", text.place(0, len(text.text)), _message(address), _HINT)
                continue
        for found in iter_links(text.prose):
            scheme = _SCHEME.match(found.address)
            is_hidden = found.address.startswith("//") and not found.is_image
            if is_hidden or (scheme and scheme[1].lower() not in _SAFE):
                yield Finding("unsafe-link", text.place(found.start, 40), _message(found.address), _HINT)


def _message(address: str) -> str:
    if address.startswith("//"):
        return "this link leads to another server without saying how, so the site leaves it out"
    scheme = address.partition(":")[0].lower()
    return f"this link begins with {scheme}:, so the site leaves it out"
