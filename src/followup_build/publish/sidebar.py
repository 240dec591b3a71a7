"""What MkDocs and the theme would do again for each of thousands of pages, done once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from followup_build.publish.rendering import is_shipped

_SIDEBAR = "partials/nav.html"
_PARTS = (_SIDEBAR, "partials/nav-item.html", "partials/logo.html", "partials/source.html")


class Stub(Page):
    """A page that the navigation does not list; its HTML is ours, so there is no Markdown to convert."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave it empty, and its anchors unknown: a link to one of them is not called broken."""
        self.content = ""


def add_stubs(paths: Iterable[str], nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Make the pages of these files anew, but for those that the navigation lists."""
    listed = {page.file.src_uri for page in nav.pages}
    for path in paths:
        file = files.get_file_from_path(path)
        if file is not None and path not in listed:
            Stub(None, file, config)


def print_once(env: Environment, files: Files) -> None:
    """Let the theme print its sidebar once for all stubs from which it looks the same.

    Those are pages in folders beside one another in which nothing stands that it may list. Templates of a team's own
    may print what they like, so they are asked each time.
    """
    env.auto_reload = False  # it lives for one build, and would look at the file's time at each use
    if not all(is_shipped(Path(env.get_template(name).filename or "")) for name in _PARTS):
        return
    template = env.get_template(_SIDEBAR)
    print_anew, printed = template.root_render_func, dict[PurePosixPath, str]()
    others = [file.page for file in files.documentation_pages() if file.page and not isinstance(file.page, Stub)]
    folders = {folder for page in others for folder in (_folder(page), *_folder(page).parents)}

    def root_render_func(context: Context) -> Iterator[str]:
        page: Any = context["page"]
        if not isinstance(page, Stub) or _folder(page) in folders:
            yield from print_anew(context)
            return
        beside = _folder(page).parent
        if beside not in printed:
            printed[beside] = "".join(print_anew(context))
        yield printed[beside]

    template.root_render_func = root_render_func


def _folder(page: Page) -> PurePosixPath:
    """The folder of a page's address, from which its links lead."""
    return PurePosixPath(page.url.rpartition("/")[0])
