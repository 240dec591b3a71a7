"""A head of department reports a month: what is typed, how much, and what stands in the records then."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from written_tree import TREE

from followup_build.cli import run

TYPED = """\
followup measure finance-2026/paid last 85.2 --note "Two statements held back"
followup measure finance-2026/days last 33
followup milestone finance-2026/portal --forecast 2026-08-10 --percent 60 --confidence low --note "Supplier is late"
followup action new "Agree acceptance tests" --owner n.dlamini --due 2026-07-15 --follow-up 2026-09-01 \\
    --session 2026-q1-review --for finance-2026/portal
followup action done 2026-04-15-tests --note "Signed by both"
followup check
"""
ACTION = """\
title: Sign the supplier's plan
owner: n.dlamini
due: 2026-06-20
follow_up: 2026-07-15
department: finance
session: 2026-q1-review
"""


def test_a_month_is_reported_in_a_dozen_lines(
    write_tree: Callable[[Mapping[str, str]], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_tree({**TREE, "records/actions/2026/2026-04-15-tests.yml": ACTION})
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    (root / ".git").rmdir()
    git = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "Before"], check=True)

    assert TYPED.count("\n") <= 12
    for line in TYPED.replace("\\\n", "").splitlines():
        assert run(shlex.split(line)[1:]) == 0

    assert Path("records/progress/finance-2026.yml").read_text(encoding="utf-8") == (
        "kpis:\n"
        "  paid:\n"
        "    2026-05: {value: 85.2, note: Two statements held back}\n"
        "  days:\n"
        "    2026-05: 33\n"
        "milestones:\n"
        "  portal:\n"
        "    2026-06-14: {forecast: 2026-08-10, percent: 60, confidence: low, note: Supplier is late}\n"
    )
    status = subprocess.run(["git", "status", "--porcelain", "-uall"], check=True, capture_output=True, text=True)
    assert status.stdout.splitlines() == [
        " M records/actions/2026/2026-04-15-tests.yml",
        "?? records/actions/2026/2026-06-14-agree-acceptance-tests.yml",
        "?? records/progress/finance-2026.yml",
    ]
    assert run(["check", "--base", "HEAD", "--fail-on", "warning"]) == 0
