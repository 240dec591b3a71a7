from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from followup_build.source.folder import Folder, find_repository_root
from followup_build.source.tree import UnreadableSourceError, check_names

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs the files of a POSIX system")


def write(root: Path, path: str, text: str = "a: b\n") -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def rules(root: Path) -> dict[str, str]:
    _, findings = Folder(root, "records").read()
    return {finding.location.path: finding.rule for finding in findings}


def test_files_are_read_in_order_and_bytes_are_kept(tmp_path: Path) -> None:
    write(tmp_path, "records/b.yml", "a: b\r\n")
    write(tmp_path, "records/a/z.md", "---\na: b\n---\n")
    write(tmp_path, "records/a/data.csv", "never read")
    files, findings = Folder(tmp_path, "records").read()
    assert [(file.path, file.content) for file in files] == [
        ("records/a/data.csv", b""),
        ("records/a/z.md", b"---\na: b\n---\n"),
        ("records/b.yml", b"a: b\r\n"),
    ]
    assert findings == ()


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.yml",
        "a.yml~",
        "#a.yml#",
        ".#a.yml",
        "a.yml.swp",
        "a.tmp",
        "a.bak",
        "a.orig",
        "README.md",
        "readme.md",
        "Thumbs.db",
        ".git/x.yml",
    ],
)
def test_hidden_files_and_leftovers_are_ignored(tmp_path: Path, name: str) -> None:
    write(tmp_path, "records/a.yml")
    write(tmp_path, f"records/{name}")
    files, findings = Folder(tmp_path, "records").read()
    assert [file.path for file in files] == ["records/a.yml"]
    assert findings == ()


@POSIX
@pytest.mark.parametrize("target", ["../outside.yml", "/etc/passwd", "nowhere.yml", "a.yml", ".", ".."])
def test_links_are_never_followed(tmp_path: Path, target: str) -> None:
    write(tmp_path, "records/a.yml")
    write(tmp_path, "outside.yml", "secret: canary\n")
    (tmp_path / "records/link.yml").symlink_to(target)
    files, _ = Folder(tmp_path, "records").read()
    assert [file.path for file in files] == ["records/a.yml"]
    assert rules(tmp_path) == {"records/link.yml": "symbolic-link"}


@POSIX
def test_what_is_no_file_is_never_opened(tmp_path: Path) -> None:
    write(tmp_path, "records/a.yml")
    os.mkfifo(tmp_path / "records/pipe.yml")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(tmp_path / "records")
        try:
            server.bind("socket.yml")
        finally:
            os.chdir(here)
        assert rules(tmp_path) == {"records/pipe.yml": "not-a-regular-file", "records/socket.yml": "not-a-regular-file"}


def test_a_folder_with_a_files_name_is_told(tmp_path: Path) -> None:
    write(tmp_path, "records/x.yml/a.yml")
    assert rules(tmp_path) == {"records/x.yml": "folder-named-like-a-file"}


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, "records/a.yml").chmod(0)
    write(tmp_path, "records/b/c.yml").parent.chmod(0)
    try:
        assert rules(tmp_path) == {"records/a.yml": "unreadable-file", "records/b": "unreadable-file"}
    finally:
        (tmp_path / "records/b").chmod(0o700)


def test_a_file_that_vanishes_while_it_is_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "records/a.yml")
    write(tmp_path, "records/b.yml")
    real = os.open

    def vanish(path: str, *arguments: int, **options: int) -> int:
        if str(path).endswith("a.yml"):
            Path(path).unlink()
        return real(path, *arguments, **options)

    monkeypatch.setattr(os, "open", vanish)
    files, findings = Folder(tmp_path, "records").read()
    assert [file.path for file in files] == ["records/b.yml"]
    assert [(finding.rule, finding.location.path) for finding in findings] == [("unreadable-file", "records/a.yml")]


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    with write(tmp_path, "records/a.yml").open("wb") as file:
        file.truncate(1024 * 1024 * 1024)
    (read,), _ = Folder(tmp_path, "records").read()
    assert 1024 * 1024 < len(read.content) < 2 * 1024 * 1024


def test_without_the_folder_there_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError, match="there is no folder records here"):
        Folder(tmp_path, "records").read()


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["r/a.yml", "r/A.yml"], [("names-alike", "r/A.yml")]),
        (["r/\u00e9.yml", "r/e\u0301.yml"], [("names-alike", "r/e\u0301.yml")]),
        (["r/x/a.yml", "r/X/b.yml", "r/X/c.yml"], [("names-alike", "r/X")]),
        (["r/x/a.yml", "r/X/a.yml"], [("names-alike", "r/X")]),
        (["r/x/a/b.yml", "r/x/A/b.yml", "r/y/a/b.yml"], [("names-alike", "r/x/A")]),
        (["r/x/x.yml", "r/y/X.yml", "r/x.yml"], []),
        (["r/con.yml"], [("unsafe-name", "r/con.yml")]),
        (["r/COM1.yml"], [("unsafe-name", "r/COM1.yml")]),
        (["r/a:b.yml"], [("unsafe-name", "r/a:b.yml")]),
        (["r/a\nb.yml"], [("unsafe-name", "r/a\nb.yml")]),
        (["r/-a.yml"], [("unsafe-name", "r/-a.yml")]),
        (["r/a./b.yml", "r/a./c.yml"], [("unsafe-name", "r/a.")]),
        (["r/a.yml "], [("unsafe-name", "r/a.yml ")]),
        (["r/" + "a" * 121], [("unsafe-name", "r/" + "a" * 121)]),
        (["r/" + "a" * 120, "r/a.yml", "r/b/a.yml", "r/console.yml"], []),
    ],
)
def test_names_that_some_computer_cannot_hold_are_told(paths: list[str], expected: list[tuple[str, str]]) -> None:
    assert [(finding.rule, finding.location.path) for finding in check_names(paths)] == expected


def test_the_repository_is_the_nearest_folder_that_git_knows(tmp_path: Path) -> None:
    deep = tmp_path / "a/b"
    deep.mkdir(parents=True)
    assert find_repository_root(deep) == deep
    (tmp_path / "a/.git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert find_repository_root(deep) == tmp_path / "a"
