from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
KNOWN = "# Our own.\n2027-03-26: Closed, since Good Friday\n2027-12-31: Stock-taking\n"
HOLIDAYS = "records/holidays.yml"


@pytest.fixture
def tree(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree({})
    monkeypatch.chdir(root)
    return root


def test_a_year_is_shown_and_nothing_written(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["holidays", "2027", "--country", "ZA"]) == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert lines[0].startswith("# ZA 2027, from holidays ")
    assert lines[1:4] == [
        "2027-01-01: New Year's Day",
        "2027-03-21: Human Rights Day",
        "2027-03-22: Human Rights Day (observed)",
    ]
    assert len(lines) == 15
    assert "--write" in shown.err
    assert not (tree / HOLIDAYS).exists()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_year_is_written_and_what_was_there_stays(
    newline: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, before = tree / HOLIDAYS, KNOWN.replace("\n", newline).encode()
    # The last line has no end yet.
    file.write_bytes(before.removesuffix(newline.encode()))
    assert run(["holidays", "2027", "--country", "ZA", "--write"]) == 0
    after = file.read_bytes()
    assert after.startswith(before)
    assert f"{newline}2027-04-27: Freedom Day{newline}".encode() in after
    assert after.count(b"2027-03-26") == 1
    assert after.count(b"\r\n") == (after.count(b"\n") if newline == "\r\n" else 0)
    capsys.readouterr()
    assert run(["check"]) == 0
    assert run(["holidays", "2027", "--country", "ZA", "--write"]) == 0
    assert "has all holidays of 2027 already" in capsys.readouterr().err
    assert file.read_bytes() == after


def test_a_file_is_made_and_the_country_is_the_organisations(tree: Path) -> None:
    organisation = tree / "records/organisation.yml"
    organisation.write_text(organisation.read_text(encoding="utf-8") + "country: DE\n", encoding="utf-8")
    assert run(["holidays", "2028", "--write"]) == 0
    assert "\n2028-10-03: German Unity Day\n" in (tree / HOLIDAYS).read_text(encoding="utf-8")
    assert run(["check"]) == 0


def test_a_file_that_has_no_place_for_lines_is_left_alone(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / HOLIDAYS).write_text("{2027-12-31: Stock-taking}\n", encoding="utf-8")
    assert run(["holidays", "2027", "--country", "ZA", "--write"]) == 1
    assert "nothing was written" in capsys.readouterr().err
    assert (tree / HOLIDAYS).read_text(encoding="utf-8") == "{2027-12-31: Stock-taking}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2027"], "--country CODE"),
        (["2027", "--country", "Z"], "knows no country Z"),
        (["2027", "--country", "za"], "did you mean ZA?"),
        (["1900", "--country", "ZA"], "from 1911 to"),
        (["2199", "--country", "ZA"], "not of 2199"),
        (["3000", "--country", "ZA"], "3000 is not in the range"),
    ],
)
def test_what_the_library_does_not_know_is_an_error(
    arguments: list[str], said: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["holidays", *arguments, "--write"]) == 2
    assert said in capsys.readouterr().err
    assert not (tree / HOLIDAYS).exists()


@pytest.mark.usefixtures("tree")
def test_without_the_library_a_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert run(["holidays", "2027", "--country", "ZA"]) == 1
    assert capsys.readouterr().err == (
        "followup: the library holidays is not installed; run pip install 'followup-build[holidays]'\n"
    )
