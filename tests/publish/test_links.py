"""Every link of the built site leads somewhere: to a page that is there, and to an anchor on it."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from built_pages import pages_of

_LOADED = {"img", "script", "iframe", "source", "audio", "video", "embed", "object", "form", "use", "image", "input"}
"""Elements whose address a browser asks for by itself, or sends to."""
_RELATIONS_LOADED = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest", "preconnect"}
SCHEMES = {"https", "http", "mailto", "webcal"}
"""Of the addresses elsewhere that a link may have."""
_CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")
_NAMES = {"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "for", "headers", "list"}
"""Attributes that name elements of their own page."""


@dataclass
class Document(HTMLParser):
    """The anchors and the addresses of a page."""

    path: str
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    canonical: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids += [values["id"]] if "id" in values else []
        self.named += [one for name in _NAMES & values.keys() for one in values[name].split()]
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical = values["href"]
            return
        is_loaded = tag in _LOADED or (tag == "link" and bool(_RELATIONS_LOADED & set(values.get("rel", "").split())))
        addresses = self.loaded if is_loaded else self.links
        addresses += [
            values[name] for name in ("href", "xlink:href", "src", "data", "poster", "action") if name in values
        ]
        self.loaded += [one.split()[0] for one in values.get("srcset", "").split(",") if one.strip()]
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.links += [values["content"].partition("=")[2]]
        self.forbidden += [f"<{tag} {name}>" for name in values if name == "style" or name.startswith("on")]


@cache
def read(site: Path, path: str) -> Document:
    document = Document(path)
    document.feed((site / path).read_text(encoding="utf-8"))
    return document


def fault(site: Path, page: str, address: str) -> str:
    """What is wrong with an address of this site on a page, or nothing."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    if path.startswith("/"):
        # Only the page that a platform shows at any depth may count from the root.
        if page != "404.html":
            return "starts from the root of the server"
        below = urlsplit(read(site, "index.html").canonical).path.removesuffix("index.html")
        if not path.startswith(below):
            return "leaves the site"
        target = path.removeprefix(below)
    else:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    if target.startswith(".."):
        return "leaves the site"
    if not (site / target).is_file():
        return "is a folder" if (site / target).is_dir() else "is not there"
    fragment = unquote(parts.fragment)
    if fragment and target.endswith(".html") and fragment not in read(site, target).ids:
        return "has no such anchor"
    return ""


def is_ours(address: str) -> bool:
    return not urlsplit(address).scheme and not address.startswith("//")


def test_every_link_leads_to_a_page_and_an_anchor(site: Path) -> None:
    wrong = {}
    for path in pages_of(site):
        document = read(site, path)
        for address in {*document.links, *document.loaded}:
            if is_ours(address) and (why := fault(site, path, address)):
                wrong[address, why] = path
    assert wrong == {}


def test_pages_load_nothing_from_elsewhere_and_link_only_to_the_web(site: Path) -> None:
    wrong = set()
    for path in pages_of(site):
        document = read(site, path)
        wrong |= {(path, one) for one in document.loaded if not is_ours(one) and not one.startswith("data:")}
        wrong |= {(path, one) for one in document.links if not is_ours(one) and urlsplit(one).scheme not in SCHEMES}
    assert wrong == set()


def test_an_id_stands_once_on_a_page_and_what_is_named_is_there(site: Path) -> None:
    wrong = {}
    for path in pages_of(site):
        document = read(site, path)
        ids = set(document.ids)
        if len(ids) < len(document.ids):
            wrong[path] = sorted(one for one in ids if document.ids.count(one) > 1)
        if missing := set(document.named) - ids:
            wrong[path] = sorted(missing)
    assert wrong == {}


def test_stylesheets_load_nothing_from_elsewhere(site: Path) -> None:
    addresses = {
        (file.relative_to(site).as_posix(), address)
        for file in site.rglob("*.css")
        for address in _CSS_ADDRESS.findall(file.read_text(encoding="utf-8"))
        if not address.startswith(("data:", "#"))
    }
    assert {(path, address): why for path, address in addresses if (why := fault(site, path, address))} == {}
    assert all(is_ours(address) for _, address in addresses)


def test_no_element_carries_what_the_policy_forbids(site: Path) -> None:
    assert {path: forbidden for path in pages_of(site) if (forbidden := read(site, path).forbidden)} == {}


def _whole_addresses(site: Path) -> Iterator[tuple[str, str]]:
    """The addresses of this site in what programs read: the sitemap, feeds, calendars, answers."""
    root = read(site, "index.html").canonical.removesuffix("index.html")
    whole = re.compile(re.escape(root) + r"[^\s\"'<>\\]*")
    for file in site.rglob("*"):
        if file.suffix in {".xml", ".ics", ".json", ".csv", ".html"}:
            # A line of a calendar goes on in the next one, behind a space.
            text = file.read_bytes().decode().replace("\r\n ", "")
            for address in set(whole.findall(unescape(text))):
                yield file.relative_to(site).as_posix(), address.removeprefix(root)


def test_whole_addresses_of_the_site_lead_somewhere(site: Path) -> None:
    found = set(_whole_addresses(site))
    assert found
    assert {(file, at): why for file, at in found if at and (why := fault(site, "index.html", at))} == {}


def test_what_the_search_finds_is_there(site: Path) -> None:
    entries = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    assert entries
    assert {at: why for one in entries if (at := one["location"]) and (why := fault(site, "index.html", at))} == {}


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("index.html", ""),
        ("../plans/index.html", ""),
        ("", ""),
        ("#no-such", "has no such anchor"),
        ("../plans/finance-2026/index.html#no-such", "has no such anchor"),
        ("no-such.html", "is not there"),
        ("../plans/", "is a folder"),
        ("../../index.html", "leaves the site"),
        ("/index.html", "starts from the root of the server"),
    ],
)
def test_a_bad_address_is_told(site: Path, address: str, why: str) -> None:
    assert fault(site, "actions/index.html", address) == why
