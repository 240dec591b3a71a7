"""Run MkDocs: build aside and swap in, so that a build that fails leaves the previous site as it was."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from followup_build.publish.rendering import templates_folder
from followup_build.publish.site import UNNAMED

_MARKER = ".followup-site"


class BuildError(Exception):
    """MkDocs could not build; the message is one clear sentence."""


class _Said(logging.Handler):
    """Keeps what MkDocs says is wrong, which it writes to a log before it gives up."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.errors.append(record.getMessage())


@contextmanager
def configuration(root: Path, records: str, overrides: dict[str, Any]) -> Iterator[Any]:
    """MkDocs' configuration of a repository, checked, with our plugin in it."""
    # Material prints a notice at each import that users of this command can do nothing about.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    from mkdocs.config import load_config  # noqa: PLC0415 - after the notice is off
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    with _configuration_file(root, records) as file:
        said = _Said()
        logger = logging.getLogger("mkdocs.config")
        logger.addHandler(said)
        logger.propagate = False
        try:
            config = load_config(str(file), **overrides)
        except MkDocsException as error:
            raise BuildError(f"mkdocs.yml: {'; '.join(said.errors) or error}") from None
        finally:
            logger.removeHandler(said)
            logger.propagate = True
        if "followup" not in config.plugins:
            raise BuildError("mkdocs.yml does not list the plugin followup; add it under plugins:")
        yield config


@contextmanager
def _configuration_file(root: Path, records: str) -> Iterator[Path]:
    """The `mkdocs.yml` beside the records, or one of ours where there is none."""
    beside = (root / records).parent / "mkdocs.yml"
    if beside.is_file():
        yield beside
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mkdocs.yml"
        file.write_text(default_configuration(), encoding="utf-8", newline="\n")
        yield file


def default_configuration() -> str:
    """The `mkdocs.yml` of a team that has none."""
    docs = (templates_folder() / "docs").as_posix()
    shipped = (templates_folder() / "mkdocs.yml").read_text(encoding="utf-8")
    return shipped.replace("SITE_NAME", UNNAMED).replace("DOCS_DIR", docs)


def build(root: Path, *, site_dir: Path | None, records: str, as_of: date | None, revision: str | None) -> Path:
    """Build the site of a repository; gives the folder in which it stands.

    Raises:
        BuildError: MkDocs or the records could not be read, or the target is not a site of ours.
    """
    from mkdocs.commands.build import build as build_with_mkdocs  # noqa: PLC0415 - only a build needs it
    from mkdocs.exceptions import Abort, MkDocsException  # noqa: PLC0415

    target = (site_dir or root / "site").resolve()
    _refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    say_what_wins(root, records, as_of, revision)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        with configuration(root, records, {"site_dir": str(aside)}) as config:
            try:
                config.plugins.on_startup(command="build", dirty=False)
                build_with_mkdocs(config)
            except (Abort, MkDocsException) as error:
                raise BuildError(str(error)) from None
        (aside / _MARKER).write_text(
            "Made by followup build; everything here is replaced by the next one.\n", encoding="utf-8"
        )
        aside.chmod(0o755)
        _swap(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return target


def _refuse_foreign(target: Path) -> None:
    """A folder that holds something else than a site is never replaced."""
    if not target.exists() or (target / _MARKER).exists() or (target / "sitemap.xml").exists():
        return
    if not target.is_dir() or any(target.iterdir()):
        raise BuildError(
            f"{target.name} holds something else than a site of followup; name another folder with --site-dir"
        )


def _swap(new: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}-old-{new.name}")
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def serve(root: Path, *, address: str, records: str, as_of: date | None) -> None:
    """Show the site on an address of this machine, and renew it when a record changes."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    from mkdocs.commands.serve import serve as serve_with_mkdocs  # noqa: PLC0415 - only serving needs it
    from mkdocs.exceptions import Abort, ConfigurationError  # noqa: PLC0415

    say_what_wins(root, records, as_of, None)
    with _configuration_file(root, records) as file:
        try:
            # Without livereload=True some versions of click switch the renewal off.
            serve_with_mkdocs(str(file), livereload=True, dev_addr=address)
        except (Abort, ConfigurationError) as error:
            raise BuildError(str(error)) from None


def say_what_wins(root: Path, records: str, as_of: date | None, revision: str | None) -> None:
    """Tell the plugin what the command line says, which wins over `mkdocs.yml`."""
    from followup_build.publish.plugin import FollowupPlugin  # noqa: PLC0415 - it imports MkDocs

    given = {"records": records, "as_of": as_of, "at": revision}
    FollowupPlugin.overrides = {"root": root, **{name: value for name, value in given.items() if value is not None}}
