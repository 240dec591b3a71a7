"""The site as a MkDocs project of its own, without our plugin: for other generators, and to look at."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path, PureWindowsPath
from typing import Any

from followup_build.publish.build import configured
from followup_build.publish.fault import BuildError
from followup_build.publish.given import Given
from followup_build.publish.headings import HEADING
from followup_build.publish.reporting import listening
from followup_build.publish.site import ASSETS, Page, Site

_MANIFEST = ".followup-pages.json"


def export(folder: Path, out: Path, given: Given) -> tuple[int, int]:
    """Write `mkdocs.yml`, `docs/` and `overrides/`, by the settings with which the site is built.

    Returns:
        How many pages there are, and how many files were written or deleted.

    Raises:
        BuildError: the settings or the records could not be read, or `out` holds something else.
    """
    with listening(is_verbose=False) as said, configured(folder, said, given) as config:
        from mkdocs.exceptions import MkDocsException  # noqa: PLC0415 - only now is its notice off

        plugin = config.plugins["followup"]
        try:
            plugin.on_config(config)
        except MkDocsException as error:
            raise BuildError(said.reason(error)) from None
        site: Site = plugin.site
        return len(site.pages), _write(dict(_files(site, config, out)), out)


def _write(wanted: dict[str, bytes], folder: Path) -> int:
    """Only what differs is touched, and only our own files are deleted or replaced."""
    known = _known(folder)
    _refuse_foreign({*wanted, *known}, set(known), folder)
    folder.mkdir(parents=True, exist_ok=True)
    # First what may be ours, so that a run that is stopped leaves nothing foreign behind.
    _note({*known, *wanted}, folder)
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
    _note(wanted, folder)
    return touched


def _note(paths: Iterable[str], folder: Path) -> None:
    text = json.dumps(sorted(paths), indent=0) + "\n"
    (folder / _MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _known(folder: Path) -> list[str]:
    """The files that an earlier run wrote."""
    manifest = folder / _MANIFEST
    if not manifest.is_file():
        if folder.is_dir() and any(folder.iterdir()):
            raise BuildError(f"{folder} holds something else than pages of followup; name a new folder with --out")
        return []
    try:
        known = json.loads(manifest.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        known = None
    if not isinstance(known, list) or not all(isinstance(path, str) and _is_inside(path) for path in known):
        raise BuildError(f"{manifest} is damaged; delete {folder} and run followup pages again")
    return known


def _is_inside(path: str) -> bool:
    parts = PureWindowsPath(path).parts
    return bool(parts) and not PureWindowsPath(path).anchor and ".." not in parts and "\0" not in path


def _refuse_foreign(paths: Iterable[str], known: set[str], folder: Path) -> None:
    home = folder.resolve()
    for path in sorted(paths):
        if path not in known and os.path.lexists(folder / path):
            raise BuildError(f"{folder / path} was not written by followup pages; move it away, or name another folder")
        if not (folder / path).resolve().is_relative_to(home):
            raise BuildError(f"{folder / path} leads out of {folder}; delete that link, or name another folder")


def _files(site: Site, config: Any, folder: Path) -> Iterator[tuple[str, bytes]]:
    try:
        # JSON is YAML, and only one room of the house knows the other ways to write it.
        yield "mkdocs.yml", f"{json.dumps(_settings(config), indent=2, ensure_ascii=False)}\n".encode()
    except TypeError as error:
        raise BuildError(f"mkdocs.yml holds something that cannot be written down again: {error}") from None
    for page in site.pages:
        yield f"docs/{page.path}", markdown_of(page).encode()
    for asset in site.assets:
        yield f"docs/{asset.path}", asset.read()
    # A page written by hand wins over ours, as it does in the plugin.
    for path, file in _iter_files(Path(config.docs_dir)):
        if not file.is_relative_to(folder.resolve()):
            yield f"docs/{path}", file.read_bytes()
    # What stands before the theme's own folder is the team's and ours; the first one wins.
    for theme in reversed([*takewhile(lambda one: not (Path(one) / "mkdocs_theme.yml").exists(), config.theme.dirs)]):
        for path, file in _iter_files(Path(theme)):
            if not path.startswith(ASSETS):
                yield f"overrides/{path}", file.read_bytes()


def _iter_files(folder: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.resolve().rglob("*")):
        path = file.relative_to(folder.resolve())
        if file.is_file() and not file.is_symlink() and not any(part.startswith(".") for part in path.parts):
            yield path.as_posix(), file


def _settings(config: Any) -> dict[str, Any]:
    """The team's `mkdocs.yml` with what the plugin adds in it, and without the plugin."""
    from mkdocs.utils.yaml import yaml_load  # noqa: PLC0415 - only now is its notice off

    with Path(config.config_file_path).open(encoding="utf-8") as file:
        settings: dict[str, Any] = yaml_load(file)
    for name in ("hooks", "watch"):
        settings.pop(name, None)
    theme = settings.get("theme")
    names = {"site_name": config.site_name, "site_url": config.site_url, "repo_url": config.repo_url}
    return {
        **settings,
        **{name: str(value) for name, value in (*names.items(), ("repo_name", config.repo_name)) if value},
        # Left out, MkDocs would guess one from the repository's address.
        "edit_uri": config.edit_uri or "",
        "nav": config.nav,
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": {**({"name": theme} if isinstance(theme, str) else theme or {}), "custom_dir": "overrides"},
        "plugins": [one for one in _entries(settings.get("plugins")) if "followup" not in one],
        "extra_css": [str(one) for one in config.extra_css],
        "extra_javascript": [str(one) for one in config.extra_javascript],
        "extra": dict(config.extra),
        "markdown_extensions": [*_entries(settings.get("markdown_extensions")), {"attr_list": {}}, {"tables": {}}],
    }


def _entries(listed: Any) -> list[dict[str, Any]]:
    """A list of names, some with options, or a mapping of names to options: all as mappings of one name."""
    if isinstance(listed, dict):
        return [{name: options or {}} for name, options in listed.items()]
    return [{one: {}} if isinstance(one, str) else one for one in listed or ()]


_SPECIAL = re.compile(r"([\\`*_{}\[\]#!])")


def markdown_of(page: Page) -> str:
    """A page as Markdown: its headings as headings, so that they come into the table of contents, the rest as HTML."""
    return f"{page.front_matter}\n{HEADING.sub(_heading, page.html)}\n"


def _heading(match: re.Match[str]) -> str:
    # What people wrote is text, also where Markdown would read a link or emphasis in it.
    name = _SPECIAL.sub(r"\\\1", " ".join(match["name"].split()))
    return f"\n{'#' * int(match['level'])} {name} {{: #{match['id']} }}\n"
