"""The MkDocs plugin: hands our pages to MkDocs and puts our HTML where its Markdown would be."""

from __future__ import annotations

import copy
import logging
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from followup_build.diagnostics.text_format import counted
from followup_build.exports.templates import templates_folder
from followup_build.publish.assets import file_of
from followup_build.publish.configuration import configure
from followup_build.publish.fault import RecordErrors
from followup_build.publish.given import Given
from followup_build.publish.options import FollowupConfig, open_records, own_templates, settings_folder
from followup_build.publish.policy import script_sources, with_policy
from followup_build.publish.rendering import team_fault
from followup_build.publish.search import add_entries
from followup_build.publish.server import failure_text, keeping
from followup_build.publish.sidebar import add_stubs, print_once
from followup_build.publish.site import Page, Site, build_site
from followup_build.publish.stamping import contents_of, stamp
from followup_build.publish.target import mark

_LOG = logging.getLogger("mkdocs.plugins.followup")


class FollowupPlugin(BasePlugin[FollowupConfig]):  # type: ignore[no-untyped-call]
    """Builds the pages from the records before MkDocs collects its files."""

    given: ClassVar[Given] = Given()
    """What the command line says, which wins over `mkdocs.yml`."""

    def __init__(self) -> None:
        self.is_dirty = False
        """Whether MkDocs leaves what stands in the site's folder."""
        self.site: Site | None = None
        self.pages: dict[str, Page] = {}
        self.environment: Environment | None = None
        self.sources: dict[str, str] = {}
        """The scripts that a page may run, by its way to the site's root."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Learn how the site is built; with this event, MkDocs keeps the plugin for all builds of one run."""
        self.is_dirty = dirty

    @event_priority(50)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the records, and make MkDocs watch them and use our theme files."""
        folder = settings_folder(config.config_file_path, self.given)
        workspace = open_records(self.config, folder, self.given)
        own = own_templates(self.config, folder)
        if workspace.errors and self.given.is_strict:
            raise RecordErrors(workspace.errors)
        try:
            self.site = build_site(workspace, own)
        except Exception as error:
            fault = team_fault(error)
            if fault is None:
                raise
            raise PluginError(f"followup: {fault}") from None
        self.pages = {page.path: page for page in self.site.pages}
        if workspace.errors:
            _LOG.warning("the records have %s; run followup check", counted(len(workspace.errors), "error"))
        themes = [one / "theme" for one in (templates_folder(), own) if one is not None]
        configure(config, self.site, themes, (workspace.root / workspace.source.records, own or templates_folder()))
        return config

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
            if files.get_file_from_path(asset.path) is None:
                files.append(file_of(asset, config))
        return files

    def on_page_content(self, content: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Keep the search's parser away from our pages, which have entries of their own."""
        if page.file.src_uri in self.pages:
            page.meta["search"] = {"exclude": True}
        return content

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        """Put our own pages in place of those that MkDocs made and the navigation does not list."""
        add_stubs({path: page.settings for path, page in self.pages.items()}, nav, config, files)

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> None:
        """Keep the theme's templates, to render a page without content."""
        self.environment, self.sources = env, {}
        print_once(env, files)
        stamp(env, files, config)

    @event_priority(-50)
    def on_page_context(
        self, context: TemplateContext, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """Put our HTML in the stub's place, but first learn which scripts the theme itself puts into a page so deep."""
        if self.environment is not None and context["base_url"] not in self.sources:
            empty = copy.copy(page)
            empty.content, empty.title, empty.meta, empty.toc, empty.edit_url = "", "", {}, TableOfContents([]), None
            skeleton = self.environment.get_template("main.html").render({**context, "page": empty})
            self.sources[context["base_url"]] = script_sources(skeleton)
        ours = self.pages.get(page.file.src_uri)
        if ours is not None:
            page.content, page.toc = ours.html, contents_of(ours.title, ours.headings)

    def on_post_page(self, output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Give a page its policy, and let go of what it says, which thousands of pages could not keep in memory."""
        if page.file.src_uri in self.pages:
            page.content, page.toc = "", TableOfContents([])
        return with_policy(output, self.sources[get_relative_url(".", page.url)])

    def on_post_template(self, output_content: str, template_name: str, config: MkDocsConfig) -> str:
        """Give the page for addresses that lead nowhere its policy; it holds nothing from records."""
        return with_policy(output_content, script_sources(output_content))

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Add the records to the search, after its plugin wrote it and before `offline` copies it."""
        if self.site is not None:
            add_entries(Path(config.site_dir), self.site.entries, directory_urls=config.use_directory_urls)
        if not self.is_dirty:
            mark(Path(config.site_dir))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Let the last site stay while it cannot be renewed."""
        tell = self.given.on_failure or (lambda error: _LOG.error(failure_text(error)))
        server.builder = keeping(Path(config.site_dir), server.builder, tell)
        return server
