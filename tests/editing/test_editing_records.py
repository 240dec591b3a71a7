from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from followup_build.editing.edits import Put
from followup_build.editing.fault import RefusedError
from followup_build.editing.records import edit_record
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
ACTION = "records/actions/a.yml"
TEXT = "title: Do it\nowner: n.dlamini\ndue: 2026-05-15\nfollow_up: 2026-06-15\ndepartment: finance\n"


def test_an_edit_comes_with_what_it_was_made_from(write_tree: WriteTree) -> None:
    root = write_tree({ACTION: TEXT})
    portfolio = open_workspace(root).portfolio
    write = edit_record(root, portfolio, ACTION, [Put(("owner",), "t.mokoena")])
    assert (write.path, write.before) == (ACTION, TEXT.encode())
    assert write.after == TEXT.replace("n.dlamini", "t.mokoena").encode()
    assert (root / ACTION).read_text(encoding="utf-8") == TEXT


def test_what_was_judged_before_somebody_changed_it_is_not_edited(write_tree: WriteTree) -> None:
    root = write_tree({ACTION: TEXT})
    portfolio = open_workspace(root).portfolio
    (root / ACTION).write_text(TEXT.replace("05-15", "05-16"), encoding="utf-8")
    with pytest.raises(RefusedError, match=r"records/actions/a\.yml was changed meanwhile"):
        edit_record(root, portfolio, ACTION, [Put(("owner",), "t.mokoena")])
    (root / ACTION).unlink()
    with pytest.raises(RefusedError, match="cannot be read any more: no such file"):
        edit_record(root, portfolio, ACTION, [Put(("owner",), "t.mokoena")])
