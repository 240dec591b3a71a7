from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from followup_build.source.git import run_git


def commit(root: Path, text: str) -> None:
    root.mkdir()
    (root / "a.yml").write_text(text, encoding="utf-8")
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", text]):
        identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *arguments], cwd=root, check=True)


def test_git_reads_the_repository_of_the_records_and_not_the_one_whose_hook_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(tmp_path / "ours", "ours")
    commit(tmp_path / "other", "other")
    other = tmp_path / "other/.git"
    for name, value in {
        "GIT_DIR": other,
        "GIT_WORK_TREE": other.parent,
        "GIT_INDEX_FILE": other / "index",
        "GIT_OBJECT_DIRECTORY": other / "objects",
        "GIT_COMMON_DIR": other,
    }.items():
        monkeypatch.setenv(name, str(value))
    assert run_git(tmp_path / "ours", "show", "HEAD:a.yml") == b"ours"
    assert run_git(tmp_path / "ours", "status", "--porcelain") == b""
