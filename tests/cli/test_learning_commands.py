from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from written_tree import TREE

from followup_build.cli import run

WriteTree = Callable[[Mapping[str, str]], Path]
PRACTICE = """\
---
title: Reconcile weekly
from: finance   # the controller's
since: 2026-04-15
---
Every Friday.
"""
FEEDBACK = """\
---
title: The reports are too long
# on paper
date: 2026-04-16
---
Nobody reads page ten.
"""
PRACTICE_FILE = Path("records/practices/reconcile-weekly.md")
FEEDBACK_FILE = Path("records/feedback/2026-04-16-reports.md")


@pytest.fixture(autouse=True)
def root(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_tree({**TREE, str(PRACTICE_FILE): PRACTICE, str(FEEDBACK_FILE): FEEDBACK})
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    return root


def followup(typed: str, status: int = 0) -> None:
    assert run(shlex.split(typed)) == status


def test_a_department_adopts_a_practice_once(capsys: pytest.CaptureFixture[str]) -> None:
    followup("practice adopt reconcile-weekly legal --dry-run")
    assert PRACTICE_FILE.read_text(encoding="utf-8") == PRACTICE
    followup("practice adopt reconcile-weekly legal --on 2026-05-02")
    after = PRACTICE.replace("04-15\n---", "04-15\nadopted: {legal: 2026-05-02}\n---")
    assert PRACTICE_FILE.read_text(encoding="utf-8") == after
    assert "Legal adopts a practice: Reconcile weekly (2 May 2026)" in capsys.readouterr().out
    followup("practice adopt reconcile-weekly legal")
    assert capsys.readouterr().out == "legal adopted reconcile-weekly on 2026-05-02; nothing to do.\n"
    followup("practice adopt reconcile-weekly legal --on 2026-05-03", 1)
    assert f"legal adopted reconcile-weekly on 2026-05-02; to change that, edit {PRACTICE_FILE}" in (
        capsys.readouterr().err
    )
    assert run(["check"]) == 0


def test_what_was_said_is_a_file_with_its_own_name() -> None:
    followup("feedback new 'Pay: late' --text 'Six **weeks**.' --from n.dlamini --session 2026-q1-review")
    followup("feedback new 'Pay: late'")
    assert Path("records/feedback/2026-06-14-pay-late.md").read_text(encoding="utf-8") == (
        '---\ntitle: "Pay: late"\ndate: 2026-06-14\nsession: 2026-q1-review\nfrom: n.dlamini\n---\nSix **weeks**.\n'
    )
    assert Path("records/feedback/2026-06-14-pay-late-2.md").read_text(encoding="utf-8") == (
        '---\ntitle: "Pay: late"\ndate: 2026-06-14\n---\n'
    )
    assert run(["check"]) == 0


def test_feedback_is_answered_once(capsys: pytest.CaptureFixture[str]) -> None:
    answer = "feedback answer 2026-04-16-reports --by z.khumalo --note 'Two pages, from May on'"
    followup(f"{answer} --led-to reconcile-weekly --on 2026-04-20")
    response = '{by: z.khumalo, on: 2026-04-20, note: "Two pages, from May on"}'
    after = FEEDBACK.replace("04-16\n---", f"04-16\nresponse: {response}\nled_to: [reconcile-weekly]\n---")
    assert FEEDBACK_FILE.read_text(encoding="utf-8") == after
    followup(f"{answer} --led-to reconcile-weekly")
    assert "2026-04-16-reports says so already; nothing to do." in capsys.readouterr().out
    followup("feedback answer 2026-04-16-reports --by z.khumalo --note No", 1)
    assert f"was answered by z.khumalo on 2026-04-20; to change that, edit {FEEDBACK_FILE}" in capsys.readouterr().err
    followup("feedback answer 2026-04-16-reports --led-to 2026-04-15-portal-date")
    assert "led_to: [reconcile-weekly, 2026-04-15-portal-date]" in FEEDBACK_FILE.read_text(encoding="utf-8")
    assert run(["check"]) == 0


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("practice adopt reconcile-weakly legal", 2, "Did you mean reconcile-weekly?"),
        ("practice adopt reconcile-weekly leagl", 2, "there is no department leagl. Did you mean legal?"),
        ("practice adopt reconcile-weekly finance", 1, "comes from finance, which has it since 2026-04-15"),
        ("practice adopt reconcile-weekly legal --on 2026-04-01", 1, "it would add 1 error to the records"),
        ("practice adpot reconcile-weekly legal", 2, "there is no command practice 'adpot'. Did you mean adopt?"),
        ("feedback new ''", 2, "TITLE: this text is empty"),
        ("feedback new Late --from n.dlamin", 2, "Did you mean n.dlamini?"),
        ("feedback new Late --on 2026-07-01", 1, "it would add 1 error to the records"),
        ("feedback answer 2026-04-16-report --by z.khumalo --note x", 2, "Did you mean 2026-04-16-reports?"),
        ("feedback answer 2026-04-16-reports", 2, "add --by P, who answers; add --note TEXT, the answer"),
        ("feedback answer 2026-04-16-reports --by z.khumalo", 2, "add --note TEXT, the answer"),
        ("feedback answer 2026-04-16-reports --by nobody --note x", 2, "there is no person nobody."),
        ("feedback answer 2026-04-16-reports --led-to reconcile-weakly", 2, "Did you mean reconcile-weekly?"),
        ("feedback answer 2026-04-16-reports --by z.khumalo --note x --on 2026-04-01", 1, "it would add 1 error"),
    ],
)
def test_a_slip_of_the_tongue_is_told_and_nothing_is_written(
    typed: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    followup(typed, status)
    assert said in capsys.readouterr().err
    assert PRACTICE_FILE.read_text(encoding="utf-8") == PRACTICE
    assert FEEDBACK_FILE.read_text(encoding="utf-8") == FEEDBACK
    assert len(list(Path("records/feedback").iterdir())) == 1
