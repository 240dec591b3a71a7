"""`followup build`, `serve` and `pages` where what they are asked for cannot be had: one line, and status 2."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
pytestmark = pytest.mark.usefixtures("tree")


@pytest.fixture
def tree(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree({"a file": "text\n"})
    monkeypatch.chdir(root)
    return root


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run([*arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


@pytest.mark.parametrize("target", ["a file", "a file/site", "a file/x/y", "/proc/site"])
def test_a_site_that_cannot_be_written_is_told(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    if target.startswith("/proc") and not Path("/proc/self").exists():
        pytest.skip("no /proc here")
    error = said(capsys, "build", "--site-dir", target)
    assert target.rsplit("/", maxsplit=1)[-1] in error or "a file" in error
    assert "our own fault" not in error


@pytest.mark.parametrize("target", ["a file/pages", "/proc/pages"])
def test_pages_that_cannot_be_written_are_told(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    if target.startswith("/proc") and not Path("/proc/self").exists():
        pytest.skip("no /proc here")
    error = said(capsys, "pages", "--out", target)
    assert error.startswith(f"followup: the pages cannot be written: {target}")


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("arguments", [["build", "--site-dir"], ["pages", "--out"]])
def test_a_folder_without_permission_is_told(
    arguments: list[str], tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "locked").mkdir(mode=0o500)
    assert "permission denied" in said(capsys, *arguments, "locked/x")


def test_an_address_that_is_taken_is_told_before_anything_is_built(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        error = said(capsys, "serve", "--address", f"127.0.0.1:{port}")
    assert f"127.0.0.1:{port}" in error
    assert "name another address with --address" in error


@pytest.mark.parametrize("address", [":8000", "8000", "127.0.0.1:99999", "127.0.0.1:0", "127.0.0.1:x", "::1:80", ""])
def test_what_is_no_address_is_wrong_usage(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--address", address]) == 2
    assert "HOST:PORT, with a port from 1 to 65535" in capsys.readouterr().err


def test_a_revision_is_not_served(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--at", "HEAD"]) == 2
    assert "followup build --at REV" in capsys.readouterr().err


def test_settings_that_mkdocs_refuses_are_told_once(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "mkdocs.yml").write_text("site_name: X\ndocs_dir: nowhere\nplugins: [followup]\n", encoding="utf-8")
    error = said(capsys, "build")
    assert error.startswith("followup: mkdocs.yml: ")
    assert "nowhere" in error


@pytest.mark.parametrize("command", [["build"], ["serve", "-q", "--address", "127.0.0.1:8791"]])
def test_unreadable_records_end_with_one_line(command: list[str], tree: Path) -> None:
    (tree / "records/organisation.yml").write_text("name: [\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "followup_build", *command],
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("followup: records/organisation.yml:1:7: ")
    assert done.stderr.count("\n") == 1


def test_warnings_of_a_build_that_goes_on_are_shown(tree: Path) -> None:
    (tree / "records/actions").mkdir()
    (tree / "records/actions/a.yml").write_text("title: x\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "followup_build", "build"], cwd=tree, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "run followup check" in done.stderr
    assert done.stdout == f"the site stands in {tree / 'site'}\n"
