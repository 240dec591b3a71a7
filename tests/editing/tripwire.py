"""Calls to the system that fail, or kill the process, at a chosen one of them."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from typing import Any

import pytest

WRITES = ("write", "fsync", "replace", "rename", "link", "chmod", "chown", "mkdir", "unlink", "rmdir")
"""What only those call who write."""
CALLS = ("open", "write", "fsync", "close", "replace", "link", "stat", "lstat", "chmod", "mkdir", "unlink")
READS = ("read", "scandir", "fstat")
CODES = (errno.EIO, errno.ENOSPC, errno.EACCES, errno.EDQUOT)


class Tripwire:
    """Lets the n-th call of all the calls to the system fail, or kills the process there."""

    def __init__(
        self,
        monkeypatch: pytest.MonkeyPatch,
        number: int,
        happen: Callable[[], None],
        calls: Iterable[str] = CALLS,
    ) -> None:
        self.count = 0
        for name in calls:
            monkeypatch.setattr(os, name, self.wrapped(getattr(os, name), number, happen))

    def wrapped(self, real: Callable[..., Any], number: int, happen: Callable[[], None]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == number:
                happen()
            return real(*arguments, **options)

        return call
