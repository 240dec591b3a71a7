"""The plugin's options in `mkdocs.yml`, and what the command line says over them."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError

from followup_build.publish.given import Given
from followup_build.source.location import locate_records
from followup_build.source.tree import UnreadableSourceError
from followup_build.workspace import Workspace, open_workspace

_OWN = "site_templates"


class FollowupConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in `mkdocs.yml`; folders are relative to that file."""

    records = config_options.Type(str, default="records")
    as_of = config_options.Optional(config_options.Type((str, date)))
    at = config_options.Optional(config_options.Type(str))
    templates = config_options.Optional(config_options.Type(str))


def settings_folder(options_file: str | None, given: Given) -> Path:
    """The folder that the options are relative to."""
    return given.folder or Path(os.path.realpath(options_file or "mkdocs.yml")).parent


def located(options: FollowupConfig, folder: Path, given: Given) -> tuple[Path, str]:
    """The repository's folder, and the records folder relative to it."""
    return locate_records(folder, given.records or Path(options.records))


def open_records(options: FollowupConfig, folder: Path, given: Given) -> Workspace:
    """The records that the site is made of.

    Raises:
        PluginError: they cannot be read, or the options are wrong.
    """
    root, records = located(options, folder, given)
    as_of = given.as_of or _day(options.as_of)
    revision = options.at if given.at is None else given.at
    try:
        return open_workspace(root, records=records, as_of=as_of, revision=revision)
    except UnreadableSourceError as error:
        raise PluginError(f"followup: {error}") from None


def _day(value: object) -> date | None:
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise PluginError(f"followup: as_of: '{value}' is no day; write it as YYYY-MM-DD") from None


def own_templates(options: FollowupConfig, folder: Path) -> Path | None:
    """The team's templates: the folder that the options name, else `site_templates` where there is one.

    Raises:
        PluginError: the folder that they name is not there.
    """
    own = folder / (options.templates or _OWN)
    if own.is_dir():
        return own
    if options.templates:
        raise PluginError(f"followup: templates: there is no folder {options.templates} in {folder}")
    return None
