"""Where a new organisation starts: nothing is overwritten, and all is written or nothing."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from started import PLACES, TOLD, said_by, written

from followup_build.cli import run
from followup_build.workspace import open_workspace


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14


def test_files_that_are_there_stay(capsys: pytest.CaptureFixture[str]) -> None:
    Path("new/.vscode").mkdir(parents=True)
    Path("new/README.md").write_text("Ours.\n", encoding="utf-8")
    Path("new/.vscode/settings.json").write_text("{}", encoding="utf-8")
    before = written()
    assert run(["init", "new", *TOLD]) == 1
    said = capsys.readouterr().err
    assert "these are there already: .vscode/settings.json; move them away, or add --keep" in said
    assert written() == before
    assert run(["init", "new", *TOLD, "--keep"]) == 0
    assert written() >= PLACES
    assert Path("new/README.md").read_text(encoding="utf-8") == "Ours.\n"
    assert Path("new/.vscode/settings.json").read_text(encoding="utf-8") == "{}"
    assert run(["init", "new", *TOLD, "--keep"]) == 1
    assert "has records already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("records/people.yml", "t.mokoena: {name: Other}\n", "there already: records/people.yml; move them away\n"),
        ("records/plans/other.yml", "x", "there are records already, for example records/plans/other.yml"),
        ("README.md", "Ours", "there already: README.md; move them away, or add --keep"),
        (".github/workflows/check.yml/x", "", "there already: .github/workflows/check.yml; move"),
    ],
)
def test_other_files_stay_as_they_are(path: str, text: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = Path("new", path)
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    assert run(["init", "new", *TOLD]) == 1
    assert said in capsys.readouterr().err
    assert written() == {path}
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("number", [1, 9, 20, 27])
def test_a_start_that_is_killed_is_started_again(number: int) -> None:
    code = (
        "import os, sys\nfrom followup_build.cli import run\nlink, count = os.link, 0\n"
        "def killed(*paths):\n    global count\n    count += 1\n"
        f"    os._exit(9) if count == {number} else link(*paths)\n"
        "os.link = killed\nrun(sys.argv[1:])\n"
    )
    assert subprocess.run([sys.executable, "-c", code, "init", "new", *TOLD], check=False).returncode == 9
    assert not Path("new/records/organisation.yml").exists()
    assert len([path for path in written() if not path.endswith(".tmp")]) == number - 1
    assert run(["init", "new", *TOLD]) == 0
    assert written() >= PLACES
    assert not open_workspace(Path("new")).findings


def test_an_empty_folder_and_a_repository_without_records_are_fine() -> None:
    Path("empty").mkdir()
    assert run(["init", "empty", *TOLD]) == 0
    Path("cloned").mkdir()
    for command in ("git init -q -b trunk", "git remote add origin https://github.com/rights/follow-up.git"):
        subprocess.run(command.split(), cwd="cloned", check=True)
    Path("cloned/LICENSE").write_text("MIT", encoding="utf-8")
    assert run(["init", "cloned", *TOLD]) == 0
    assert said_by("records/organisation.yml", "cloned")["repository"] == "https://github.com/rights/follow-up"
    branch = subprocess.run(["git", "symbolic-ref", "HEAD"], cwd="cloned", capture_output=True, text=True, check=True)
    assert branch.stdout == "refs/heads/trunk\n"


def test_places_that_cannot_hold_an_organisation_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").write_text("x", encoding="utf-8")
    assert run(["init", "file", *TOLD]) == 1
    assert "file is a file; name a folder" in capsys.readouterr().err
    Path("above/.git").mkdir(parents=True)
    assert run(["init", "above/below", *TOLD]) == 1
    assert "above/below lies in the repository" in capsys.readouterr().err
    assert written("above") == set()


@pytest.mark.parametrize("number", [1, 7, 27])
def test_a_disk_that_is_full_leaves_nothing(
    number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    link, calls = os.link, iter(range(1, 100))

    def full(*arguments: str) -> None:
        if next(calls) == number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        link(*arguments)

    monkeypatch.setattr(os, "link", full)
    assert run(["init", "deep/new", *TOLD]) == 2
    said = capsys.readouterr().err
    assert said.startswith("followup: nothing was written: ")
    assert said.endswith(": no space left on device\n")
    assert not Path("deep").exists()
    Path("there").mkdir()
    calls = iter(range(1, 100))
    assert run(["init", "there", *TOLD]) == 2
    assert list(Path("there").iterdir()) == []
    monkeypatch.setattr(os, "link", link)
    assert run(["init", "there", *TOLD]) == 0


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("git@github.com:a/b.git", "https://github.com/a/b"),
        ("ssh://git@github.com/a/b.git", "https://github.com/a/b"),
        ("https://github.com/a/b.git", "https://github.com/a/b"),
        ("https://github.com/a/b/", "https://github.com/a/b"),
        ("https://github.com/a/b.git/", "https://github.com/a/b"),
        ("https://somebody:secret@github.com/a/b.git", "https://github.com/a/b"),
        ("https://secret@gitlab.example.org:8443/a/b", "https://gitlab.example.org:8443/a/b"),
        ("ssh://git@gitlab.example.org:2222/a/b.git", "https://gitlab.example.org/a/b"),
        ("ftp://somebody:secret@example.org/a", None),
        ("https://[secret", None),
        ("/home/somebody/b.git", None),
    ],
)
def test_the_address_of_a_clone_is_that_of_its_pages(typed: str, address: str | None) -> None:
    Path("cloned").mkdir()
    for command in (["git", "init", "-q"], ["git", "remote", "add", "origin", typed]):
        subprocess.run(command, cwd="cloned", check=True)
    assert run(["init", "cloned", *TOLD]) == 0
    assert said_by("records/organisation.yml", "cloned").get("repository") == address
    assert "secret" not in Path("cloned/records/organisation.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "platform"),
    [
        ("https://oauth2:hunter2@gitlab.com/o/r.git", "gitlab"),
        ("ssh://git@gitlab.example.org:2222/o/r.git", "gitlab"),
        ("git@github.com:gitlab-fans/x.git", "github"),
        ("https://gitlab:hunter2@github.com/o/r.git/", "github"),
        ("git@code.example.org:o/r.git", "github"),
    ],
)
def test_the_host_alone_says_whose_workflows(typed: str, platform: str) -> None:
    assert run(["init", "new", *TOLD, "--repository", typed]) == 0
    assert Path("new/.gitlab-ci.yml").exists() == (platform == "gitlab")
    assert Path("new/.github/workflows").exists() == (platform == "github")
    assert not [path for path in written() if "hunter2" in Path("new", path).read_text(encoding="utf-8")]
