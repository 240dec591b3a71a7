"""Where pages wait from when they are rendered until MkDocs wants them: in a file, for there may be thousands."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import partial
from tempfile import SpooledTemporaryFile

_IN_MEMORY = 32_000_000
"""Bytes up to which no file is made."""


class Shelf:
    """Texts in one file without a name, which goes away with the last of them, however the build ends."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY, prefix="followup-")  # noqa: SIM115 - closed below
        weakref.finalize(self, self._file.close)
        self._end = 0

    def put(self, text: str) -> Callable[[], str]:
        """Keep a text; gives what reads it again, as often as it is wanted."""
        # A lone surrogate is no text for a file, and yet MkDocs can print it.
        content = text.encode("utf-8", "surrogatepass")
        start, self._end = self._end, self._end + len(content)
        self._file.seek(start)
        self._file.write(content)
        return partial(self._read, start, len(content))

    def _read(self, start: int, length: int) -> str:
        self._file.seek(start)
        return self._file.read(length).decode("utf-8", "surrogatepass")
