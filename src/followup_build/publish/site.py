"""The site as plain values: pages and assets, made from a workspace, known to no generator."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from followup_build.publish.pages import PAGES, PageKind
from followup_build.publish.rendering import Renderer, templates_folder
from followup_build.status.wording import day_text
from followup_build.views.subject import Subject
from followup_build.workspace import Workspace

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


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages refer to."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that is published."""

    name: str
    address: str
    repository: str
    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    stylesheet: str
    """Path of the stylesheet, which carries a hash of its content, so that no proxy serves an old one."""


def build_site(workspace: Workspace, templates: Path | None = None) -> Site:
    """All pages and assets of a workspace; a team's own templates folder wins over the shipped one, file by file."""
    subject = Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings)
    organisation = workspace.portfolio.organisation
    renderer = Renderer(templates, banner(workspace))
    css = (templates_folder() / "theme/assets/followup/followup.css").read_bytes()
    own = templates / "theme/assets/followup/followup.css" if templates else None
    if own is not None and own.is_file():
        css = own.read_bytes()
    stylesheet = f"assets/followup/followup.{hashlib.sha256(css).hexdigest()[:10]}.css"
    pages = tuple(page for kind in PAGES for page in _pages(renderer, kind, subject, workspace))
    return Site(
        organisation.name or "followup",
        organisation.site_url or "",
        organisation.repository or "",
        pages,
        (Asset(stylesheet, css),),
        stylesheet,
    )


def banner(workspace: Workspace) -> dict[str, object]:
    """What every page says of itself: as of which day and commit, and whether records had to be left out."""
    errors = len(workspace.errors)
    return {
        "as_of": day_text(workspace.as_of),
        "as_of_iso": workspace.as_of.isoformat(),
        "revision": (workspace.source.revision or "")[:10],
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
