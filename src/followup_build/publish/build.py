"""Run MkDocs: build aside and swap in, so that a build that fails leaves the previous site as it was."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from followup_build.diagnostics.terminal import line_text
from followup_build.exports.templates import templates_folder
from followup_build.publish.fault import BuildError
from followup_build.publish.given import Given
from followup_build.publish.rendering import team_fault
from followup_build.publish.reporting import Said, listening
from followup_build.publish.site import UNNAMED
from followup_build.publish.target import prefix, refuse_foreign, replaced
from followup_build.source.folder import find_repository_root
from followup_build.source.tree import why

_SETTINGS = ("mkdocs.yml", "mkdocs.yaml")


def find_settings(start: Path, records: Path | None) -> Path:
    """The folder of the site's settings, from a working directory and `--records`.

    It is the nearest one, up to the repository's, with a `mkdocs.yml` of ours; for records that nobody named, also one
    with `records/`. Where there is none, it is the folder beside the records, or the working directory.
    """
    first = Path(os.path.realpath(start if records is None else (start / records).parent))
    top = find_repository_root(first)
    for folder in (first, *first.parents):
        if _names_us(folder) or (records is None and os.path.lexists(folder / "records/organisation.yml")):
            return folder
        if folder == top:
            break
    return first


def _names_us(folder: Path) -> bool:
    try:
        return any(b"followup" in (folder / name).read_bytes() for name in _SETTINGS if (folder / name).is_file())
    except OSError:
        return False


@contextmanager
def configured(folder: Path, said: Said, given: Given) -> Iterator[Any]:
    """MkDocs' configuration of a folder, checked, with our plugin in it, which is told what the command line says.

    Raises:
        BuildError: it cannot be read, or does not name the plugin.
    """
    from mkdocs.config import load_config  # noqa: PLC0415 - after the notice is off
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    from followup_build.publish.plugin import FollowupPlugin  # noqa: PLC0415 - it imports MkDocs

    FollowupPlugin.given = replace(given, folder=folder)
    with settings_file(folder) as (file, filled):
        try:
            config = load_config(str(file), **filled)
        except MkDocsException as error:
            raise BuildError(f"mkdocs.yml: {said.reason(error)}") from None
        except ValueError as error:  # PyYAML's, of a day like 2026-13-01
            raise BuildError(f"mkdocs.yml: {line_text(str(error))}; a day is written as YYYY-MM-DD") from None
        if "followup" not in config.plugins:
            raise BuildError("mkdocs.yml does not list the plugin followup; add it under plugins:")
        yield config


@contextmanager
def settings_file(folder: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """The `mkdocs.yml` of a folder, or one of ours where there is none, and the settings that it leaves open."""
    beside = next((folder / name for name in _SETTINGS if (folder / name).is_file()), None)
    with tempfile.TemporaryDirectory(prefix="followup-") as spare:
        empty = Path(spare) / "docs"
        empty.mkdir()
        # MkDocs insists on a folder for pages by hand; who has none needs none.
        filled = {} if (folder / "docs").is_dir() or _names_docs(beside) else {"docs_dir": str(empty)}
        if beside is not None:
            yield beside, filled
            return
        file = Path(spare) / "mkdocs.yml"
        file.write_text(default_configuration(), encoding="utf-8", newline="\n")
        yield file, {"docs_dir": str(folder / "docs"), **filled, "site_dir": str(folder / "site")}


def _names_docs(file: Path | None) -> bool:
    from mkdocs.utils.yaml import yaml_load  # noqa: PLC0415 - after the notice is off

    if file is None:
        return False
    try:
        with file.open(encoding="utf-8") as text:
            return "docs_dir" in yaml_load(text)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, MkDocs will say
        return True


def default_configuration() -> str:
    """The `mkdocs.yml` of a team that has none."""
    return (templates_folder() / "mkdocs.yml").read_text(encoding="utf-8").replace("SITE_NAME", UNNAMED)


def build(folder: Path, *, site_dir: Path | None, given: Given, is_verbose: bool = False) -> Path:
    """Build the site of the settings in a folder; gives the folder in which the site stands.

    Raises:
        BuildError: MkDocs or the records could not be read, or the target is not a site of ours or cannot be written.
        RecordErrors: the records have errors, and the build is to be strict.
    """
    with listening(is_verbose=is_verbose) as said, configured(folder, said, given) as config:
        target = Path(os.path.realpath(site_dir or config.site_dir))
        try:
            _build(target, folder, config, said, given)
        except OSError as error:
            is_aside = error.filename is None or prefix(target) in str(error.filename)
            file = target if is_aside else error.filename
            raise BuildError(f"the site cannot be written: {file}: {why(error)}") from None
    return target


def _build(target: Path, folder: Path, config: Any, said: Said, given: Given) -> None:
    from mkdocs.commands.build import build as build_with_mkdocs  # noqa: PLC0415 - only a build needs it
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    from followup_build.publish.options import located  # noqa: PLC0415 - it imports MkDocs

    root, records = located(config.plugins["followup"].config, folder, given)
    refuse_foreign(target, root / records, (root, folder, Path.cwd()))
    with replaced(target) as aside:
        config.site_dir = str(aside)
        try:
            config.plugins.on_startup(command="build", dirty=False)
            build_with_mkdocs(config)
        except MkDocsException as error:
            raise BuildError(said.reason(error)) from None
        except Exception as error:
            fault = team_fault(error)
            if fault is None:
                raise
            said.errors.clear()  # MkDocs says the same of the page
            raise BuildError(fault) from None
