"""An image that the site would load from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.markdown_texts import iter_links
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """No text shows an image from another server."""
    for text in subject.suspicious_texts:
        for found in iter_links(text.prose):
            address = found.address.lower()
            if found.is_image and address.startswith(("http:", "https:", "//")):
                yield Finding(
                    "remote-image",
                    text.place(found.start, 40),
                    "this image lies on another server, and the site loads nothing from elsewhere",
                    "take the ! away, so that it becomes a link",
                )
