"""Feeds as Atom files, RFC 4287."""

from __future__ import annotations

import uuid
from xml.etree import ElementTree as ET

from followup_build.diagnostics.terminal import shown_text
from followup_build.views.feed import Feed, FeedEntry

_ATOM = "http://www.w3.org/2005/Atom"


def feed_xml(feed: Feed) -> bytes:
    """The bytes of a feed; where the site's address is unknown, its links are relative to the feed itself."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _put(root, "id", f"{feed.site}{feed.path}" if feed.site else _urn(feed, feed.path))
    _put(root, "title", feed.title)
    _put(root, "updated", feed.updated.isoformat())
    author = ET.SubElement(root, "author")
    _put(author, "name", feed.author)
    ET.SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": _address(feed, feed.path)})
    ET.SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": _address(feed, feed.page)})
    _put(root, "generator", "followup")
    for entry in feed.entries:
        _entry(ET.SubElement(root, "entry"), feed, entry)
    ET.indent(root, "")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _entry(element: ET.Element, feed: Feed, entry: FeedEntry) -> None:
    # The day of a fact never moves, and so it may stand in a tag (RFC 4151).
    _put(element, "id", f"tag:{feed.authority},{entry.id}" if feed.site else _urn(feed, entry.id))
    _put(element, "title", entry.title)
    _put(element, "updated", entry.updated.isoformat())
    ET.SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": _address(feed, entry.path)})
    if entry.text:
        _put(element, "summary", entry.text)


def _put(parent: ET.Element, name: str, text: str) -> None:
    # XML knows no way to write most controls, not even by their number.
    ET.SubElement(parent, name).text = shown_text(text, keep="\n")


def _urn(feed: Feed, name: str) -> str:
    """A name that needs no address of a site, and stays the same."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, f"{feed.authority}/{name}").urn


def _address(feed: Feed, path: str) -> str:
    return f"{feed.site}{path}" if feed.site else f"{'../' * feed.path.count('/')}{path}"
