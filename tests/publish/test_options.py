"""`mkdocs.yml` of a team that is not the example's: both builds follow it, and its faults are told in one line."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.request import urlopen

import pytest

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
SETTINGS = """\
site_name: Follow-up
theme: {name: material, font: false, features: [content.action.edit]}
repo_url: https://example.org/team/plans
plugins:
  - search
  - followup:
      as_of: 2026-11-20
"""


@pytest.fixture
def tree(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree({"mkdocs.yml": SETTINGS, "docs/contact.md": "# Whom to ask\n"})
    monkeypatch.chdir(root)
    return root


def files(site: Path) -> dict[str, bytes]:
    # The map of the site is packed with the second in which that was done.
    return {
        str(path.relative_to(site)): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.suffix != ".gz"
    }


def test_both_builds_are_equal_where_the_settings_are_the_team_s_own(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    teams = tree / "teams"
    teams.mkdir()
    for name in ("docs", "mkdocs.yml"):
        shutil.move(tree / name, teams / name)
    shutil.move(tree / "records", teams / "daten")
    settings = SETTINGS.replace("as_of:", "records: daten\n      as_of:") + "site_dir: public\n"
    (teams / "mkdocs.yml").write_text(settings, encoding="utf-8")
    with (teams / "daten/organisation.yml").open("a", encoding="utf-8") as file:
        file.write("repository: https://example.org/team/plans\n")
    monkeypatch.chdir(teams)
    assert run(["build", "-q"]) == 0
    ours = files(teams / "public")
    shutil.rmtree(teams / "public")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=teams, check=True, env=environment)
    assert files(teams / "public") == ours
    assert not (tree / "site").exists()
    assert not (teams / "site").exists()
    assert b"edit/HEAD/teams/daten/organisation.yml" in ours["departments/finance/index.html"]
    assert run(["build", "-q"]) == 0, "a site of plain MkDocs with our plugin is a site of ours"


def test_what_is_typed_wins(tree: Path) -> None:
    shutil.copytree(tree / "records", tree / "others")
    (tree / "others/organisation.yml").write_text("name: Others\n", encoding="utf-8")
    assert run(["build", "-q", "--records", "others", "--site-dir", "x", "--as-of", "2026-11-21"]) == 0
    home = (tree / "x/index.html").read_text(encoding="utf-8")
    assert 'As of <time datetime="2026-11-21">' in home
    assert "Others" in home


@pytest.mark.parametrize("has_docs", [True, False])
def test_about_comes_with_every_site_and_the_team_s_own_wins(has_docs: bool, tree: Path) -> None:
    shutil.rmtree(tree / "docs")
    if has_docs:
        (tree / "docs/about").mkdir(parents=True)
        (tree / "docs/about/index.md").write_text("# Our own words\n", encoding="utf-8")
    assert run(["build", "-q"]) == 0
    about = (tree / "site/about/index.html").read_text(encoding="utf-8")
    assert ("Our own words" in about) is has_docs
    assert ("What the words mean" in about) is not has_docs


def test_a_sidebar_of_the_team_s_own_may_differ_on_each_page(tree: Path) -> None:
    own = tree / "site_templates/theme/partials/nav.html"
    own.parent.mkdir(parents=True)
    own.write_text('<nav class="ours">{{ page.title }}</nav>\n', encoding="utf-8")
    assert run(["build", "-q"]) == 0
    for rule in ("unknown-reference", "alias"):
        page = tree / f"site/rules/{rule}/index.html"
        assert f'<nav class="ours">{rule}</nav>' in page.read_text(encoding="utf-8")


def test_a_folder_site_templates_beside_the_settings_overrides_single_templates(tree: Path) -> None:
    own = tree / "site_templates/pages/departments.html"
    own.parent.mkdir(parents=True)
    own.write_text('{% extends "partials/_page.html" %}{% block body %}Ours{% endblock %}\n', encoding="utf-8")
    assert run(["build", "-q"]) == 0
    assert "Ours" in (tree / "site/departments/index.html").read_text(encoding="utf-8")


PAGE = '{% extends "partials/_page.html" %}\n{% block body %}\n'
FAULTS = {
    "a templates folder that is not there": ({}, ("as_of: 2026-11-20", "templates: x"), "there is no folder x in "),
    "a day that there is not": (
        {},
        ("2026-11-20", "2026-13-01"),
        "mkdocs.yml: month must be in 1..12; a day is written",
    ),
    "a time": ({}, ("2026-11-20", "2026-11-20 10:00:00"), "as_of: '2026-11-20 10:00:00' is no day; write it as YYYY"),
    "a word": ({}, ("2026-11-20", "today"), "as_of: 'today' is no day"),
    "an unknown name in a template": (
        {"pages/departments.html": f"{PAGE}{{{{ nope.x }}}}{{% endblock %}}\n"},
        ("", ""),
        "site_templates/pages/departments.html:3: this template cannot be printed: 'nope' is undefined",
    ),
    "an unknown tag in a template": (
        {"pages/departments.html": f"{PAGE}{{% blok %}}\n"},
        ("", ""),
        "site_templates/pages/departments.html:3: this template cannot be printed: Encountered unknown tag 'blok'",
    ),
    "an error in a template of the theme": (
        {"theme/partials/copyright.html": "{{ a.b.c }}\n"},
        ("", ""),
        "site_templates/theme/partials/copyright.html:1: this template cannot be printed: 'a' is undefined",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_team_is_told_in_one_line(fault: str, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    templates, (old, new), said = FAULTS[fault]
    for path, text in templates.items():
        file = tree / "site_templates" / path
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")
    (tree / "mkdocs.yml").write_text(SETTINGS.replace(old, new), encoding="utf-8")
    assert run(["build", "-q"]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (tree / "site").exists()


def test_an_unknown_option_and_what_a_strict_build_stumbles_over_are_shown(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "mkdocs.yml").write_text(SETTINGS.replace("as_of:", "temlates: x\n      as_of:"), encoding="utf-8")
    assert run(["build", "-q"]) == 0
    assert "Unrecognised configuration name: temlates" in capsys.readouterr().err
    (tree / "mkdocs.yml").write_text(f"{SETTINGS}strict: true\nnav: [index.md, dead.md]\n", encoding="utf-8")
    assert run(["build", "-q"]) == 2
    error = capsys.readouterr().err
    assert "'dead.md'" in error
    assert "in strict mode" in error


@pytest.fixture
def server(tree: Path) -> Iterator[tuple[Path, str, Path]]:
    """The tree while it is served, its address, and what the terminal shows."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = tree.parent / "terminal"
    with log.open("w", encoding="utf-8") as terminal:
        process = subprocess.Popen(
            [sys.executable, "-m", "followup_build", "serve", "-q", "--address", address],
            cwd=tree,
            stdout=terminal,
            stderr=terminal,
        )
        try:
            until(lambda: len(page(address)) > 1000)
            yield tree, address, log
        finally:
            process.send_signal(signal.SIGINT)  # so that it cleans up
            process.wait(30)


def page(address: str) -> str:
    try:
        with urlopen(f"http://{address}/", timeout=10) as answer:
            text: str = answer.read().decode()
            return text
    except OSError:
        return ""


def until(is_so: Callable[[], bool]) -> None:
    for _ in range(200):
        if is_so():
            return
        time.sleep(0.25)
    raise AssertionError("this takes too long")


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("records/organisation.yml", "name: [\n", "followup: records/organisation.yml:1:7: "),
        ("mkdocs.yml", "plugins: [\n", "followup: MkDocs encountered an error parsing the configuration file"),
    ],
)
def test_a_served_site_outlives_a_mistake(server: tuple[Path, str, Path], path: str, text: str, said: str) -> None:
    tree, address, log = server
    file = tree / path
    file.write_text(text, encoding="utf-8")
    until(lambda: "the last site stays until this is mended" in log.read_text(encoding="utf-8"))
    shown = log.read_text(encoding="utf-8")
    assert said in shown
    assert shown.count("\n") == 1
    assert "Rights House" in page(address)
    file.write_text("name: Mended\n" if path.startswith("records") else SETTINGS, encoding="utf-8")
    until(lambda: "Mended" in page(address) or not path.startswith("records"))
