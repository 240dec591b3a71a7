"""The Content-Security-Policy of a page: no script runs but the theme's own, whatever a record may have smuggled in.

It is the second of two layers, each enough alone; the first cleans what people wrote (`prose.py`). The hashes come from
a render without content, because hashes of the finished page would allow a smuggled script as well.
See https://www.w3.org/TR/CSP3/.
"""

from __future__ import annotations

import base64
import hashlib
import re

_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HEAD = "<head>"


def script_sources(skeleton: str) -> str:
    """The `script-src` of pages like this one: the site's files, and the inline scripts of a render without content."""
    hashes = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(skeleton))
    return " ".join(["'self'", *sorted({f"'sha256-{base64.b64encode(one).decode()}'" for one in hashes})])


def with_policy(html: str, sources: str) -> str:
    """The page with its policy first in the head, before anything that it rules."""
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {sources}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "object-src 'none'",
        )
    )
    return html.replace(_HEAD, f'{_HEAD}\n<meta http-equiv="Content-Security-Policy" content="{policy}">', 1)
