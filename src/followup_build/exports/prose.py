"""The one place where text that people wrote becomes HTML: CommonMark with tables, raw HTML off, then sanitised.

Two layers, each enough alone: markdown-it shows raw HTML as text and refuses script links, nh3 keeps what is listed.
"""

from __future__ import annotations

import re
from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 60_000
"""Longer text is shown as it stands: a hostile one could keep the parser busy."""

_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
_LOWEST = 6


@cache
def parser() -> MarkdownIt:
    """What reads Markdown: CommonMark with tables, without HTML and images."""
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable("image")


def render_prose(markdown: str, highest: int = 3) -> str:
    """Safe HTML of Markdown; its `##` becomes a heading of the level `highest`, below those of the page."""
    if not markdown.strip():
        return ""
    if len(markdown) > LONGEST:
        return f"<pre>{nh3.clean_text(markdown)}</pre>"
    reader = parser()
    tokens = reader.parse(markdown)
    for token in tokens:
        _lower_heading(token, highest)
    html = reader.renderer.render(tokens, reader.options, {})
    return nh3.clean(
        str(html),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}, "code": {"class"}},
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ,;%/()]|[.:!?'-](?=[A-Za-z0-9 ]|\Z))*\Z")
"""Words and punctuation on one line that mean nothing to Markdown or HTML; most lines are."""


def render_inline(markdown: str) -> str:
    """The same for one line in a table or a list: without the paragraph around it."""
    if _PLAIN.match(markdown):
        return markdown.rstrip()
    html = render_prose(markdown)
    if html.startswith("<p>") and html.count("<p>") == 1 and html.rstrip().endswith("</p>"):
        return html.rstrip()[3:-4]
    return html


def _lower_heading(token: Token, highest: int) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(_LOWEST, max(highest, int(token.tag[1]) + highest - 2))}"


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    """Links lead out by a full address or not at all; a relative one would lead to a page that is not there."""
    if name == "href" and not value.lower().startswith(("http://", "https://", "mailto:")):
        return None
    if tag == "code" and name == "class":
        return None
    return value
