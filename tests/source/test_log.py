from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from followup_build.source.log import NO_LOG, read_log

FILE = "records/actions/a b\u00e9.yml"


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Neo Dlamini", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "records/actions").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    for number, subject in enumerate(("First words", "<b>Second</b> \u2028 words")):
        (root / FILE).write_text(f"title: {number}\n", encoding="utf-8")
        (root / "other.txt").write_text(str(number), encoding="utf-8")
        git(root, "add", ".")
        git(root, "commit", "-qm", f"{subject}\n\nA body.", "--date", f"2026-05-0{number + 1}T23:30:00+02:00")
    return root


def test_each_file_has_its_commits_the_latest_first(root: Path) -> None:
    log = read_log(root, "records", None)
    assert set(log.commits) == {FILE}
    assert [one.subject for one in log.commits[FILE]] == ["<b>Second</b> \u2028 words", "First words"]
    assert {one.by for one in log.commits[FILE]} == {"Neo Dlamini"}
    assert [one.on.isoformat() for one in log.commits[FILE]] == [
        "2026-05-02T23:30:00+02:00",
        "2026-05-01T23:30:00+02:00",
    ]
    assert not log.is_incomplete


def test_a_revision_knows_nothing_of_what_came_later(root: Path) -> None:
    log = read_log(root, "records", "HEAD~1")
    assert [one.subject for one in log.commits[FILE]] == ["First words"]


def test_the_users_own_settings_change_nothing(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = read_log(root, "records", None)
    settings = tmp_path / "gitconfig"
    settings.write_text(
        "[color]\nui = always\n[log]\nshowSignature = true\ndate = relative\nfollow = true\n"
        "[diff]\nexternal = false\nrenames = copies\n[core]\nquotepath = on\n[format]\npretty = oneline\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert read_log(root, "records", None) == plain


def test_records_of_a_folder_below_the_repository_are_found(root: Path) -> None:
    (root / "below/records").mkdir(parents=True)
    (root / "below/records/organisation.yml").write_text("name: Below\n", encoding="utf-8")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Below")
    assert set(read_log(root / "below", "records", None).commits) == {"records/organisation.yml"}


def test_a_shallow_clone_says_that_it_does_not_know_all(root: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", root.as_uri(), str(clone)], check=True)
    log = read_log(clone, "records", None)
    assert log.is_incomplete
    assert [one.subject for one in log.commits[FILE]] == ["<b>Second</b> \u2028 words"]


def test_where_git_knows_nothing_there_is_no_history(tmp_path: Path) -> None:
    assert read_log(tmp_path, "records", None) == NO_LOG
    git(tmp_path, "init", "-q")
    assert read_log(tmp_path, "records", None) == NO_LOG
