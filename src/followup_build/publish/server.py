"""The site on an address of this machine, renewed when a record changes."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from followup_build.diagnostics.terminal import line_text
from followup_build.publish.build import configured, settings_file
from followup_build.publish.fault import BuildError
from followup_build.publish.given import Given
from followup_build.publish.rendering import team_fault
from followup_build.publish.reporting import listening
from followup_build.source.tree import why


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
            f"the site cannot be shown at {address}: {why(error)}; name another address with --address"
        ) from None


def serve(folder: Path, *, address: str, given: Given, is_verbose: bool = False) -> None:
    """Show the site, and renew it when a record changes; while that cannot be done, the last site stays.

    Raises:
        BuildError: MkDocs or the records could not be read, or the address is taken.
    """
    with listening(is_verbose=is_verbose) as said:
        from mkdocs.commands.serve import serve as serve_with_mkdocs  # noqa: PLC0415 - only serving needs it
        from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

        def tell(error: Exception) -> None:
            reason = team_fault(error) or said.reason(error)
            said.errors.clear()
            if not isinstance(error, MkDocsException) and reason == str(error):
                reason = f"{type(error).__name__}: {reason}"  # a library's words, which name nothing
            said.show(f"followup: {reason}; the last site stays until this is mended")

        with configured(folder, said, replace(given, on_failure=tell)):
            pass  # what is wrong with the settings is said before anything is built
        with settings_file(folder) as (file, filled):
            filled.pop("site_dir", None)  # the server has one of its own
            try:
                # Without livereload=True some versions of click switch the renewal off.
                serve_with_mkdocs(str(file), livereload=True, dev_addr=address, **filled)  # type: ignore[arg-type]
            except MkDocsException as error:
                raise BuildError(said.reason(error)) from None
            except OSError as error:
                raise BuildError(f"the site cannot be shown: {error.filename or address}: {why(error)}") from None
            except Exception as error:
                fault = team_fault(error)
                if fault is None:
                    raise
                said.errors.clear()
                raise BuildError(fault) from None


def keeping(site: Path, builder: Callable[[], None], tell: Callable[[Exception], None]) -> Callable[[], None]:
    """A builder that leaves the site as it was, and says why, when it cannot be built."""
    from mkdocs.utils import clean_directory  # noqa: PLC0415 - after the notice is off

    def build() -> None:
        with tempfile.TemporaryDirectory(prefix="followup-", dir=site.parent) as spare:
            # MkDocs empties the folder and writes new files, so links to the old ones are copies enough.
            last = shutil.copytree(site, Path(spare) / "site", copy_function=_link)
            try:
                builder()
            except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
                clean_directory(str(site))
                shutil.copytree(last, site, copy_function=_link, dirs_exist_ok=True)
                tell(error)

    return build


def _link(source: str, target: str) -> Any:
    try:
        os.link(source, target)
    except OSError:  # this file system has no links, or MkDocs kept the file
        with suppress(shutil.SameFileError):
            shutil.copyfile(source, target)


def failure_text(error: Exception) -> str:
    """One line for the log of plain `mkdocs serve`, which may have said the rest already."""
    return f"the last site stays until this is mended: {line_text(str(error))}"
