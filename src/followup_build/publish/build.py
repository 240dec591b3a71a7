"""Run MkDocs: build aside and swap in, so that a build that fails leaves the previous site as it was."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from followup_build.diagnostics.terminal import line_text
from followup_build.publish.rendering import templates_folder
from followup_build.publish.site import UNNAMED

_MARKER = ".followup-site"


class BuildError(Exception):
    """MkDocs could not build; the message is one clear sentence."""


class _Said(logging.StreamHandler[TextIO]):
    """Shows what MkDocs logs, but keeps its errors, so that they become the one sentence of a `BuildError`."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error; a word of the server that renews the site says that MkDocs goes on in spite of it."""
        if record.levelno >= logging.ERROR and record.name != "mkdocs.livereload":
            self.errors.append(self.format(record))
            return
        self.show_errors()
        super().emit(record)

    def format(self, record: logging.LogRecord) -> str:
        """The message on one line; those of ours begin with our name."""
        return line_text(record.getMessage()).removeprefix("followup: ")

    def show_errors(self) -> None:
        """Show what was kept."""
        for text in self.errors:
            self.stream.write(f"{text}\n")
        self.errors.clear()

    def reason(self, error: Exception) -> str:
        """What was wrong, in place of the error that only says that something was."""
        reason = "; ".join(self.errors) or line_text(str(error)).removeprefix("followup: ")
        self.errors.clear()
        return reason


@contextmanager
def _listening(is_verbose: bool) -> Iterator[_Said]:
    # Material prints a notice at each import that users of this command can do nothing about.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO if is_verbose else logging.WARNING)
    said = _Said()
    logger.addHandler(said)
    logger.propagate = False
    try:
        yield said
    finally:
        said.show_errors()
        logger.removeHandler(said)
        logger.propagate = True


@contextmanager
def configuration(root: Path, records: str) -> Iterator[Any]:
    """MkDocs' configuration of a repository, checked, with our plugin in it.

    Raises:
        BuildError: it cannot be read, or does not name the plugin.
    """
    with _listening(is_verbose=False) as said, _configured(root, records, said, {}) as config:
        yield config


@contextmanager
def _configured(root: Path, records: str, said: _Said, overrides: dict[str, Any]) -> Iterator[Any]:
    from mkdocs.config import load_config  # noqa: PLC0415 - after the notice is off
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    with _configuration_file(root, records) as file:
        try:
            config = load_config(str(file), **overrides)
        except MkDocsException as error:
            raise BuildError(f"mkdocs.yml: {said.reason(error)}") from None
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


def build(
    root: Path,
    *,
    site_dir: Path | None,
    records: str,
    as_of: date | None,
    revision: str | None,
    is_verbose: bool = False,
) -> Path:
    """Build the site of a repository; gives the folder in which it stands.

    Raises:
        BuildError: MkDocs or the records could not be read, or the target is not a site of ours or cannot be written.
    """
    target = Path(os.path.realpath(site_dir or root / "site"))
    say_what_wins(root, records, as_of, revision)
    with _listening(is_verbose) as said:
        try:
            _build(target, root, records, said)
        except OSError as error:
            is_aside = error.filename is None or Path(str(error.filename)).name.startswith(f".{target.name}-")
            file = target if is_aside else error.filename
            raise BuildError(f"the site cannot be written: {file}: {_why(error)}") from None
    return target


def _build(target: Path, root: Path, records: str, said: _Said) -> None:
    from mkdocs.commands.build import build as build_with_mkdocs  # noqa: PLC0415 - only a build needs it
    from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    _refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        with _configured(root, records, said, {"site_dir": str(aside)}) as config:
            try:
                config.plugins.on_startup(command="build", dirty=False)
                build_with_mkdocs(config)
            except MkDocsException as error:
                raise BuildError(said.reason(error)) from None
        (aside / _MARKER).write_text(
            "Made by followup build; everything here is replaced by the next one.\n", encoding="utf-8"
        )
        aside.chmod(0o755)
        _swap(aside, target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


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


def refuse_taken(address: str) -> None:
    """Find out that an address cannot be had before the site is built.

    Raises:
        BuildError: another program has it, or this machine has no such address.
    """
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
            if os.name == "posix":  # as the server does; a port that was just left is free
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, int(port)))
    except OSError as error:
        raise BuildError(
            f"the site cannot be shown at {address}: {_why(error)}; name another address with --address"
        ) from None


def serve(root: Path, *, address: str, records: str, as_of: date | None, is_verbose: bool = False) -> None:
    """Show the site on an address of this machine, and renew it when a record changes.

    Raises:
        BuildError: MkDocs or the records could not be read, or the address is taken.
    """
    say_what_wins(root, records, as_of, None)
    with _listening(is_verbose) as said, _configuration_file(root, records) as file:
        from mkdocs.commands.serve import serve as serve_with_mkdocs  # noqa: PLC0415 - only serving needs it
        from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

        try:
            # Without livereload=True some versions of click switch the renewal off.
            serve_with_mkdocs(str(file), livereload=True, dev_addr=address)
        except MkDocsException as error:
            raise BuildError(said.reason(error)) from None
        except OSError as error:
            raise BuildError(f"the site cannot be shown: {error.filename or address}: {_why(error)}") from None


def say_what_wins(root: Path, records: str, as_of: date | None, revision: str | None) -> None:
    """Tell the plugin what the command line says, which wins over `mkdocs.yml`."""
    from followup_build.publish.plugin import FollowupPlugin  # noqa: PLC0415 - it imports MkDocs

    given = {"records": records, "as_of": as_of, "at": revision}
    FollowupPlugin.overrides = {"root": root, **{name: value for name, value in given.items() if value is not None}}
