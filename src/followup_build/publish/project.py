"""The site as a MkDocs project of its own, without our plugin: for other generators, and to look at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from followup_build.publish.headings import HEADING
from followup_build.publish.rendering import templates_folder
from followup_build.publish.site import Page, Site

_MANIFEST = ".followup-pages.json"


def write_project(site: Site, folder: Path) -> int:
    """Write `mkdocs.yml`, `docs/` and `overrides/`; only what differs is touched, and only our own files are deleted.

    Returns:
        How many files were written or deleted.
    """
    wanted = dict(_files(site))
    manifest = folder / _MANIFEST
    known: list[str] = json.loads(manifest.read_text(encoding="utf-8")) if manifest.is_file() else []
    touched = 0
    for path in sorted(set(known) - set(wanted)):
        (folder / path).unlink(missing_ok=True)
        touched += 1
    for path, content in wanted.items():
        file = folder / path
        if not file.is_file() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            touched += 1
    manifest.write_text(json.dumps(sorted(wanted), indent=0) + "\n", encoding="utf-8", newline="\n")
    return touched


def _files(site: Site) -> Iterator[tuple[str, bytes]]:
    shipped = templates_folder()
    settings = (shipped / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("SITE_NAME", json.dumps(f"{site.name} follow-up")).replace("DOCS_DIR", "docs")
    settings = settings.replace("  - followup\n", "").replace("theme:\n", "theme:\n  custom_dir: overrides\n", 1)
    settings += f"extra_css: [{', '.join(site.paths_of('.css'))}]\n"
    settings += f"extra_javascript: [{', '.join(site.paths_of('.js'))}]\n"
    settings += "markdown_extensions: [attr_list, tables]\n"
    yield "mkdocs.yml", settings.encode()
    for file in sorted((shipped / "docs").rglob("*.md")):
        yield f"docs/{file.relative_to(shipped / 'docs').as_posix()}", file.read_bytes()
    yield "overrides/main.html", (shipped / "theme/main.html").read_bytes()
    for asset in site.assets:
        yield f"docs/{asset.path}", asset.content
    for page in site.pages:
        yield f"docs/{page.path}", markdown_of(page).encode()


_SPECIAL = re.compile(r"([\\`*_{}\[\]#!])")


def markdown_of(page: Page) -> str:
    """A page as Markdown: its headings as headings, so that they come into the table of contents, the rest as HTML."""
    return f"{page.front_matter}\n{HEADING.sub(_heading, page.html)}\n"


def _heading(match: re.Match[str]) -> str:
    # What people wrote is text, also where Markdown would read a link or emphasis in it.
    name = _SPECIAL.sub(r"\\\1", " ".join(match["name"].split()))
    return f"\n{'#' * int(match['level'])} {name} {{: #{match['id']} }}\n"
