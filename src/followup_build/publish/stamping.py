"""The theme's page around ours, printed once for pages that look alike and stamped for the others.

A page of the theme takes longer to print than what stands in it, and differs from the next one in a few places only.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.toc import AnchorLink, TableOfContents, get_toc

from followup_build.publish.headings import TITLE_ID
from followup_build.publish.rendering import is_shipped
from followup_build.publish.sidebar import Stub, folders_of, place_of

_PLUGINS = {"followup", "material/search", "material/offline"}
"""Those that give no page anything of its own; with any other one, each page is printed anew."""
_MARK = re.compile("\ue000(.*?)\ue001")
_HEADINGS = (("anchor", "heading"), ("second anchor", "second heading"))
"""Two of them, to learn what the theme prints between one and the next."""


def contents_of(title: str, headings: Sequence[tuple[str, str]]) -> TableOfContents:
    """A page's table of contents, from the anchors and texts of its headings."""
    parts = [_entry(2, anchor, name) for anchor, name in headings]
    return get_toc([_entry(1, TITLE_ID, title, parts)])  # type: ignore[list-item]


def _entry(level: int, anchor: str, name: str, children: Sequence[Any] = ()) -> dict[str, Any]:
    return {"level": level, "id": anchor, "name": name, "html": "", "data-toc-label": "", "children": children}


class _Shell:
    """What the theme prints around pages that look alike, in pieces between the values that differ."""

    def __init__(self, printed: str) -> None:
        self._pieces = _MARK.split(printed)
        self.is_sound = False
        """Whether another page than the one that it was made from comes out as the theme prints it."""

    def print(self, values: Mapping[str, str], headings: Sequence[AnchorLink]) -> str:
        """A whole page."""
        pieces = self._pieces
        printed = [values.get(one, one) if place % 2 else one for place, one in enumerate(pieces)]
        start = next((place for place in range(1, len(pieces), 2) if pieces[place] == _HEADINGS[0][0]), None)
        if start is not None and pieces[start : start + 7 : 2] == [one for pair in _HEADINGS for one in pair]:
            inside, between = pieces[start + 1], pieces[start + 3]
            printed[start : start + 7] = [between.join(f"{one.id}{inside}{one.title}" for one in headings)]
        return "".join(printed)


def stamp(env: Environment, files: Files, config: MkDocsConfig) -> None:
    """Let the theme print the pages of stubs that look alike only twice: to learn from, and to be sure.

    Where a template is a team's own, or a plugin may add something to a page, nothing is changed.
    """
    own = [Path(one) for one in config.theme.dirs if not is_shipped(Path(one))]
    if not set(config.plugins) <= _PLUGINS or any(file for one in own for file in one.rglob("*.html")):
        return
    template = env.get_template("main.html")
    print_anew, shells, folders = template.root_render_func, dict[tuple[Any, ...], _Shell | None](), folders_of(files)

    def root_render_func(context: Context) -> Iterator[str]:
        page: Any = context["page"]
        place = place_of(page, folders) if isinstance(page, Stub) and page.meta is page.settings else None
        # Of a page without a heading of its own the theme prints more, and nothing tells what is the page's.
        if place is None or "<h1" not in page.content:
            yield from print_anew(context)
            return
        headings, values = page.toc.items[0].children, _values(page)
        key = (*place, str(page.meta.get("section")), len(headings), *(name for name, one in values.items() if one))
        shell = shells.get(key)
        if shell is not None and shell.is_sound:
            yield shell.print(values, headings)
            return
        printed = "".join(print_anew(context))
        if shell is not None:
            shell.is_sound = printed == shell.print(values, headings)
            shells[key] = shell if shell.is_sound else None
        elif key not in shells:
            shells[key] = _Shell(template.render({**context.get_all(), "page": _marked(page)}))
        yield printed

    template.root_render_func = root_render_func


def _values(page: Any) -> dict[str, str]:
    return {
        "title": page.meta["title"],
        "edit": page.meta["edit_address"],
        "address": page.canonical_url or "",
        "<h1": page.content,  # the theme looks for it
    }


def _marked(page: Any) -> Any:
    """The same page with marks in the place of what is its own."""
    marks = {name: _mark(name) if value else value for name, value in _values(page).items()}
    marked = copy.copy(page)
    marked.meta = page.meta | {"title": marks["title"], "edit_address": marks["edit"]}
    marked.canonical_url, marked.content = marks["address"] or None, marks["<h1"]
    if page.toc.items[0].children:
        marked.toc = contents_of(marks["title"], [(_mark(anchor), _mark(name)) for anchor, name in _HEADINGS])
    return marked


def _mark(name: str) -> str:
    return f"\ue000{name}\ue001"
