"""`followup session new --for`: the reports that a session on file lacks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from followup_build.cli import run

SESSION = Path("records/sessions/2026-12-check-in")
HEAD = "---\nby: t.mokoena\n# Take out the # where a line shall count."


@pytest.fixture(autouse=True)
def _tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(Path(__file__).parents[2] / "records", tmp_path / "records")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795950000")  # 29 November 2026


def test_all_that_lack_are_made_and_no_other_file_changes(capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in Path("records").rglob("*.*")}
    assert run(["session", "new", "--for", "2026-12-check-in"]) == 0
    made = {path.name for path in SESSION.iterdir()} - {"session.md"}
    assert made == {"finance.md", "licensing.md", "distribution.md", "legal.md", "technology.md"}
    assert (SESSION / "finance.md").read_text(encoding="utf-8").startswith(HEAD)
    assert {path: path.read_bytes() for path in before} == before
    capsys.readouterr()
    assert run(["check", "--fail-on", "warning"]) == 0
    assert run(["session", "new", "--for", "2026-12-check-in"]) == 0
    assert "has the reports of all that it asks; nothing to do." in capsys.readouterr().out


def test_one_department_gets_its_own_and_what_is_there_stays() -> None:
    (SESSION / "legal.md").write_text("---\nby: s.pillay\n---\nOurs.\n", encoding="utf-8", newline="\n")
    assert run(["session", "new", "--for", "2026-12-check-in", "--department", "finance"]) == 0
    assert sorted(path.name for path in SESSION.iterdir()) == ["finance.md", "legal.md", "session.md"]
    assert run(["session", "new", "--for", "2026-12-check-in", "--dry-run"]) == 0
    assert run(["session", "new", "--for", "2026-12-check-in"]) == 0
    assert (SESSION / "legal.md").read_text(encoding="utf-8").endswith("Ours.\n")


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (["2026-12-chek-in"], 2, "there is no session 2026-12-chek-in. Did you mean 2026-12-check-in?"),
        (["2026-12-check-in", "--department", "finace"], 2, "Did you mean finance?"),
        (["2026-12-check-in", "--date", "2026-12-02", "--chair", "t.mokoena"], 2, "leave --date, --chair out"),
        (["2026-10-27-data-platform", "--department", "legal"], 1, "does not ask legal; it asks technology, distri"),
        (["2026-08-12-portal-recovery"], 0, ""),
    ],
)
def test_what_cannot_be_is_told(typed: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(Path("records").rglob("*"))
    assert run(["session", "new", "--for", *typed]) == status
    assert said in capsys.readouterr().err
    assert (sorted(Path("records").rglob("*")) == before) or status == 0


def test_nobody_reports_to_a_session_that_was_cancelled(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["session", "cancel", "2026-12-check-in"]) == 0
    assert run(["session", "new", "--for", "2026-12-check-in"]) == 1
    assert "2026-12-check-in was cancelled" in capsys.readouterr().err
