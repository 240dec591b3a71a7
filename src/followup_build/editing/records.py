"""Records found by what people type, and the writes that edits of them come to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from followup_build.editing.edits import Edit
from followup_build.editing.fault import RefusedError
from followup_build.editing.store import Write
from followup_build.editing.text import edit_file
from followup_build.model.kinds import kind_of
from followup_build.portfolio import Portfolio
from followup_build.source.characters import decode
from followup_build.source.folder import read_file
from followup_build.source.tree import SourceFile, why


def edit_record(root: Path, portfolio: Portfolio, path: str, edits: Iterable[Edit]) -> Write:
    """What editing a record's file comes to; nothing is written yet.

    Raises:
        RefusedError: the file is not what the portfolio was read from.
        UneditableError: its style cannot be edited safely.
    """
    found = kind_of(portfolio.below_records(path))
    if found is None:
        raise RefusedError(f"{path} is no record")
    try:
        content = read_file(str(root / path))
    except OSError as error:
        raise RefusedError(f"{path} cannot be read any more: {why(error)}") from None
    if decode(path, content)[0] != portfolio.loaded.documents[path].text:
        raise RefusedError(f"{path} was changed meanwhile by somebody else; nothing was written, so try again")
    return Write(path, content, edit_file(SourceFile(path, content), found[0].model, edits))
