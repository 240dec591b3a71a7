"""What tests of views share: the subject of a small tree, and tables read as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.views.cells import Aside, Cell, Chip, Day, Line, Link, Moved, Outside, Prose, Table
from followup_build.views.subject import Subject
from followup_build.workspace import open_workspace


@pytest.fixture
def subject_of(write_tree: Callable[[Mapping[str, str]], Path]) -> Callable[[Mapping[str, str], str], Subject]:
    """Gives what pages are built from: some files beside the minimal organisation, seen from a day."""

    def subject(files: Mapping[str, str], as_of: str) -> Subject:
        workspace = open_workspace(write_tree(files), as_of=date.fromisoformat(as_of))
        return Subject(workspace.portfolio, workspace.ledger, workspace.snapshot, workspace.findings)

    return subject


def text_of(cell: Cell) -> str:
    """What somebody reads in a cell, without the spaces that keep numbers together."""
    if isinstance(cell, str):
        return cell.replace("\u202f", " ").replace("\u00a0", " ")
    if isinstance(cell, tuple):
        return " | ".join(text_of(one) for one in cell)
    if isinstance(cell, Link | Outside | Day):
        return cell.text
    if isinstance(cell, Chip):
        return f"[{cell.word}]"
    if isinstance(cell, Moved):
        return f"{text_of(cell.original)} -> {text_of(cell.current)}"
    if isinstance(cell, Prose):
        return cell.markdown
    if isinstance(cell, Line):
        return "".join(text_of(one) for one in cell.parts)
    if isinstance(cell, Aside):
        return f"{cell.label}: {', '.join(text_of(one) for one in cell.cells)}"
    raise AssertionError(cell)


@pytest.fixture
def read() -> Callable[[Table], list[dict[str, str]]]:
    """Gives a table's rows as text by column."""
    return lambda table: [
        {column: text_of(cell) for column, cell in zip(table.columns, row.cells, strict=True)} for row in table.rows
    ]
