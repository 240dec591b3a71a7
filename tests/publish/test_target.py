from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from followup_build.cli import run
from followup_build.publish.fault import BuildError
from followup_build.publish.target import MARKER, mark, refuse_foreign, replaced

WriteTree = Callable[[Mapping[str, str]], Path]


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.fixture
def tree(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree({"sitemap.xml": "<urlset/>\n", ".git/HEAD": "ref: refs/heads/main\n", "www/sitemap.xml": "x"})
    (root / "www/precious.txt").write_text("only here", encoding="utf-8")
    (root / "checkout/.git").mkdir(parents=True)
    mark(root / "checkout")
    (root / "desk").mkdir()
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize("target", [".", "..", "records", "records/site", "www", "checkout", ".git", "desk/.."])
def test_a_folder_that_is_not_a_site_stays_as_it_is(
    target: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(tree)
    assert run(["build", "-q", "--site-dir", target]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "name another folder with --site-dir" in error
    assert everything(tree) == before


def test_a_marker_does_not_give_the_repository_away(tree: Path) -> None:
    mark(tree)
    assert run(["build", "-q", "--site-dir", str(tree)]) == 2
    assert (tree / "records/organisation.yml").is_file()


def test_the_working_directory_is_not_replaced(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree / "desk")
    assert run(["build", "-q", "--records", "../records", "--site-dir", "."]) == 2


def test_a_site_is_replaced_but_for_what_people_put_there(tree: Path) -> None:
    assert run(["build", "-q"]) == 0
    (tree / "site/CNAME").write_text("follow-up.example.org\n", encoding="utf-8")
    (tree / "site/.well-known").mkdir()
    (tree / "site/.well-known/security.txt").write_text("x", encoding="utf-8")
    (tree / "site/old.html").write_text("x", encoding="utf-8")
    assert run(["build", "-q"]) == 0
    assert (tree / "site/CNAME").read_text(encoding="utf-8") == "follow-up.example.org\n"
    assert (tree / "site/.well-known/security.txt").is_file()
    assert not (tree / "site/old.html").exists()


def test_a_folder_known_by_another_name_is_the_same_folder(tmp_path: Path) -> None:
    (tmp_path / "records").mkdir()
    (tmp_path / "other").symlink_to(tmp_path / "records", target_is_directory=True)
    with pytest.raises(BuildError, match="the records are there"):
        refuse_foreign(tmp_path / "other/site", tmp_path / "records", ())


def test_the_old_site_comes_back_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    mark(site)
    (site / "index.html").write_text("old", encoding="utf-8")
    rename = os.rename

    def refuse(source: Path, target: Path) -> None:
        if Path(target) == site and not str(source).endswith("-old"):
            raise OSError("no")
        rename(source, target)

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(OSError, match="no"), replaced(site) as aside:
        (aside / "index.html").write_text("new", encoding="utf-8")
    assert (site / "index.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_stopped_build_left_behind_is_swept_after_an_hour(tmp_path: Path) -> None:
    old, young, foreign = (tmp_path / name for name in (".site-followup-abcd1234", ".site-followup-efgh", ".site-old"))
    for folder in (old, young, foreign):
        folder.mkdir()
    fresh = tmp_path / ".site-followup-wxyz1234"
    fresh.mkdir()
    for folder in (old, foreign, young):
        os.utime(folder, (1_000_000_000, 1_000_000_000))
    with replaced(tmp_path / "site") as aside:
        (aside / "index.html").write_text("new", encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([young.name, foreign.name, fresh.name, "site"])
    assert (tmp_path / "site" / MARKER).is_file()
