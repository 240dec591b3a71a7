"""`followup format`: all records or those named, nothing written by --check, and what is in doubt left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from written_tree import TREE

from followup_build.cli import run
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
UNTIDY = (
    "\ufefftitle: Do it \r\nowner: n.dlamini # hers\r\ndue: 2026-06-30\r\nfollow_up: 2026-07-31\r\nfor:\r\n- legal-2026"
)
TIDY = "title: Do it\nowner: n.dlamini # hers\ndue: 2026-06-30\nfollow_up: 2026-07-31\nfor:\n  - legal-2026\n"
FILE = Path("records/actions/2026-05-01-do-it.yml")
OTHER = Path("records/actions/2026-05-02-other.yml")
SORE = Path("records/actions/2026-05-03-sore.yml")


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree(TREE)
    monkeypatch.chdir(root)
    assert run(["format"]) == 0
    FILE.parent.mkdir(parents=True, exist_ok=True)
    for path in (FILE, OTHER):
        path.write_bytes(UNTIDY.encode())
    return root


@pytest.fixture
def said(capfd: pytest.CaptureFixture[str]) -> Callable[[], tuple[list[str], list[str]]]:
    capfd.readouterr()

    def lines() -> tuple[list[str], list[str]]:
        out, err = capfd.readouterr()
        return out.splitlines(), err.splitlines()

    return lines


Said = Callable[[], tuple[list[str], list[str]]]


def test_records_are_put_into_the_layout_once(root: Path, said: Said) -> None:
    before = open_workspace(root, records="records", as_of=None).portfolio.actions[FILE.stem].data
    assert run(["format"]) == 0
    assert FILE.read_bytes() == OTHER.read_bytes() == TIDY.encode()
    assert open_workspace(root, records="records", as_of=None).portfolio.actions[FILE.stem].data == before
    assert run(["format"]) == 0
    assert said() == ([str(FILE), str(OTHER), "2 records changed", "0 records changed"], [])


def test_check_lists_them_and_writes_nothing(said: Said) -> None:
    assert run(["format", "--check"]) == 1
    assert FILE.read_bytes() == UNTIDY.encode()
    assert said() == ([str(FILE), str(OTHER), "2 records not in the layout"], [])
    assert run(["format", "--quiet"]) == 0
    assert run(["format", "--check", "--quiet"]) == 0
    assert said() == ([str(FILE), str(OTHER)], [])


def test_a_dry_run_shows_what_would_change_also_what_nobody_sees(said: Said) -> None:
    assert run(["format", "--dry-run", str(FILE)]) == 0
    assert FILE.read_bytes() == UNTIDY.encode()
    out, _ = said()
    assert out[:4] == [f"--- a/{FILE}", f"+++ b/{FILE}", "@@ -1,6 +1,6 @@", r"-\ufefftitle: Do it·\u000d"]
    assert [line for line in out if line[:1] == "-"][-1] == r"-- legal-2026\ no line end"
    assert out[-7:] == [*(f"+{line}" for line in TIDY.splitlines()), "1 record not in the layout"]
    assert run(["format", "--dry-run", "--check", str(FILE)]) == 1
    assert said()[0] == out
    assert run(["format", "--dry-run", "records/plans"]) == 0
    assert said() == (["0 records not in the layout"], [])


def test_only_what_is_named(said: Said) -> None:
    assert run(["format", str(FILE)]) == 0
    assert FILE.read_bytes() == TIDY.encode()
    assert OTHER.read_bytes() == UNTIDY.encode()
    assert run(["format", "--check", "records/plans"]) == 0
    assert run(["format", "nowhere.yml"]) == 2
    assert "nowhere.yml" in said()[1][-1]


@pytest.mark.parametrize("option", [[], ["--check"]])
def test_what_is_in_doubt_is_left_alone_and_told(option: list[str], said: Said) -> None:
    content = b"title: One\ntitle: Two \n"
    SORE.write_bytes(content)
    assert run(["format", *option, str(SORE)]) == 1
    assert SORE.read_bytes() == content
    (line,) = said()[1]
    assert line.startswith(f"followup: {SORE} is left as it is (line 2: ")


def test_files_that_are_no_records_stay(said: Said) -> None:
    note = Path("records/actions/README.md")
    note.write_bytes(b"# Notes \r\n")
    assert run(["format"]) == 0
    assert note.read_bytes() == b"# Notes \r\n"
    assert str(note) not in said()[0]


def test_the_past_is_not_written(said: Said) -> None:
    assert run(["--at", "HEAD", "format"]) == 2
    assert "--at names the past" in "\n".join(said()[1])
