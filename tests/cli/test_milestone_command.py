from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from written_tree import TREE

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
PROGRESS = """\
milestones:
  portal:
    2026-04-10: {forecast: 2026-08-10, percent: 40}   # from the supplier
    # a good week
    2026-06-09: {forecast: 2026-08-15, note: "Better"}
"""
FILE = Path("records/progress/finance-2026.yml")


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree({**TREE, str(FILE): PROGRESS})
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    return root


def milestone(typed: str, status: int = 0) -> None:
    assert run(["milestone", *shlex.split(typed)]) == status


def text() -> str:
    return FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "old", "new"),
    [
        (
            "finance-2026/portal --note 'One more test' --confidence low --percent 70 --forecast 2026-08-20",
            '"Better"}\n',
            '"Better"}\n    2026-06-14: {forecast: 2026-08-20, percent: 70, confidence: low, note: One more test}\n',
        ),
        (
            "finance-2026/portal --achieved 2026-06-12",
            '"Better"}\n',
            '"Better"}\n    2026-06-14: {achieved: 2026-06-12}\n',
        ),
        (
            "finance-2026/portal --percent 55 --on 2026-05-20",
            "supplier\n",
            "supplier\n    2026-05-20: {percent: 55}\n",
        ),
        (
            "finance-2026/portal --percent 50 --forecast 2026-08-20 --on 2026-06-09",
            '{forecast: 2026-08-15, note: "Better"}',
            '{forecast: 2026-08-20, percent: 50, note: "Better"}',
        ),
        (
            "finance-2026/archive --percent 5",
            '"Better"}\n',
            '"Better"}\n  archive:\n    2026-06-14: {percent: 5}\n',
        ),
    ],
)
def test_an_update_is_one_line_under_its_day(typed: str, old: str, new: str) -> None:
    milestone(f"{typed} --dry-run")
    assert text() == PROGRESS
    milestone(typed)
    assert text() == PROGRESS.replace(old, new)
    assert run(["check"]) == 0


def test_twice_on_one_day_is_one_update(capsys: pytest.CaptureFixture[str]) -> None:
    milestone("finance-2026/portal --percent 70")
    milestone("finance-2026/portal --percent 75 --note Tested")
    milestone("finance-2026/portal --percent 75 --note Tested")
    assert "say so already; nothing to do." in capsys.readouterr().out
    assert text() == f"{PROGRESS}    2026-06-14: {{percent: 75, note: Tested}}\n"
    milestone("finance-2026/portal --note Other", 1)
    assert "2026-06-14 has its note already: 'Tested'; give another day by --on" in capsys.readouterr().err


def test_what_was_reached_stays_reached(capsys: pytest.CaptureFixture[str]) -> None:
    milestone("finance-2026/portal --achieved 2026-06-11 --on 2026-06-12")
    assert "Royalty portal live: ● on track → ✔ achieved" in capsys.readouterr().out
    milestone("finance-2026/portal --achieved 2026-06-11")
    assert "nothing to do" in capsys.readouterr().out
    milestone("finance-2026/portal --achieved 2026-06-10", 1)
    assert "was reached on 2026-06-11, as 2026-06-12 says; to correct that, add --on 2026-06-12" in (
        capsys.readouterr().err
    )
    milestone("finance-2026/portal --achieved 2026-06-10 --on 2026-06-12")
    assert text() == f"{PROGRESS}    2026-06-12: {{achieved: 2026-06-10}}\n"


def test_the_first_update_makes_the_file() -> None:
    FILE.unlink()
    milestone("finance-2026/portal --forecast 2026-08-15 --percent 10")
    assert text() == "milestones:\n  portal:\n    2026-06-14: {forecast: 2026-08-15, percent: 10}\n"


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("finance-2026/portal", 2, "nothing is said of finance-2026/portal; give at least one of --forecast"),
        ("finance-2026/portl --percent 3", 2, "no milestone finance-2026/portl. Did you mean finance-2026/portal?"),
        ("finance-2026/paid --percent 3", 2, "finance-2026/paid is a KPI; use followup measure finance-2026/paid"),
        ("finance-2026/timely --percent 3", 2, "finance-2026/timely is a goal, not a milestone"),
        ("finance-2026/portal --percent 101", 2, "101 is not in the range 0<=x<=100"),
        ("finance-2026/portal --percent 40%", 2, "'40%'"),
        ("finance-2026/portal --confidence sure", 2, "'low', 'medium', 'high'"),
        ("finance-2026/portal --forecast 15.08.2026", 2, "write it as YYYY-MM-DD"),
        ("finance-2026/portal --achieved 2026-06-31", 2, "'2026-06-31' is no day"),
        (
            "finance-2026/portal --achieved 2026-07-31",
            2,
            "--achieved 2026-07-31 has not come yet; if it is expected then",
        ),
        ("finance-2026/portal --percent 80 --on 2026-06-20", 1, "it would add 1 error to the records"),
        ("finance-2026/portal --note ''", 2, "--note: this text is empty"),
    ],
)
def test_a_slip_is_told_and_nothing_is_written(
    typed: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    milestone(typed, status)
    assert said in capsys.readouterr().err
    assert text() == PROGRESS


def test_a_day_that_cannot_be_read_is_not_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    broken = PROGRESS.replace('{forecast: 2026-08-15, note: "Better"}', "soon")
    FILE.write_text(broken, encoding="utf-8")
    milestone("finance-2026/portal --percent 50 --on 2026-06-09", 1)
    assert "run followup check, and mend it first" in capsys.readouterr().err
    assert text() == broken
