"""Where pages and files wait from when they are made until MkDocs wants them: in a file, for there may be thousands."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import partial
from tempfile import SpooledTemporaryFile

_IN_MEMORY = 32_000_000
"""Bytes up to which no file is made."""


class Shelf:
    """Contents in one file without a name, which goes away with the last of them, however the build ends."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY, prefix="followup-")  # noqa: SIM115 - closed below
        weakref.finalize(self, self._file.close)
        self._end = 0

    def put(self, content: bytes) -> Callable[[], bytes]:
        """Keep a content; gives what reads it again, as often as it is wanted."""
        start, self._end = self._end, self._end + len(content)
        self._file.seek(start)
        self._file.write(content)
        return partial(self._read, start, len(content))

    def _read(self, start: int, length: int) -> bytes:
        self._file.seek(start)
        return self._file.read(length)
