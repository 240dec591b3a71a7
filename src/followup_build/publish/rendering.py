"""Views to HTML by Jinja templates, which print and do not decide; everything is escaped but cleaned prose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from traceback import walk_tb
from typing import Any

import jinja2
from jinja2 import TemplateSyntaxError
from markupsafe import Markup

from followup_build.diagnostics.terminal import line_text
from followup_build.exports.prose import render_inline, render_prose
from followup_build.exports.svg import chart_svg, key_svg, strip_svg
from followup_build.exports.templates import make_environment, templates_folder
from followup_build.publish.downloads import NO_OFFERS, Offers
from followup_build.publish.headings import iter_blocks, with_ids, with_spaces, without_repeated_captions
from followup_build.publish.platform import source_links
from followup_build.publish.values import print_cell, print_cells, print_chip, print_table
from followup_build.views.record_history import RecordHistory

_PAGE_LEVEL = 2
"""Prose whose headings are the page's own; they get ids, and so come into the table of contents."""


def team_fault(error: Exception) -> str | None:
    """Where a team's own template fails, and why; None where the fault is not a team's template's."""
    places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    own = [(Path(file), line) for file, line in places if file.endswith(".html") and not is_shipped(Path(file))]
    if not own:
        return None
    file, line = own[-1]
    return f"{file}:{line}: this template cannot be printed: {line_text(str(error))}"


def is_shipped(template: Path) -> bool:
    """Whether a template is ours, or the theme's, which is installed beside Jinja."""
    return any(template.is_relative_to(folder) for folder in (templates_folder(), Path(jinja2.__file__).parents[1]))


class Renderer:
    """One environment for all pages of a site."""

    def __init__(self, own_templates: Path | None, banner: Mapping[str, object], repository: str) -> None:
        folders = [folder for folder in (own_templates, templates_folder()) if folder is not None]
        self._environment = make_environment(*folders)
        self._environment.filters["prose"] = lambda value, highest=3: Markup(_prose(value.markdown, highest))  # noqa: S704 - cleaned
        self._environment.filters["inline"] = lambda value: Markup(render_inline(value.markdown))  # noqa: S704 - cleaned
        self._environment.globals["chart_svg"] = lambda *values: Markup(chart_svg(*values))  # noqa: S704 - escaped there
        self._environment.globals["key_svg"] = lambda key: Markup(key_svg(key))  # noqa: S704 - drawn, not typed
        self._environment.globals |= {one.__name__: one for one in (print_chip, print_cell, print_cells, print_table)}
        self._environment.globals["strip_svg"] = lambda drawing: Markup(strip_svg(drawing))  # noqa: S704 - drawn, not typed
        self._environment.globals["source_of"] = lambda path: source_links(repository, path)
        self._banner = banner

    def render(
        self,
        template: str,
        path: str,
        title: str,
        view: Any,
        sources: Sequence[tuple[str, str]] = (),
        offers: Offers = NO_OFFERS,
        history: RecordHistory | None = None,
    ) -> str:
        """The HTML of one page.

        The template sees the view's fields, the way to the site's root, title and banner, the files that the page
        comes from, each with a word for it, what commits changed in them, and the files for programs that it offers.
        """
        printed = self._environment.get_template(f"pages/{template}").render(
            {field.name: getattr(view, field.name) for field in fields(view)}
            | {"root": "../" * path.count("/"), "page_title": title, "banner": self._banner}
            | {"sources": sources, "offers": offers, "history": history}
        )
        return "\n".join(iter_blocks(with_spaces(without_repeated_captions(printed))))


def _prose(markdown: str, highest: int) -> str:
    html = render_prose(markdown, highest)
    return with_ids(html) if highest == _PAGE_LEVEL else html
