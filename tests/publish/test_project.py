from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from followup_build.cli import run

ROOT = Path(__file__).parents[2]


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The example's site by the plugin, and by plain MkDocs from the pages written as files."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "records", home / "records")
    (home / ".git").mkdir()
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("docs_dir: site_templates/docs\n", "")
    settings = settings.replace("2026-11-20", "2026-10-30\n      templates: ours")
    settings += "extra_css: [brand.css]\n"
    write(home / "mkdocs.yml", settings)
    write(home / "docs/brand.css", "body { color: inherit }\n")
    write(home / "docs/about/index.md", "# Our own words\n")
    write(
        home / "ours/pages/departments.html",
        '{% extends "partials/_page.html" %}\n{% block body %}Ours{% endblock %}\n',
    )
    write(home / "ours/theme/partials/copyright.html", "<p>Of the team</p>\n")
    here = Path.cwd()
    os.chdir(home)
    try:
        assert run(["build", "-q"]) == 0
        assert run(["pages", "-q", "--out", "project"]) == 0
    finally:
        os.chdir(here)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=home / "project", check=True, env=environment)
    return home / "site", home / "project/site"


def body(page: Path) -> str:
    """Everything that a reader sees, from the banner to the footer."""
    text = page.read_text(encoding="utf-8")
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", text[text.index("<body") :]))


def test_both_builds_have_the_same_pages_with_the_same_content(sites: tuple[Path, Path]) -> None:
    pages = [{path.relative_to(site) for path in site.rglob("*.html")} for site in sites]
    assert pages[0] == pages[1]
    assert len(pages[0]) > 80
    for path in pages[0]:
        assert body(sites[0] / path) == body(sites[1] / path), path


def test_the_sidebar_of_every_page_leads_where_it_leads_without_us(sites: tuple[Path, Path]) -> None:
    for path in sites[0].rglob("*.html"):
        ours, plain = (sidebar(site / path.relative_to(sites[0])) for site in sites)
        assert ours == plain, path
        assert path.name == "404.html" or len(re.findall(r'href="([^"]+)"', ours)) > 20, path


def sidebar(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    start = text.index('<nav class="md-nav md-nav--primary"')
    return text[start : text.index('<div class="md-sidebar', start)]


def test_both_builds_follow_the_settings_of_the_team(sites: tuple[Path, Path]) -> None:
    for site in sites:
        home = (site / "index.html").read_text(encoding="utf-8")
        assert 'As of <time datetime="2026-10-30">30 October 2026</time>' in home
        assert "Of the team" in home
        assert 'href="brand.css"' in home
        assert "Our own words" in (site / "about/index.html").read_text(encoding="utf-8")
        assert "Ours" in (site / "departments/index.html").read_text(encoding="utf-8")
        plan = (site / "plans/finance-2026/index.html").read_text(encoding="utf-8")
        assert 'follow-up/edit/HEAD/records/plans/finance-2026.yml" title="Edit this page"' in plan
        assert '<link rel="canonical" href="https://follow-up.example.org/plans/finance-2026/index.html">' in plan


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
    plugins = json.loads((out / "mkdocs.yml").read_text(encoding="utf-8"))["plugins"]
    assert [name for plugin in plugins for name in plugin] == ["search", "offline"]


WriteTree = Callable[[Mapping[str, str]], Path]


@pytest.fixture
def small(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree({"victim": "only here\n"})
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize(
    "manifest", ['["../victim"]', '["/etc/x"]', '["C:\\\\x"]', '["..\\\\victim"]', '[""]', "[1]", "{}", "{", "\x00"]
)
def test_a_damaged_manifest_deletes_nothing(manifest: str, small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(small / "out/.followup-pages.json", manifest)
    assert run(["pages", "-q", "--out", "out"]) == 2
    error = capsys.readouterr().err
    assert "is damaged; delete out and run followup pages again" in error
    assert (small / "victim").is_file()
    assert len(list((small / "out").iterdir())) == 1


def test_a_folder_of_somebody_else_is_not_written_to(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(small / "out/mkdocs.yml", "site_name: Of the team\n")
    assert run(["pages", "-q", "--out", "out"]) == 2
    assert "holds something else than pages of followup" in capsys.readouterr().err
    assert (small / "out/mkdocs.yml").read_text(encoding="utf-8") == "site_name: Of the team\n"


def test_a_file_that_the_manifest_does_not_list_is_not_overwritten(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(small / "out/.followup-pages.json", "[]")
    write(small / "out/docs/index.md", "by hand")
    assert run(["pages", "-q", "--out", "out"]) == 2
    assert "was not written by followup pages" in capsys.readouterr().err
    assert (small / "out/docs/index.md").read_text(encoding="utf-8") == "by hand"


def test_a_link_does_not_lead_out_of_the_folder(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(small / "out/.followup-pages.json", "[]")
    (small / "elsewhere").mkdir()
    (small / "out/docs").symlink_to(small / "elsewhere", target_is_directory=True)
    assert run(["pages", "-q", "--out", "out"]) == 2
    assert "leads out of out" in capsys.readouterr().err
    assert not any((small / "elsewhere").iterdir())
