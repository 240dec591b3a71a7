"""The package as others get it: the wheel, the README's commands, the changelog."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import followup_build

ROOT = Path(__file__).parents[1]


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


def test_the_installed_wheel_builds_a_site_outside_the_repository(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-deps",
            "--no-index",
            "--target",
            str(installed),
            str(wheel),
        ],
        check=True,
    )
    home = tmp_path / "home"
    shutil.copytree(ROOT / "records", home / "records")
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    where = subprocess.run(
        [sys.executable, "-c", "import followup_build; print(followup_build.__file__)"],
        cwd=home,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert where.stdout.startswith(str(installed))
    done = subprocess.run(
        [sys.executable, "-m", "followup_build", "build", "--as-of", "2026-11-20"],
        cwd=home,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "SayPro Royalties" in (home / "site/index.html").read_text(encoding="utf-8")
    assert (home / "site/actions/index.html").is_file()


def commands_of_readme() -> dict[str, str]:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"<!-- command: (\w+) -->\n```sh\n(.+?)\n```", readme, re.DOTALL))


def test_the_readme_has_two_commands_and_ci_runs_its_test_command() -> None:
    assert set(commands_of_readme()) == {"build", "test"}
    extract = 'cd "$1"; eval "$(sed -n \'/^command_of_readme/,/^}/p\' .ci/run)"; command_of_readme test'
    done = subprocess.run(["bash", "-c", extract, "-", str(ROOT)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == commands_of_readme()["test"]


def test_version_is_one_and_the_changelog_knows_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == followup_build.__version__
    assert f"## {project['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_action_of_a_workflow_is_pinned_by_its_full_hash() -> None:
    workflows = sorted((ROOT / ".github/workflows").glob("*.yml"))
    assert workflows
    for workflow in workflows:
        text = workflow.read_text(encoding="utf-8")
        assert re.search(r"^permissions: \{\}$", text, re.MULTILINE), workflow.name
        for uses in re.findall(r"uses: (\S+)", text):
            assert uses.startswith("./") or re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", uses), uses
