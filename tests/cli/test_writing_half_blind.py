"""Writers where the system lets one of the files not be read: they write nothing, and name that file."""

from __future__ import annotations

import errno
import os
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from styled_trees import PLAIN, Tree, told

PORTAL = "records/adjustments/finance/2026-04-15-portal-date.yml"


@pytest.fixture
def tree(write_tree: Callable[[Mapping[str, str]], Path], monkeypatch: pytest.MonkeyPatch) -> Tree:
    root = write_tree(PLAIN)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    return Tree(root)


def hide(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    """Let the system refuse to open one file; a mode does not keep root out."""
    real = os.open

    def refuse(path: Any, *more: Any, **options: Any) -> int:
        if str(path).endswith(file):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, *more, **options)

    monkeypatch.setattr(os, "open", refuse)


@pytest.mark.parametrize(
    ("file", "typed", "said"),
    [
        # The portal's date was moved in the file that cannot be read, so that the date to move it from is not known.
        (
            PORTAL,
            "adjust finance-2026/portal --due 2026-09-01 --owner n.dlamini --reason Late --follow-up 2026-12-01",
            f"followup: {PORTAL}: this cannot be read: permission denied; nothing was written\n",
        ),
        (
            PORTAL,
            "action done do-it",
            f"followup: {PORTAL}: this cannot be read: permission denied; nothing was written\n",
        ),
        (
            "records/people.yml",
            "action update do-it --owner t.mokoena",
            "followup: records/people.yml: this cannot be read: permission denied; it may have the person t.mokoena\n",
        ),
    ],
)
def test_what_cannot_be_read_keeps_writers_back(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, file: str, typed: str, said: str
) -> None:
    before = tree.files()
    hide(monkeypatch, file)
    assert told(tuple(shlex.split(typed))) == (2, said)
    assert tree.files() == before


def test_a_library_that_cannot_be_read_is_told(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    import holidays  # noqa: PLC0415 - slow to import, and patched here

    before = tree.files()

    def refuse(*_: Any, **__: Any) -> None:
        raise FileNotFoundError(errno.ENOENT, "No translation file found")

    monkeypatch.setattr(holidays, "country_holidays", refuse)
    status, said = told(("holidays", "2027", "--country", "DE", "--write"))
    assert (status, said) == (2, "followup: the library holidays cannot be read: no translation file found\n")
    assert tree.files() == before
