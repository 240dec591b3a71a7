"""Headings of pages: which stand by themselves, which get an id, and which captions only repeat them."""

from __future__ import annotations

import re
from collections.abc import Iterator

TITLE_ID = "_title"
"""The id of each page's title; no id of a record starts like this, so it is taken by nothing else."""

HEADING = re.compile(r'<h(?P<level>[12]) id="(?P<id>[^"]+)">(?P<name>.*?)</h(?P=level)>', re.DOTALL)
"""Headings of the first and second level stand between blocks of HTML, so that any generator can list them."""

_BARE = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
_HEADING_OR_CAPTION = re.compile(
    r"<h[1-6][^>]*>(?P<heading>.*?)</h[1-6]>|<caption>(?P<caption>.*?)</caption>", re.DOTALL
)
_TAG = re.compile(r"<[^>]+>")
_GLUED = re.compile(r"</(?:caption|dd|dt|h[1-6]|li|p|td|th)>(?=<)")


def text_of(html: str) -> str:
    """The words of a piece of HTML, on one line."""
    return " ".join(_TAG.sub("", html).split())


def parts_of(html: str) -> Iterator[tuple[str, str]]:
    """Anchor and text of each heading of the second level."""
    return ((one["id"], text_of(one["name"])) for one in HEADING.finditer(html) if one["level"] == "2")


def with_ids(html: str) -> str:
    """Each bare heading of the second level with an id made of its words."""
    taken: set[str] = set()

    def named(match: re.Match[str]) -> str:
        name = re.sub(r"[^a-z0-9]+", "-", text_of(match[1]).lower()).strip("-") or "part"
        while name in taken:
            name += "-more"
        taken.add(name)
        return f'<h2 id="{name}">{match[1]}</h2>'

    return _BARE.sub(named, html)


def without_repeated_captions(html: str) -> str:
    """A caption that says what the heading above it says is there for screen readers only."""
    heading = ""

    def judged(match: re.Match[str]) -> str:
        nonlocal heading
        if match["caption"] is None:
            heading = text_of(match["heading"])
        elif text_of(match["caption"]).casefold() == heading.casefold():
            return match[0].replace("<caption>", '<caption class="fu-unseen">', 1)
        return match[0]

    return _HEADING_OR_CAPTION.sub(judged, html)


def with_spaces(html: str) -> str:
    """A line break after each end of a block: what takes the tags away, as a search index does, must not glue words."""
    pieces, position = [], 0
    for match in _GLUED.finditer(html):  # substituting takes twice as long, and there are hundreds of thousands
        pieces.append(html[position : match.end()])
        position = match.end()
    return "\n".join((*pieces, html[position:]))


def iter_blocks(printed: str) -> Iterator[str]:
    """The page in pieces: headings by themselves, and blocks of HTML between them."""
    position = 0
    for match in HEADING.finditer(printed):
        yield from _block(printed[position : match.start()])
        yield match[0]
        position = match.end()
    yield from _block(printed[position:])


def _block(piece: str) -> Iterator[str]:
    if piece.strip():
        yield f'<div class="fu">\n{piece.strip()}\n</div>'
