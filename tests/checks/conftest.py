"""The option that rewrites what pages and golden lists expect, and the base tree with a few edits."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from edited_tree import CheckEdited

from followup_build.diagnostics.finding import Finding
from followup_build.workspace import open_workspace

BASE = Path(__file__).parent / "base"


@pytest.fixture
def update_pages(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-pages"))


@pytest.fixture
def check_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CheckEdited:
    def check(
        *edits: tuple[str, str, str], files: Mapping[str, str] | None = None, today: str = "2026-06-01"
    ) -> tuple[Finding, ...]:
        noon = datetime.combine(date.fromisoformat(today), datetime.min.time(), UTC).timestamp() + 12 * 3600
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon)))
        (tmp_path / ".git").mkdir(exist_ok=True)
        shutil.copytree(BASE / "records", tmp_path / "records", dirs_exist_ok=True)
        for path, text in (files or {}).items():
            file = tmp_path / "records" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        for path, old, new in edits:
            file = tmp_path / "records" / path
            text = file.read_text(encoding="utf-8")
            assert old in text, old
            file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
        return open_workspace(tmp_path).findings

    return check
