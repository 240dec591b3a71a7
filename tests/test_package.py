"""The package as others get it: the wheel, the README's commands, the changelog."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import followup_build

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of what git knows, so that nothing left lying about gets in."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    ignored = shutil.ignore_patterns(
        ".git", ".venv", "site", "tests", "records", "*.egg-info", "__pycache__", ".*_cache"
    )
    shutil.copytree(ROOT, source, ignore=ignored)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_templates_rule_pages_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.startswith("followup_build/site_templates/pages/") for name in names)
    assert any(name.startswith("followup_build/site_templates/theme/") for name in names)
    assert "followup_build/checks/action-without-owner.md" in names
    assert "followup_build/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_source_package_holds_what_the_wheel_is_made_of_and_no_more(tmp_path: Path) -> None:
    done([sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)], tmp_path)
    (built,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(built) as archive:
        parts = {name.split("/")[1] for name in archive.getnames()}
    assert parts - {".gitignore", "PKG-INFO", "pyproject.toml"} == {
        "src",
        "site_templates",
        ".github",
        ".gitlab",
        ".gitlab-ci.yml",
        ".pre-commit-hooks.yaml",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
    }


@pytest.fixture(scope="module")
def installed(wheel: Path) -> dict[str, str]:
    """The environment in which Python finds the wheel, unpacked as an installer does it, and not this repository."""
    folder = wheel.parent / "installed"
    shutil.unpack_archive(wheel, folder, "zip")
    environment = {**os.environ, "PYTHONPATH": str(folder), "NO_MKDOCS_2_WARNING": "1"}
    code = "import followup_build; print(followup_build.__file__)"
    assert done([sys.executable, "-c", code], wheel.parent, environment).startswith(str(folder))
    return environment


def done(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> str:
    """What a command prints that has to end well."""
    ended = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, (command, ended.stdout, ended.stderr)
    return ended.stdout


def test_the_installed_wheel_builds_a_site_outside_the_repository(installed: dict[str, str], tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(ROOT / "records", home / "records")
    done([sys.executable, "-m", "followup_build", "build", "--as-of", "2026-11-20"], home, installed)
    assert "SayPro Royalties" in (home / "site/index.html").read_text(encoding="utf-8")
    assert (home / "site/actions/index.html").is_file()


def test_the_installed_wheel_starts_an_organisation(installed: dict[str, str], tmp_path: Path) -> None:
    followup = [sys.executable, "-m", "followup_build"]
    department = ["--department", "Finance", "Thandi Mokoena", "Zanele Khumalo", "--login", "z.khumalo", "zkhumalo"]
    for platform in ("github", "gitlab"):
        told = ["--name", "Rights House", "--timezone", "Africa/Johannesburg", "--platform", platform, *department]
        done([*followup, "init", platform, *told], tmp_path, installed)
        home = tmp_path / platform
        assert "no findings" in done([*followup, "check", "--fail-on", "warning"], home, installed)
        done([*followup, "build", "--strict"], home, installed)
        assert (home / "site/index.html").is_file()
        assert (home / "records/holidays.yml").is_file()
    assert (tmp_path / "github/.github/workflows/check.yml").is_file()
    assert "This form shows" in (tmp_path / "github/.github/ISSUE_TEMPLATE/feedback.yml").read_text(encoding="utf-8")
    assert (tmp_path / "gitlab/.gitlab-ci.yml").is_file()
    assert "shows who" in (tmp_path / "gitlab/.gitlab/issue_templates/feedback.md").read_text(encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The files that the README starts with, in a repository of their own."""
    (tmp_path / ".git").mkdir()
    shown = re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.+?)```", README, re.DOTALL)
    assert [path for path, _ in shown][-1] == "mkdocs.yml"
    for path, text in shown:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_files_of_the_readme_are_a_start(own: Path, installed: dict[str, str]) -> None:
    followup = [sys.executable, "-m", "followup_build"]
    assert "no findings" in done([*followup, "check", "--fail-on", "warning"], own, installed)
    done([*followup, "build", "--strict"], own, installed)
    pages = {path.relative_to(own / "site"): path.read_bytes() for path in (own / "site").rglob("*.html")}
    (own / "docs").mkdir()
    done([sys.executable, "-m", "mkdocs", "build", "-q", "--strict"], own, installed)
    assert {path.relative_to(own / "site"): path.read_bytes() for path in (own / "site").rglob("*.html")} == pages
    assert b"Rights House follow-up" in pages[Path("index.html")]
    assert b"What the words mean" in pages[Path("about/index.html")]
    assert b"missing_since" in pages[Path("about/answers/index.html")]


@pytest.mark.parametrize("name", ["mkdocs.yml", "site_templates/mkdocs.yml"])
def test_the_settings_of_this_repository_work_where_they_are_copied(
    name: str, own: Path, installed: dict[str, str]
) -> None:
    # A team's pages by hand stand elsewhere than ours.
    text = (ROOT / name).read_text(encoding="utf-8").replace("docs_dir: site_templates/docs\n", "")
    (own / "mkdocs.yml").write_text(text, encoding="utf-8")
    done([sys.executable, "-m", "followup_build", "build", "--strict"], own, installed)
    assert (own / "site/about/index.html").is_file()


def test_the_commands_of_every_day_show_something() -> None:
    (block,) = re.findall(r"<!-- test: every day -->\n```console\n(.+?)```", README, re.DOTALL)
    commands = [line.partition("#")[0].removeprefix("$ followup ").split() for line in block.splitlines()]
    assert len(commands) == 6
    for command in commands:
        if command != ["serve"]:
            printed = done([sys.executable, "-m", "followup_build", *command], ROOT)
            assert len(printed) > 20, command
            assert "Nothing to show" not in printed, command


def test_the_stable_answer_has_the_keys_that_are_documented() -> None:
    page = (ROOT / "site_templates/docs/about/answers/index.md").read_text(encoding="utf-8")
    documented = {
        kind: set(re.findall(r"`(\w+)`", figures))
        for kinds, figures in re.findall(r"^\| (`.+?) \| (`.+) \|$", page, re.MULTILINE)
        for kind in re.findall(r"`(\w+)`", kinds)
    }
    command = [sys.executable, "-m", "followup_build", "status", "--format", "json", "--as-of", "2026-11-20"]
    answer = json.loads(done(command, ROOT))
    assert {item["kind"]: set(item["figures"]) for item in answer["items"]} == documented
    for name in (*answer, *answer["items"][0]):
        assert f"`{name}`" in page


def commands_of_readme() -> dict[str, str]:
    return dict(re.findall(r"<!-- command: (\w+) -->\n```sh\n(.+?)\n```", README, re.DOTALL))


def test_the_readme_has_two_commands_and_ci_runs_its_test_command() -> None:
    assert set(commands_of_readme()) == {"build", "test"}
    extract = 'cd "$1"; eval "$(sed -n \'/^command_of_readme/,/^}/p\' .ci/run)"; command_of_readme test'
    done = subprocess.run(["bash", "-c", extract, "-", str(ROOT)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == commands_of_readme()["test"]


def test_version_is_one_and_the_changelog_knows_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == followup_build.__version__
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
