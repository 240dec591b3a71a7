from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from followup_build.source.folder import Folder
from followup_build.source.revision import Revision
from followup_build.source.tree import UnreadableSourceError


def git(root: Path, *arguments: str) -> str:
    identity = [
        "-c",
        "user.name=T",
        "-c",
        "user.email=t@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "protocol.file.allow=always",
    ]
    return subprocess.run(
        ["git", *identity, *arguments], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "records/actions").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    (root / "records/organisation.yml").write_bytes("name: Königin\r\n".encode())
    (root / "records/actions/a.yml").write_bytes(b"title: first\n")
    (root / "records/actions/notes.txt").write_bytes(b"not read")
    (root / "elsewhere.yml").write_bytes(b"x: y\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    git(root, "tag", "v1")
    (root / "records/actions/a.yml").write_bytes(b"title: second\n")
    git(root, "commit", "-qam", "second")
    return root


def test_a_tag_gives_the_bytes_of_then_and_the_work_tree_stays(repository: Path) -> None:
    (repository / "records/actions/a.yml").write_bytes(b"title: unsaved\n")
    source = Revision(repository, "records", "v1")
    files, findings = source.read()
    assert findings == ()
    assert {file.path: file.content for file in files} == {
        "records/organisation.yml": "name: Königin\r\n".encode(),
        "records/actions/a.yml": b"title: first\n",
        "records/actions/notes.txt": b"",
    }
    assert source.revision == git(repository, "rev-parse", "v1")
    assert (repository / "records/actions/a.yml").read_bytes() == b"title: unsaved\n"


def test_a_clean_work_tree_and_its_commit_give_the_same(repository: Path) -> None:
    assert Revision(repository, "records", "HEAD").read() == Folder(repository, "records").read()


def test_bare_repositories_and_worktrees_work(repository: Path, tmp_path: Path) -> None:
    git(repository, "clone", "-q", "--bare", str(repository), str(tmp_path / "bare"))
    git(repository, "worktree", "add", "-q", "--detach", str(tmp_path / "tree"), "v1")
    expected = Revision(repository, "records", "v1").read()
    assert Revision(tmp_path / "bare", "records", "v1").read() == expected
    assert Revision(tmp_path / "tree", "records", "v1").read() == expected


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
def test_odd_names_come_through(repository: Path) -> None:
    for name in ('with "quotes".yml', "with space.yml", "new\nline.yml", "übung.yml", "tab\there.yml"):
        (repository / "records/actions" / name).write_bytes(b"a: b\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "odd")
    files, findings = Revision(repository, "records", "HEAD").read()
    assert {file.path for file in files} == {file.path for file in Folder(repository, "records").read()[0]}
    assert {finding.rule for finding in findings} == {"unsafe-name"}


def test_links_and_submodules_are_told(repository: Path, tmp_path: Path) -> None:
    (repository / "records/link.yml").symlink_to("../elsewhere.yml")
    git(tmp_path, "init", "-q", "other")
    git(tmp_path / "other", "commit", "-q", "--allow-empty", "-m", "x")
    git(repository, "submodule", "--quiet", "add", str(tmp_path / "other"), "records/sub")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "links")
    _, findings = Revision(repository, "records", "HEAD").read()
    assert {(finding.rule, finding.location.path) for finding in findings} == {
        ("symbolic-link", "records/link.yml"),
        ("submodule", "records/sub"),
    }


@pytest.mark.parametrize(
    ("revision", "message"),
    [
        ("v2", "did you mean v1"),
        ("nonsense", "there is no revision nonsense"),
        ("--help", "is no revision"),
        ("", "is no revision"),
        ("v1:records", "there is no revision"),
    ],
)
def test_unknown_revisions_are_one_clear_sentence(repository: Path, revision: str, message: str) -> None:
    with pytest.raises(UnreadableSourceError, match=message):
        Revision(repository, "records", revision)


def test_a_revision_without_records_is_told(repository: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="there is no folder plans"):
        Revision(repository, "plans", "v1").read()


def test_no_repository_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="not a git repository"):
        Revision(tmp_path, "records", "HEAD")


def test_a_repository_without_commits_is_told(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    with pytest.raises(UnreadableSourceError, match="there is no revision HEAD"):
        Revision(tmp_path, "records", "HEAD")


def test_a_shallow_clone_says_what_to_do(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository}", "shallow")
    with pytest.raises(UnreadableSourceError, match="git fetch --unshallow"):
        Revision(tmp_path / "shallow", "records", "v1")


def test_without_git_one_clear_sentence(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableSourceError, match="git is not installed"):
        Revision(repository, "records", "v1")


def test_a_hostile_configuration_changes_nothing(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = Revision(repository, "records", "v1").read()
    config = tmp_path / "config"
    config.write_text(
        "[color]\n ui = always\n[core]\n quotepath = true\n pager = false\n[log]\n showSignature = true\n"
        "[alias]\n ls-tree = !echo hacked\n[diff]\n external = false\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_PAGER", "false")
    assert Revision(repository, "records", "v1").read() == expected


def test_a_large_object_is_not_read(repository: Path) -> None:
    with (repository / "records/big.yml").open("wb") as file:
        file.write(b"a" * (1024 * 1024 + 1))
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "big")
    files, findings = Revision(repository, "records", "HEAD").read()
    assert all(file.path != "records/big.yml" for file in files)
    assert [finding.rule for finding in findings] == ["file-too-large"]


def test_names_that_differ_only_in_case_are_told(repository: Path) -> None:
    blob = git(repository, "hash-object", "-w", "records/actions/a.yml")
    git(repository, "update-index", "--add", "--cacheinfo", f"100644,{blob},records/actions/A.yml")
    git(repository, "commit", "-qm", "case")
    _, findings = Revision(repository, "records", "HEAD").read()
    assert [finding.rule for finding in findings] == ["names-alike"]
    assert findings[0].location.path.endswith("/a.yml")
