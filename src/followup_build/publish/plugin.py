"""The MkDocs plugin: hands our pages to MkDocs and puts our HTML where its Markdown would be."""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import TableOfContents, get_toc
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from followup_build.publish.configuration import configure
from followup_build.publish.headings import TITLE_ID
from followup_build.publish.policy import script_sources, with_policy
from followup_build.publish.rendering import templates_folder
from followup_build.publish.search import with_entries
from followup_build.publish.site import Page, Site, build_site
from followup_build.source.tree import UnreadableSourceError
from followup_build.workspace import open_workspace

_LOG = logging.getLogger("mkdocs.plugins.followup")


class FollowupConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in `mkdocs.yml`."""

    records = config_options.Type(str, default="records")
    as_of = config_options.Optional(config_options.Type((str, date)))
    at = config_options.Optional(config_options.Type(str))
    templates = config_options.Optional(config_options.Type(str))


class FollowupPlugin(BasePlugin[FollowupConfig]):  # type: ignore[no-untyped-call]
    """Builds the pages from the records before MkDocs collects its files."""

    overrides: ClassVar[Mapping[str, Any]] = {}
    """What the command line says, which wins over `mkdocs.yml`: `root`, `records`, `as_of`, `at`."""

    def __init__(self) -> None:
        self.site: Site | None = None
        self.pages: dict[str, Page] = {}
        self.environment: Environment | None = None
        self.sources: dict[str, str] = {}
        """The scripts that a page may run, by its way to the site's root."""

    @event_priority(50)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the records, and make MkDocs watch them and use our theme files."""
        self.config.load_dict({key: value for key, value in self.overrides.items() if key != "root"})
        root = self.overrides.get("root") or Path(config.config_file_path or "mkdocs.yml").resolve().parent
        own = root / self.config.templates if self.config.templates else None
        try:
            workspace = open_workspace(root, records=self.config.records, as_of=self._as_of(), revision=self.config.at)
        except UnreadableSourceError as error:
            raise PluginError(f"followup: {error}") from None
        self.site = build_site(workspace, own)
        self.pages = {page.path: page for page in self.site.pages}
        if workspace.errors:
            _LOG.warning("the records have %d errors; run followup check", len(workspace.errors))
        themes = [folder / "theme" for folder in (templates_folder(), own) if folder is not None]
        configure(config, self.site, themes, (root / self.config.records, own or templates_folder()))
        return config

    def _as_of(self) -> date | None:
        value = self.config.as_of
        if value is None or isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise PluginError(f"followup: as_of: {value!r} is no day; write it as YYYY-MM-DD") from None

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add our pages; a page written by hand under the same path wins, and the log says so."""
        assert self.site is not None  # noqa: S101 - on_config ran before
        for page in self.site.pages:
            if files.get_file_from_path(page.path) is not None:
                _LOG.info("%s is written by hand and replaces the generated page", page.path)
                del self.pages[page.path]
                continue
            files.append(File.generated(config, page.path, content=page.front_matter))
        for asset in self.site.assets:
            files.append(File.generated(config, asset.path, content=asset.content))
        return files

    def on_page_content(self, content: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Our HTML in place of the stub's, with its headings as the table of contents."""
        ours = self.pages.get(page.file.src_uri)
        if ours is None:
            return content
        parts = [_entry(2, anchor, name) for anchor, name in ours.headings]
        page.toc = get_toc([_entry(1, TITLE_ID, ours.title, parts)])  # type: ignore[list-item]
        return ours.html

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Keep the theme's templates, to render a page without content."""
        self.environment, self.sources = env, {}

    def on_page_context(
        self, context: TemplateContext, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Learn which scripts the theme itself puts into a page that lies so deep."""
        if self.environment is None or context["base_url"] in self.sources:
            return
        empty = copy.copy(page)
        empty.content, empty.title, empty.meta, empty.toc, empty.edit_url = "", "", {}, TableOfContents([]), None
        skeleton = self.environment.get_template("main.html").render({**context, "page": empty})
        self.sources[context["base_url"]] = script_sources(skeleton)

    def on_post_page(self, output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Give a page its policy."""
        return with_policy(output, self.sources[get_relative_url(".", page.url)])

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:
        """Give the page for addresses that lead nowhere its policy; it holds nothing from records."""
        return with_policy(output_content, script_sources(output_content))

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Add the records to the search, after its plugin wrote it and before `offline` copies it."""
        index = Path(config.site_dir, "search/search_index.json")
        if self.site is not None and index.is_file():
            text = index.read_text(encoding="utf-8")
            added = with_entries(text, self.site.entries, directory_urls=config.use_directory_urls)
            index.write_text(added, encoding="utf-8", newline="\n")


def _entry(level: int, anchor: str, name: str, children: Sequence[Any] = ()) -> dict[str, Any]:
    return {"level": level, "id": anchor, "name": name, "html": "", "data-toc-label": "", "children": children}
