"""The hook for pre-commit, run by pre-commit itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
ORGANISATION = "name: Rights House\ntimezone: Africa/Johannesburg\ndepartments: {}\n"


def test_the_manifest_is_valid() -> None:
    subprocess.run([PRE_COMMIT, "validate-manifest", MANIFEST], check=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A team's repository with the hook of the manifest, run by the tool that is installed here."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(PRE_COMMIT.parent), prepend=":")
    (hook,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    # `language` says how pre-commit installs the tool; all else stands as it is offered.
    config = {"repos": [{"repo": "local", "hooks": [{**hook, "language": "system"}]}]}
    folder = tmp_path / "team"
    (folder / "records").mkdir(parents=True)
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (folder / "records/organisation.yml").write_text(ORGANISATION, encoding="utf-8")
    (folder / "README.md").write_text("# Ours\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
    return folder


def run(folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    arguments = ["--files", *files] if files else ["--all-files"]
    return subprocess.run(
        [PRE_COMMIT, "run", "--verbose", "followup-check", *arguments],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )


def test_the_hook_passes_and_stops_a_commit_with_an_error(repository: Path) -> None:
    done = run(repository)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no findings" in done.stdout
    with (repository / "records/organisation.yml").open("a", encoding="utf-8") as file:
        file.write("nme: x\n")
    done = run(repository, "records/organisation.yml")
    assert done.returncode == 1
    assert "records/organisation.yml:4:1: error:" in done.stdout
    # An error may stand in another file than the one that was changed.
    (repository / "records/organisation.yml").write_text(ORGANISATION, encoding="utf-8")
    (repository / "records/people.yml").write_text("t.mokoena: {nme: x}\n", encoding="utf-8")
    done = run(repository, "records/organisation.yml")
    assert done.returncode == 1
    assert "records/people.yml:1:" in done.stdout
    # Where no record is changed, nothing is checked.
    assert run(repository, "README.md").returncode == 0
