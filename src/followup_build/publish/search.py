"""The search index: the theme's, which knows pages and their headings, and the records that stand in rows and cards."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from typing import Any

from followup_build.views.search import SearchEntry


def with_entries(index: str, entries: Iterable[SearchEntry], *, directory_urls: bool) -> str:
    """The index as MkDocs wrote it with our entries added, and without headings that have nothing below them."""
    found = json.loads(index)
    docs = [one for one in found["docs"] if one["text"].strip() or "#" not in one["location"]]
    found["docs"] = [*docs, *(_doc(entry, directory_urls) for entry in entries)]
    return json.dumps(found, separators=(",", ":"))


def _doc(entry: SearchEntry, directory_urls: bool) -> dict[str, Any]:
    # The theme joins an entry to its page by the address before the `#`, and forgets it where no page has that.
    location = entry.path.replace("index.html", "") if directory_urls else entry.path
    return {
        "location": location,
        "title": html.escape(entry.title, quote=False),
        "text": html.escape(entry.text, quote=False),
        "tags": [entry.id],
        "boost": entry.weight,
    }
