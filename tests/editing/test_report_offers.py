"""What a new session offers to those who report: nothing confidential, and nothing that the checks take for theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from followup_build.cli import run
from followup_build.workspace import open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]
WORD = "Zanzibar"
ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
cadences:
  check-in: {title: Check-in, kind: monthly, every: month, on: first tuesday, from: 2026-01-01}
  after: {title: After a milestone, kind: post-milestone, within: 10}
"""
PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
milestones:
  late: {title: TITLE, owner: n.dlamini, due: 2026-05-30}
  live: {title: TITLE, owner: n.dlamini, due: 2026-05-30, major: true}
  more: {title: TITLE, owner: n.dlamini, due: 2026-05-30}
kpis:
  paid:
    title: TITLE
    owner: n.dlamini
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-02-28, value: 80}
    targets: {2027-02-28: 95}
"""
PROGRESS = """\
milestones:
  live: {2026-06-09: {achieved: 2026-06-09}}
  more: {2026-06-09: {achieved: 2026-06-09}}
"""
SESSION = "---\ntitle: TITLE\nkind: monthly\ncadence: check-in\ndate: 2026-06-02\nstatus: held\nchair: c.botha\n---\n"
REPORT = """\
---
by: t.mokoena
challenges:
  slow: {title: TITLE, category: other, causes: [TITLE]}
---
TITLE
"""
PRACTICE = "---\ntitle: TITLE\nfrom: legal\nsince: 2026-06-01\n---\nTITLE\n"
FILES = {
    "records/organisation.yml": ORGANISATION,
    "records/plans/finance-2026.yml": PLAN,
    "records/progress/finance-2026.yml": PROGRESS,
    "records/sessions/2026-06-check-in/session.md": SESSION,
    "records/sessions/2026-06-check-in/finance.md": REPORT,
    "records/practices/noon.md": PRACTICE,
}


def made(write_tree: WriteTree, title: str, monkeypatch: pytest.MonkeyPatch, *hidden: str) -> dict[str, str]:
    """The files of the next session, where every title is the same, and some records are confidential."""
    files = {path: text.replace("TITLE", title) for path, text in FILES.items()}
    for path in hidden:
        text = files[path]
        files[path] = (
            text.replace("---\n", "---\nconfidential: true\n", 1)
            if path.endswith(".md")
            else (f"confidential: true\n{text}")
        )
    root = write_tree(files)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781438400")  # 2026-06-14
    before = {(one.rule, one.location.path) for one in open_workspace(root).findings}
    assert run(["session", "new", "--cadence", "check-in"]) == 0
    after = open_workspace(root).findings
    assert {(one.rule, one.location.path) for one in after} == before
    (folder,) = (one for one in (root / "records/sessions").iterdir() if one.name != "2026-06-check-in")
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def test_what_is_open_to_all_is_offered(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    files = made(write_tree, WORD, monkeypatch)
    report = files["finance"]
    assert f"# Off track without an answer: {WORD}. Due 30 May 2026, 15 days overdue." in report
    assert f"#  live: {{title: {WORD}, milestone: finance-2026/live, thanks: [n.dlamini]}}" in report
    assert "# Reached since 2 June 2026:" in report
    assert f"# - {WORD}: no answer yet" in report
    assert "# - followup measure finance-2026/paid last VALUE" in report
    assert "# - followup practice adopt noon finance" in report
    assert "practice" not in files["legal"]
    assert WORD not in files["legal"]
    assert "#chair: c.botha" in files["session"]


def test_what_is_confidential_is_not_copied(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    files = made(write_tree, WORD, monkeypatch, *(path for path in FILES if path != "records/organisation.yml"))
    assert not [name for name, text in files.items() if WORD in text]
    report = files["finance"]
    assert "finance-2026" not in report
    assert "noon" not in report
    assert "chair" not in files["session"]
    # Everybody's skeleton is there all the same.
    assert "#  short-name:\n#    title: " in report


def test_a_session_after_a_confidential_milestone_is_confidential(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(write_tree, WORD, monkeypatch, "records/plans/finance-2026.yml")
    assert run(["session", "new", "--milestone", "finance-2026/live"]) == 0
    text = Path("records/sessions/2026-06-23-after/session.md").read_text(encoding="utf-8")
    assert WORD not in text
    assert 'title: "After a milestone: Confidential milestone"' in text
    assert "date: 2026-06-23\n" in text
    assert "confidential: true\n" in text


@pytest.mark.parametrize(
    "title",
    [
        '"x # allow[unknown-key]: mine"',
        '"allow[unknown-key]"',
        '"<!-- allow[unknown-key]: x -->"',
        "'It''s \"new\": [a] {b} #1'",
        '"--- \\\\ ... \\"- : ?"',
        '"<script>alert(1)</script>"',
        '"long ' + "word " * 200 + 'end"',
        '"' + "x" * 500 + '"',
        '"a\\nb\\n---\\nc"',
        '"ünï 🎉 ﷽"',
    ],
)
def test_hostile_titles_add_no_finding(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    files = made(write_tree, title, monkeypatch)
    assert "allow[" not in "".join(files.values())
    assert all(line.startswith(("#", "by: ", "---")) or not line for line in files["finance"].splitlines())


def test_more_than_a_few_are_counted(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    late = "".join(f"  late-{n}: {{title: Late {n}, owner: n.dlamini, due: 2026-05-30}}\n" for n in range(5))
    monkeypatch.setitem(FILES, "records/plans/finance-2026.yml", PLAN.replace("milestones:\n", f"milestones:\n{late}"))
    report = made(write_tree, "Late", monkeypatch)["finance"]
    assert report.count("# Off track without an answer: ") == 3
    assert "# And 3 more: followup status shows them.\n" in report
    assert report.count("affects: [finance-2026/late") == 3
    assert "# - and " in report


def test_nobody_is_asked_who_is_not_there(
    write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people = """\
t.mokoena: {name: Thandi Mokoena, department: finance, left: 2026-07-07}
n.dlamini: {name: Neo Dlamini, department: finance}
s.pillay: {name: Saras Pillay, department: legal, left: 2026-07-08}
z.khumalo: {name: Zanele Khumalo, github: zkhumalo}
c.botha: {name: Carel Botha, github: cbotha, left: 2026-06-30}
"""
    monkeypatch.setitem(FILES, "records/people.yml", people)
    files = made(write_tree, WORD, monkeypatch)
    assert files.keys() == {"session", "legal"}
    assert "#attendees: [s.pillay]" in files["session"]
    assert "chair" not in files["session"]
    assert capsys.readouterr().err == "followup: finance has no head on 2026-07-07, so no report was made for it\n"
