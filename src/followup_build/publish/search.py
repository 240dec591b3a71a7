"""The search index: the theme's for pages written by hand, and our own entries for everything made of records.

The theme would read every page again with an HTML parser, which takes as long as all the rest, and knows no records.
"""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from followup_build.views.search import SearchEntry

LARGE = 3_000_000
"""Bytes of an index that take a phone several seconds before the first result."""
_SHOWN = 600
"""How much of a long text stands in the index as it was written."""


_LOG = logging.getLogger("mkdocs.plugins.followup")


def add_entries(site: Path, entries: Iterable[SearchEntry], *, directory_urls: bool) -> None:
    """Write the index of a site anew with our entries in it, and say how large it is; a site may be without search."""
    file = site / "search/search_index.json"
    if not file.is_file():
        return
    text = with_entries(file.read_text(encoding="utf-8"), entries, directory_urls=directory_urls)
    file.write_text(text, encoding="utf-8", newline="\n")
    size = file.stat().st_size
    said = f"the search index has {size / 1_000_000:.1f} MB"
    if size <= LARGE:
        _LOG.info(said)
        return
    _LOG.warning(
        f"{said}; above {LARGE // 1_000_000} MB a phone waits for its first result: give past years a site of their own"
    )


def with_entries(index: str, entries: Iterable[SearchEntry], *, directory_urls: bool) -> str:
    """The index as MkDocs wrote it with our entries added; what somebody wrote by hand in place of one stands."""
    found = json.loads(index)
    known = {one["location"] for one in found["docs"]}
    docs = (_doc(entry, directory_urls) for entry in entries)
    found["docs"] += [one for one in docs if one["location"] not in known]
    return json.dumps(found, separators=(",", ":"), ensure_ascii=False)


def _doc(entry: SearchEntry, directory_urls: bool) -> dict[str, Any]:
    # The theme joins an entry to its page by the address before the `#`, and forgets it where no page has that.
    location = entry.path.replace("index.html", "") if directory_urls else entry.path
    doc: dict[str, Any] = {
        "location": location,
        "title": html.escape(entry.title, quote=False),
        "text": html.escape(_shortened(_plain(entry.text)), quote=False),
    }
    if entry.id:
        doc["tags"] = [entry.id]
    if entry.weight != 1:
        doc["boost"] = round(entry.weight, 4)
    return doc


_LINK = re.compile(r"\[([^\[\]\n]*)\]\([^()\n]*\)")
_LINES = re.compile(r"^[-=|: \t]+$|^[ \t]*(?:[#>]+|[-*+])[ \t]|\|", re.MULTILINE)
_MARKS = re.compile(r"[*`]|(?<!\w)_+(?=\w)|(?<=[^\W_])_+(?!\w)")


def _plain(markdown: str) -> str:
    """The words of Markdown on one line."""
    return " ".join(_MARKS.sub("", _LINES.sub(" ", _LINK.sub(r"\1", markdown))).split())


def _shortened(text: str) -> str:
    """The start of a text as it stands, and each further word once, so that it is found by all of them."""
    if len(text) <= _SHOWN:
        return text
    start = text[:_SHOWN].rpartition(" ")[0] or text[:_SHOWN]
    return " ".join((start, "…", *_further_words(text[len(start) :], start)))


def _further_words(text: str, start: str) -> Iterator[str]:
    said = set(_WORD.findall(start.lower()))
    for word in _WORD.findall(text):
        if word.lower() not in said:
            said.add(word.lower())
            yield word


_WORD = re.compile(r"[^\W_][\w.'’-]*[^\W_]|\d")
