"""What MkDocs says while it works: warnings are shown, and its errors become one sentence."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from followup_build.diagnostics.terminal import line_text


class Said(logging.StreamHandler[TextIO]):
    """Shows what MkDocs logs, but keeps its errors, so that they become the one sentence of a `BuildError`."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error, and show the rest; after a word of the server nothing may follow for long."""
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
            self.show(text)
        self.errors.clear()

    def show(self, text: str) -> None:
        """Show one line."""
        self.stream.write(f"{text}\n")
        self.flush()

    def reason(self, error: Exception) -> str:
        """What was wrong, in place of the error that only says that something was."""
        reason = "; ".join(self.errors) or line_text(str(error)).removeprefix("followup: ")
        self.errors.clear()
        return reason


@contextmanager
def listening(*, is_verbose: bool) -> Iterator[Said]:
    """Hear what MkDocs says, as long as it works."""
    # Material prints a notice at each import that users of this command can do nothing about.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO if is_verbose else logging.WARNING)
    said = Said()
    logger.addHandler(said)
    logger.propagate = False
    try:
        yield said
    finally:
        said.show_errors()
        logger.removeHandler(said)
        logger.propagate = True
