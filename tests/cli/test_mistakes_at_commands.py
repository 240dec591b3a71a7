"""What people mistype or repeat at the commands of a month, and what they are told."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from followup_build.cli import run

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "records", tmp_path / "records")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795168800")  # 20 November 2026


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (
            "milestone finance-2026/second-bank --forecast 2026-11-01",
            2,
            "--forecast 2026-11-01 lies before 2026-11-20; if it was reached then: --achieved 2026-11-01",
        ),
        (
            "milestone finance-2026/second-bank --achieved 2026-12-24",
            2,
            "--achieved 2026-12-24 has not come yet; if it is expected then: --forecast 2026-12-24",
        ),
        (
            "milestone finance-2026/portal-live --percent 40",
            1,
            "finance-2026/portal-live was reached on 2026-11-06, so nothing is forecast any more; --note adds to it",
        ),
        ("measure finance-2026/paid-on-time last 82%", 2, "without a unit"),
        (
            "session hold 2026-10-27-data-platform --on 2026-01-05 --attendee g.radebe",
            1,
            "2026-01-05 lies before 2026-10-14, when technology-2026/data-platform was reached; correct the day",
        ),
        ("session new --cadence weekly", 2, "Known: monthly-check-in, "),
    ],
)
def test_a_mistake_is_told_with_what_to_type(
    typed: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in Path("records").rglob("*.*") if path.is_file()}
    assert run(shlex.split(typed)) == status
    assert said in capsys.readouterr().err
    assert {path: path.read_bytes() for path in Path("records").rglob("*.*") if path.is_file()} == before


def test_who_makes_one_thing_twice_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    action = (
        'action new "Ask the bank" --owner n.dlamini --due 2026-12-01 --follow-up 2026-12-15 --session 2026-11-check-in'
    )
    for typed in (action, 'feedback new "The lift is slow"'):
        assert run(shlex.split(typed)) == 0
        assert "has the same day and title" not in capsys.readouterr().err
        assert run(shlex.split(typed)) == 0
        assert "has the same day and title; if they are one, take " in capsys.readouterr().err


def test_the_offers_that_were_answered_are_gone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shlex.split("session new --kind ad-hoc --date 2026-11-20 --title Talk --department finance")) == 0
    file = Path("records/sessions/2026-11-20-talk/session.md")
    assert "\n#attendees: [t.mokoena]\n" in file.read_text(encoding="utf-8")
    assert run(shlex.split("session hold 2026-11-20-talk --chair z.khumalo --attendee t.mokoena")) == 0
    text = file.read_text(encoding="utf-8")
    assert "attendees: [t.mokoena]\n" in text
    assert "#attendees" not in text
    assert "#apologies: []\n" in text, "nobody has said anything of these"
    assert run(shlex.split("session hold 2026-11-20-talk --apology n.dlamini")) == 0
    text = file.read_text(encoding="utf-8")
    assert "# To be confirmed" not in text
    assert "\n#" not in text.partition("\n---\n")[0]
    assert "## Minutes" in text
    assert run(["check", "--fail-on", "warning"]) == 0
    capsys.readouterr()
