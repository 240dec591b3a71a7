"""The site as plain values: pages and assets, made from a workspace, known to no generator."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from followup_build.publish.pages import PAGES, PageKind
from followup_build.publish.rendering import HEADING, Renderer, templates_folder
from followup_build.status.wording import day_text
from followup_build.views.subject import Subject
from followup_build.workspace import Workspace

_TAG = re.compile(r"<[^>]+>")
ASSETS = "assets/followup/"
"""Where the site's own stylesheets and scripts stand, in the theme's folder and on the site."""
_EARLY = "iframe-worker"
"""The script that has to run before the theme's."""
UNNAMED = "Follow-up"
"""The name of a site that nobody named; the plugin puts the organisation's before it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: where it stands, what it says, and which record it comes from."""

    path: str
    """`actions/index.md`, relative to the site's root."""
    title: str
    html: str
    source_path: str | None
    """The record's file, relative to the repository, for edit links; None for pages made of many records."""

    @property
    def headings(self) -> list[tuple[str, str]]:
        """Anchor and text of each heading of the second level, for the table of contents."""
        return [(anchor, _TAG.sub("", name).strip()) for anchor, name in HEADING.findall(self.html)]

    @property
    def front_matter(self) -> str:
        """Title and settings as a generator reads them; MkDocs prints titles without escaping them."""
        hide = "" if self.headings else "hide: [toc]\n"
        return f"---\ntitle: {json.dumps(html.escape(self.title))}\n{hide}---\n"


@dataclass(frozen=True, slots=True)
class Asset:
    """A stylesheet or a script that every page loads."""

    path: str
    """With a hash of the content in the name, so that no proxy serves an old one."""
    content: bytes


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

    def paths_of(self, ending: str) -> list[str]:
        """The paths of the assets that every page loads: `.css` or `.js`."""
        return [one.path for one in self.assets if one.path.endswith(ending) and _EARLY not in one.path]

    @property
    def early_scripts(self) -> list[str]:
        """The paths of the scripts that every page loads before the theme's own."""
        return [one.path for one in self.assets if _EARLY in one.path]


def build_site(workspace: Workspace, templates: Path | None = None) -> Site:
    """All pages and assets of a workspace; a team's own templates folder wins over the shipped one, file by file."""
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings)
    organisation = workspace.portfolio.organisation
    said = _banner(workspace)
    renderer = Renderer(templates, said)
    pages = tuple(page for kind in PAGES for page in _pages(renderer, kind, subject, workspace))
    return Site(
        organisation.name or "followup",
        organisation.site_url or "",
        organisation.repository or "",
        said,
        pages,
        tuple(_assets(templates)),
    )


def _assets(templates: Path | None) -> Iterator[Asset]:
    for shipped in sorted((templates_folder() / "theme" / ASSETS).iterdir()):
        own = templates / "theme" / ASSETS / shipped.name if templates else None
        content = (own if own is not None and own.is_file() else shipped).read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:10]
        yield Asset(f"{ASSETS}{shipped.stem}.{digest}{shipped.suffix}", content)


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


def _pages(renderer: Renderer, kind: PageKind, subject: Subject, workspace: Workspace) -> Iterator[Page]:
    repository = workspace.portfolio.organisation.repository or ""
    for name, view in kind.build(subject, repository):
        path = kind.path.replace("*", name)
        title = kind.title or str(getattr(view, "title", None) or getattr(view, "name", None) or name)
        yield Page(path, title, renderer.render(kind.template, path, title, view), _source(workspace, kind, name))


def _source(workspace: Workspace, kind: PageKind, name: str) -> str | None:
    if not kind.record:
        return None
    record = workspace.portfolio.loaded.records[kind.record].get(
        name.partition("/")[0] if kind.record == "plan" else name
    )
    return record.path if record else None
