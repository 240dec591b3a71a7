from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from followup_build.cli import run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The example's site by the plugin, and by plain MkDocs from the pages written as files."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "records", home / "records")
    (home / ".git").mkdir()
    here = Path.cwd()
    os.chdir(home)
    try:
        assert run(["build", "--as-of", "2026-11-20", "-q"]) == 0
        assert run(["pages", "--as-of", "2026-11-20", "-q", "--out", "project"]) == 0
    finally:
        os.chdir(here)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=home / "project", check=True, env=environment)
    return home / "site", home / "project/site"


def content(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    start, end = text.index('<div class="fu">'), text.rindex('<p class="fu-foot">')
    return re.sub(r"\s+", " ", text[start:end])


def test_both_builds_have_the_same_pages_with_the_same_content(sites: tuple[Path, Path]) -> None:
    pages = [{path.relative_to(site) for path in site.rglob("index.html")} for site in sites]
    assert pages[0] == pages[1]
    assert len(pages[0]) > 80
    for path in pages[0]:
        if path.parts[0] != "about":
            assert content(sites[0] / path) == content(sites[1] / path), path


def test_the_project_is_written_once_and_cleaned_of_its_own_files_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "records", tmp_path / "records")
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "out"
    assert run(["pages", "--out", "out", "-q"]) == 0
    page = out / "docs/rules/alias/index.md"
    before = page.stat().st_mtime_ns
    (out / "docs/ours.md").write_text("by hand", encoding="utf-8")
    (tmp_path / "records/sessions/2026-06-check-in/session.md").unlink()
    assert run(["pages", "--out", "out", "-q"]) == 0
    assert not (out / "docs/sessions/2026-06-check-in/index.md").exists()
    assert (out / "docs/ours.md").read_text(encoding="utf-8") == "by hand"
    assert page.stat().st_mtime_ns == before
    assert "- followup" not in (out / "mkdocs.yml").read_text(encoding="utf-8")
