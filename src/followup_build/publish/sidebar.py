"""What MkDocs and the theme would do again for each of thousands of pages, done once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from followup_build.publish.rendering import is_shipped

_SIDEBAR = "partials/nav.html"
_PARTS = (_SIDEBAR, "partials/nav-item.html", "partials/logo.html", "partials/source.html")


class Stub(Page):
    """A page that the navigation does not list; its HTML is ours, so there is no Markdown to read or to convert."""

    def __init__(self, file: File, config: MkDocsConfig, settings: dict[str, object]) -> None:
        super().__init__(None, file, config)
        self.settings = settings

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the settings as they are, which MkDocs would read from their YAML."""
        self.markdown, self.meta = "", self.settings

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave it empty, and its anchors unknown: a link to one of them is not called broken."""
        self.content = ""


def add_stubs(settings: Mapping[str, dict[str, object]], nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Make the pages of these files anew, but for those that the navigation lists."""
    listed = {page.file.src_uri for page in nav.pages}
    for path, ours in settings.items():
        file = files.get_file_from_path(path)
        if file is not None and path not in listed:
            Stub(file, config, ours)


def print_once(env: Environment, files: Files) -> None:
    """Let the theme print its sidebar once for all stubs from which it looks the same.

    Templates of a team's own may print what they like, so they are asked each time.
    """
    env.auto_reload = False  # it lives for one build, and would look at the file's time at each use
    if not all(is_shipped(Path(env.get_template(name).filename or "")) for name in _PARTS):
        return
    template = env.get_template(_SIDEBAR)
    print_anew, printed, folders = template.root_render_func, dict[tuple[str, int], str](), folders_of(files)

    def root_render_func(context: Context) -> Iterator[str]:
        page: Any = context["page"]
        place = place_of(page, folders) if isinstance(page, Stub) else None
        if place is None:
            yield from print_anew(context)
            return
        if place not in printed:
            printed[place] = "".join(print_anew(context))
        yield printed[place]

    template.root_render_func = root_render_func


def folders_of(files: Files) -> set[PurePosixPath]:
    """The folders in or below which a page stands that the sidebar may list."""
    others = [file.page for file in files.documentation_pages() if file.page and not isinstance(file.page, Stub)]
    return {folder for page in others for folder in (_folder(page), *_folder(page).parents)}


def place_of(page: Page, folders: set[PurePosixPath]) -> tuple[str, int] | None:
    """What the links in the sidebar depend on: where they leave the page's way to the root, and how deep it lies.

    None where something stands in the page's own folder that the sidebar may list.
    """
    own = _folder(page)
    return None if own in folders else (str(next(one for one in own.parents if one in folders)), len(own.parts))


def _folder(page: Page) -> PurePosixPath:
    """The folder of a page's address, from which its links lead."""
    return PurePosixPath(page.url.rpartition("/")[0])
