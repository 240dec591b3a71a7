from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pypdf
import pytest

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
ROOT = Path(__file__).parents[2]
PLAN = """\
title: Plan of %s
department: %s
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2025-12-20}]
milestones:
  a: {title: First of %s, owner: t.mokoena, due: 2026-02-20}
  b: {title: Second, owner: t.mokoena, due: 2026-09-20}
  c: {title: Third, owner: t.mokoena, due: 2026-02-01}
"""


@pytest.fixture
def _at_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795132800")  # 2026-11-20


def pages(file: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages]


@pytest.mark.usefixtures("_at_the_example")
def test_the_report_of_a_quarter(capsys: pytest.CaptureFixture[str], hold_golden: Callable[[str, str], None]) -> None:
    assert run(["report", "--period", "2026-Q2"]) == 0
    hold_golden("period-2026-Q2.md", capsys.readouterr().out)


@pytest.mark.usefixtures("_at_the_example")
def test_a_period_that_is_over_is_the_same_on_every_later_day(capsys: pytest.CaptureFixture[str]) -> None:
    run(["report", "--period", "2026-Q2"])
    today = capsys.readouterr().out
    run(["report", "--period", "2026-Q2", "--as-of", "2026-08-31"])
    assert capsys.readouterr().out == today


@pytest.mark.usefixtures("_at_the_example")
def test_a_period_that_goes_on_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    run(["report", "--period", "2026-Q3"])
    text = capsys.readouterr().out
    assert "> Q3 2026 goes on until 30 November 2026: this is the state of 20 November 2026." in text
    assert "State as of 20 November 2026" in text


@pytest.mark.usefixtures("_at_the_example")
def test_a_week_begins_sentences_and_columns_with_a_capital(capsys: pytest.CaptureFixture[str]) -> None:
    run(["report", "--period", "2026-W47"])
    text = capsys.readouterr().out
    assert "> Week 47 of 2026 goes on until 22 November 2026: this is the state of 20 November 2026." in text
    assert "| Together | Week 46 of 2026 | Change |" in text


@pytest.mark.usefixtures("_at_the_example", "pdf_library")
@pytest.mark.parametrize(("period", "second"), [("2026-Q2", "Milestones and actions"), ("2026-Q3", "What else needs")])
def test_a_board_reads_one_page(tmp_path: Path, period: str, second: str) -> None:
    file = tmp_path / "pack.pdf"
    assert run(["report", "--period", period, "-o", str(file)]) == 0
    first, *others = pages(file)
    for words in ("Where the plans stand", "What became of what was promised", "What needs a decision"):
        assert words in first
    assert others[0].startswith(second)


@pytest.mark.usefixtures("pdf_library")
def test_a_board_of_many_departments_reads_one_page(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = [f"d{number}" for number in range(25)]
    departments = "".join(f"  {one}: {{name: Unit {one}, head: t.mokoena, approvers: [z.khumalo]}}\n" for one in names)
    organisation = f"name: Rights House\ntimezone: UTC\napprovers: [z.khumalo]\ndepartments:\n{departments}"
    files = {f"records/plans/{one}-2026.yml": PLAN % (one, one, one) for one in names}
    monkeypatch.chdir(write_tree({"records/organisation.yml": organisation, **files}))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    file = tmp_path / "pack.pdf"
    assert run(["report", "--period", "2026-Q2", "-o", str(file)]) == 0
    first, *others = pages(file)
    assert "20 others stand no worse than the last of these." in first
    assert "47 more stand below." in first
    assert others[0].startswith("What else needs a decision")
    assert any("Where all plans stand" in page for page in others)
    assert any("Overdue (50)" in page for page in others)
    # A board reads no list of everything: the first forty, and where the others stand.
    assert sum(page.count("10 more stand in the reports of the departments.") for page in others) == 1


@pytest.mark.usefixtures("_at_the_example")
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ([], 2, "add --period, which period it is about: the last quarter is 2026-Q2, and 2026-Q3 goes on"),
        (["--period", "2026-Q5"], 2, "'2026-Q5' is no period; write it like 2026-Q2, 2026-04, 2026 or 2026-W14\n"),
        (["--period", "2026-q2"], 2, "'2026-q2' is no period; did you mean 2026-Q2?\n"),
        (["--period", "2026-10-01"], 1, "2026-10-01 is a day; name a period, like 2026-Q3"),
        (["--period", "2027-Q1"], 1, "the present period is 2026-Q3, and the last whole one 2026-Q2"),
        (["--period", "1999"], 1, "the records tell of nothing in 1999"),
        (["--period", "2026-Q2", "--department", "leagl"], 2, "there is no department leagl. Did you mean legal?"),
        (["--period", "2026-Q2", "-o", "r.eml"], 2, "add --format markdown|html|pdf"),
    ],
)
def test_wrong_usage_says_what_to_type(
    capsys: pytest.CaptureFixture[str], arguments: list[str], status: int, said: str
) -> None:
    assert run(["report", *arguments]) == status
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
