"""The site as plain values: pages and assets, made from a workspace, known to no generator."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from followup_build.exports.templates import templates_folder
from followup_build.load.records import Record
from followup_build.publish.downloads import iter_downloads, offers
from followup_build.publish.headings import parts_of
from followup_build.publish.pages import PAGES, PageKind
from followup_build.publish.platform import source_links
from followup_build.publish.rendering import Renderer
from followup_build.publish.shelf import Shelf
from followup_build.status.wording import day_text
from followup_build.views.record_history import RecordHistory, build_history
from followup_build.views.search import SearchEntry, build_search
from followup_build.views.subject import Subject
from followup_build.workspace import Workspace

ASSETS = "assets/followup/"
"""Where the site's own stylesheets and scripts stand, in the theme's folder and on the site."""
_EARLY = "iframe-worker"
"""The script that has to run before the theme's."""
_LONE = "surrogatepass"
"""Half of a character is nothing for a file, and yet MkDocs can print it."""
UNNAMED = "Follow-up"
"""The name of a site that nobody named; the plugin puts the organisation's before it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it stands, what it says, and which records it comes from."""

    path: str
    """`actions/index.md`, relative to the site's root."""
    title: str
    headings: tuple[tuple[str, str], ...]
    """Anchor and text of each heading of the second level, for the table of contents."""
    stored: Callable[[], bytes]
    """Reads its HTML, which waits outside the memory."""
    id: str = ""
    """What people type to name the record; empty for pages made of many records."""
    edit_address: str = ""
    """Where the record is changed on its platform."""
    section: str = ""
    """The title of the page above this one, which stands in the folder above."""
    weight: float = 1.0
    """How much it counts in a search."""

    @property
    def html(self) -> str:
        """What it says."""
        return self.stored().decode("utf-8", _LONE)

    @property
    def settings(self) -> dict[str, object]:
        """Title and settings as a generator and the theme read them; MkDocs prints titles without escaping them."""
        # An empty address says that there is nothing to change here; the page's own file is made anew each time.
        settings: dict[str, object] = {
            "title": html.escape(self.title),
            "edit_address": html.escape(self.edit_address),
        }
        if not self.headings:
            settings["hide"] = ["toc"]
        if self.section:
            settings["section"] = {"title": html.escape(self.section), "path": f"{self.path.split('/')[0]}/index.html"}
        if self.id:
            # The search counts tags most, so that a record's id leads to it first.
            settings["tags"] = [self.id]
        if self.weight != 1:
            settings["search"] = {"boost": self.weight}
        return settings

    @property
    def front_matter(self) -> str:
        """The settings as they stand at the top of a file of Markdown."""
        lines = (f"{name}: {json.dumps(value)}\n" for name, value in self.settings.items())
        return "".join(("---\n", *lines, "---\n"))


@dataclass(frozen=True, slots=True)
class Asset:
    """A stylesheet or a script that every page loads, a page written by hand, or a file for programs."""

    path: str
    """Of what pages load with a hash of the content in the name, so that no proxy serves an old one."""
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that is published."""

    name: str
    address: str
    repository: str
    banner: Mapping[str, object]
    """What every page says of itself: as of which day and commit, and whether records had to be left out."""
    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    entries: tuple[SearchEntry, ...]
    """What a search finds, pages before parts of pages."""

    def paths_of(self, ending: str) -> list[str]:
        """The paths of the assets that every page loads: `.css` or `.js`."""
        return [one.path for one in self.assets if one.path.endswith(ending) and _EARLY not in one.path]

    @property
    def early_scripts(self) -> list[str]:
        """The paths of the scripts that every page loads before the theme's own."""
        return [one.path for one in self.assets if _EARLY in one.path]


def build_site(workspace: Workspace, templates: Path | None = None) -> Site:
    """All pages and assets of a workspace; a team's own templates folder wins over the shipped one, file by file."""
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings, workspace.log)
    organisation = workspace.portfolio.organisation
    said = _banner(workspace)
    workspace.forget_texts()
    shelf = Shelf()
    made = iter_downloads(subject, revision=workspace.source.revision)
    files = {path: shelf.put(content) for path, content in made}
    renderer = Renderer(templates, said, organisation.repository or "")
    found = build_search(subject)
    weights = {entry.path: entry.weight for entry in found}
    pages = tuple(page for kind in PAGES for page in _pages(renderer, shelf, kind, subject, workspace, weights, files))
    return Site(
        organisation.name or "followup",
        organisation.site_url or "",
        organisation.repository or "",
        said,
        pages,
        (*_assets(templates), *_documents(templates), *(Asset(*one) for one in files.items())),
        (*_without_own_entry(pages, weights), *found),
    )


def _assets(templates: Path | None) -> Iterator[Asset]:
    for shipped in sorted((templates_folder() / "theme" / ASSETS).iterdir()):
        own = templates / "theme" / ASSETS / shipped.name if templates else None
        file = own if own is not None and own.is_file() else shipped
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:10]
        yield Asset(f"{ASSETS}{shipped.stem}.{digest}{shipped.suffix}", file.read_bytes)


def _documents(templates: Path | None) -> Iterator[Asset]:
    """The pages by hand that come with every site, as About; a team's own of the same path win."""
    found: dict[str, Path] = {}
    for folder in (templates_folder(), *([templates] if templates else [])):
        docs = folder / "docs"
        found |= {file.relative_to(docs).as_posix(): file for file in docs.rglob("*") if file.is_file()}
    for path, file in sorted(found.items()):
        yield Asset(path, file.read_bytes)


def _banner(workspace: Workspace) -> dict[str, object]:
    errors = len(workspace.errors)
    return {
        "as_of": day_text(workspace.as_of),
        "as_of_iso": workspace.as_of.isoformat(),
        "commit": workspace.source.commit or "",
        "is_live": workspace.is_live,
        "errors": errors,
        "left_out": len(workspace.portfolio.loaded.left_out),
        "organisation": workspace.portfolio.organisation.name or "",
    }


def _pages(
    renderer: Renderer,
    shelf: Shelf,
    kind: PageKind,
    subject: Subject,
    workspace: Workspace,
    weights: Mapping[str, float],
    files: Container[str],
) -> Iterator[Page]:
    repository = workspace.portfolio.organisation.repository or ""
    address = workspace.portfolio.organisation.site_url or ""
    section = _SECTIONS[kind.path.partition("/")[0]] if "*" in kind.path else ""
    for name, view in kind.build(subject, repository):
        path = kind.path.replace("*", name)
        title = kind.title or str(getattr(view, "title", None) or getattr(view, "name", None) or name)
        record, facts = _file(workspace, kind.record, name), _file(workspace, kind.facts, name)
        words = ("The promise", "Report a number") if facts else ("", "")
        sources = [(word, file) for word, file in zip(words, (record, facts), strict=True) if file]
        # A number goes into the facts, and never into the promise.
        edited = source_links(repository, facts or record)
        offered, history = offers(kind.path, name, files, address), _history(subject, kind.record, name)
        html = renderer.render(kind.template, path, title, view, sources, offered, history)
        yield Page(
            path,
            title,
            tuple(parts_of(html)),
            shelf.put(html.encode("utf-8", _LONE)),
            name,
            edited.edit if edited else "",
            section,
            weights.get(_address(path), 1.0),
        )


_SECTIONS = {kind.path.partition("/")[0]: kind.title for kind in PAGES if "*" not in kind.path}


def _address(path: str) -> str:
    """Where a page stands once it is HTML."""
    return path.removesuffix(".md") + ".html"


def _without_own_entry(pages: Iterable[Page], known: Container[str]) -> Iterator[SearchEntry]:
    """The lists, which are found by their titles; what stands in them has entries of its own."""
    for page in pages:
        if _address(page.path) not in known:
            yield SearchEntry(_address(page.path), page.title, "")


_WITH_HISTORY = ("plan", "session", "adjustment", "practice")
"""Kinds of records that have a page of their own."""


def _history(subject: Subject, kind: str, name: str) -> RecordHistory | None:
    """The history of a page's record: a plan's with its facts, a session's with its reports.

    What happened to a file of many is told on the page that lists them, and is no single page's history.
    """
    portfolio = subject.portfolio
    record = portfolio.loaded.records.get(kind, {}).get(name or kind)
    if record is None or (name and kind not in _WITH_HISTORY):
        return None
    files: list[Record[Any] | None] = [record]
    if kind == "plan":
        files.append(portfolio.progress.get(name))
    elif kind == "session":
        files.extend(portfolio.reports_by_session.get(name, ()))
    return build_history(subject, *(one for one in files if one is not None))


def _file(workspace: Workspace, kind: str, name: str) -> str | None:
    """The file of a page's record; parts of plans stand in the plan's, people and departments in one for all."""
    records = workspace.portfolio.loaded.records.get(kind, {})
    record = records.get(name) or records.get(name.partition("/")[0]) or records.get(kind)
    return record.path if record else None
