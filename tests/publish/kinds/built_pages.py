"""Which pages of a built site stand for all the others: those of each kind that show everything the kind can show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from playwright.sync_api import Page

from followup_build.publish.pages import PAGES

BY_HAND = "by hand"
"""The kind of what no line of the table makes: About, and the page for addresses that lead nowhere."""
OF_LARGE_SITES = ("actions/*/index.md",)
"""Kinds of which the example has no page: years of actions, which look like the page of the present ones."""
KINDS = (*(kind.path.replace(".md", ".html") for kind in PAGES if kind.path not in OF_LARGE_SITES), BY_HAND)

_TAG = re.compile(r"<([a-z][a-z0-9]*)([^>]*)>")
_CLASSES = re.compile(r'\sclass="([^"]*)"')
_ATTRIBUTE = re.compile(r'\s([a-z-]+)="')


def pages_of(site: Path) -> list[str]:
    """The paths of all pages of a site."""
    return sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))


def stand_ins(site: Path) -> dict[str, list[str]]:
    """By kind, the fewest pages on which each element, class and attribute stands that any page of the kind has."""
    groups: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for path in pages_of(site):
        groups[_kind_of(path)].append(path)
    return {kind: groups[kind] if kind == BY_HAND else _telling(site, groups[kind]) for kind in KINDS}


def _kind_of(path: str) -> str:
    if path in KINDS:
        return path
    fitting = [kind for kind in KINDS if re.fullmatch(re.escape(kind).replace(r"\*", ".+"), path)]
    return max(fitting, key=len, default=BY_HAND)


def _telling(site: Path, paths: Iterable[str]) -> list[str]:
    shown = {path: _features((site / path).read_text(encoding="utf-8")) for path in paths}
    missing = set[str]().union(*shown.values())
    chosen = []
    while missing:
        best = max(shown, key=lambda path: (len(shown[path] & missing), path))
        chosen.append(best)
        missing -= shown[best]
    return chosen


def _features(html: str) -> set[str]:
    """What a page is made of: its elements, with each of their classes and attributes."""
    found = set()
    for name, attributes in _TAG.findall(html[html.index("<article") : html.index("</article>")]):
        found.add(name)
        found |= {f"{name}.{one}" for group in _CLASSES.findall(attributes) for one in group.split()}
        found |= {f"{name}[{one}]" for one in _ATTRIBUTE.findall(attributes)}
    return found


def watched(page: Page, address: str) -> list[str]:
    """What goes wrong on a page from now on: requests elsewhere, failed ones, errors in the console."""
    wrong: list[str] = []
    page.on(
        "request", lambda request: None if request.url.startswith((address, "data:")) else wrong.append(request.url)
    )
    # Whoever goes on to the next page breaks off what the one before was still loading.
    page.on(
        "requestfailed",
        lambda request: None if request.failure == "net::ERR_ABORTED" else wrong.append(f"failed: {request.url}"),
    )
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    return wrong


def settled(page: Page) -> None:
    """Wait until nothing moves or fades: colours in between are nobody's."""
    page.evaluate("Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)))")


StandIns = Mapping[str, list[str]]
"""The pages that stand for each kind."""
