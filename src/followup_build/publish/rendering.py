"""Views to HTML by Jinja templates, which print and do not decide; everything is escaped but cleaned prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from followup_build.publish.prose import render_inline, render_prose

HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)
"""Headings of the second level stand by themselves, between blocks of HTML, so that any generator can list them."""


def templates_folder() -> Path:
    """The shipped templates: inside the package where it was installed, else at the root of the repository."""
    inside = Path(str(files("followup_build"))) / "site_templates"
    return inside if inside.is_dir() else Path(str(files("followup_build"))).parents[1] / "site_templates"


class Renderer:
    """One environment for all pages of a site."""

    def __init__(self, own_templates: Path | None, banner: Mapping[str, object]) -> None:
        folders = [folder for folder in (own_templates, templates_folder()) if folder is not None]
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(folder, encoding="utf-8") for folder in folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["prose"] = lambda value, highest=3: Markup(render_prose(value.markdown, highest))  # noqa: S704 - cleaned
        self._environment.filters["inline"] = lambda value: Markup(render_inline(value.markdown))  # noqa: S704 - cleaned
        self._banner = banner

    def render(self, template: str, path: str, title: str, view: Any) -> str:
        """The HTML of one page; the template sees the view's fields, the way to the site's root, title and banner."""
        printed = self._environment.get_template(f"pages/{template}").render(
            {field.name: getattr(view, field.name) for field in fields(view)}
            | {"root": "../" * path.count("/"), "page_title": title, "banner": self._banner}
        )
        return "\n".join(_blocks(printed))


def _blocks(printed: str) -> Iterator[str]:
    position = 0
    for match in HEADING.finditer(printed):
        yield _block(printed[position : match.start()])
        yield match[0]
        position = match.end()
    yield _block(printed[position:])


def _block(piece: str) -> str:
    return f'<div class="fu">\n{piece.strip()}\n</div>'
