"""What cannot be read: one clear line that says why, and status 2."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from test_main import RECORDS, followup

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs the files of a POSIX system")
pytestmark = pytest.mark.usefixtures("tree")


@pytest.fixture
def tree(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree(RECORDS)
    monkeypatch.chdir(root)
    return root


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run([*arguments]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    return error


@pytest.mark.parametrize("name", ["organization.yml", "organisation.yaml", "Organisation.yml", "organisations.yml"])
def test_a_near_name_is_offered(name: str, tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "records/organisation.yml").rename(tree / "records" / name)
    error = said(capsys, "check")
    assert "records/organisation.yml is missing" in error
    assert f"rename {name} to organisation.yml" in error


def test_without_a_near_name_it_is_only_missing(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "records/organisation.yml").unlink()
    assert "records/organisation.yml is missing" in said(capsys, "status")


@POSIX
@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("link", "a link to another file; put"),
        ("fifo", "neither a file nor a folder"),
        ("folder", "a folder with a file"),
    ],
)
def test_what_is_there_is_never_called_missing(
    kind: str, reason: str, command: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tree / "records/organisation.yml"
    file.rename(tree / "elsewhere.yml")
    if kind == "link":
        file.symlink_to("../elsewhere.yml")
    elif kind == "fifo":
        os.mkfifo(file)
    else:
        file.mkdir()
    error = said(capsys, command)
    assert error.startswith("followup: records/organisation.yml:1:1: this is ")
    assert reason in error
    assert "missing" not in error


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("what", ["records", "records/organisation.yml"])
def test_what_may_not_be_read_is_never_called_missing(
    what: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / what).chmod(0)
    try:
        error = said(capsys, "check")
    finally:
        (tree / what).chmod(0o700)
    assert "cannot be read: permission denied" in error
    assert "missing" not in error


def test_a_fault_in_the_settings_keeps_its_hint(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "records/organisation.yml").write_text("name: [\n", encoding="utf-8")
    for command in ("check", "build"):
        error = said(capsys, command)
        assert error.startswith("followup: records/organisation.yml:1:7: this [ is not closed; write ] at its end")


def test_an_empty_revision_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert "'' is no revision" in said(capsys, "check", "--at", "")
    assert "'' is no revision" in said(capsys, "build", "--at", "")


def test_a_folder_named_by_mistake_is_not_walked(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "records/organisation.yml").unlink()
    monkeypatch.setattr(os, "scandir", lambda *_: pytest.fail("it walks"))
    assert "records/organisation.yml is missing" in said(capsys, "check", "--records", "records")
    assert "--records" in said(capsys, "check", "--records", "/")


@pytest.mark.parametrize("name", ["nowhere", "a/b/c", "x" * 5000, "records/organisation.yml"])
def test_a_folder_that_is_none_is_told(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "check", "--records", name).startswith("followup: the")


@pytest.mark.parametrize("below", ["records", "records/actions", "docs/deep"])
def test_the_records_are_found_from_anywhere_in_the_repository(
    below: str, tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / below).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tree / below)
    assert run(["check"]) == 0
    assert capsys.readouterr().out == "4 records, no findings\n"


def test_the_records_of_another_repository_are_never_meant(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "inner/.git").mkdir(parents=True)
    monkeypatch.chdir(tree / "inner")
    assert run(["check"]) == 2


@pytest.mark.parametrize("epoch", ["99999999999999", "²", "-1", "now", "9" * 5000, "1e3", " 1", "٣"])
@pytest.mark.parametrize("command", ["check", "build"])
def test_a_time_that_is_none_is_told(
    epoch: str, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    error = said(capsys, command)
    assert error.startswith("followup: SOURCE_DATE_EPOCH is ")
    assert "set it to seconds since 1970" in error


def test_the_whole_process_says_one_line(tree: Path) -> None:
    shutil.rmtree(tree / "records")
    for command in ("check", "status", "build", "pages --out x"):
        done = followup(command.split(), tree)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
