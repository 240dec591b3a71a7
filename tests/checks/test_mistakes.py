"""Mistakes that people make in real records: each gives one finding, where it was made, and hides no other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from followup_build.workspace import open_workspace

BASE = Path(__file__).parent / "base"
ACT = "actions/2026/2026-04-15-acceptance-tests.yml"
ADJ = "adjustments/finance/2026-04-15-portal-date.yml"
FIN = "plans/finance-2026.yml"
ORG = "organisation.yml"
PEO = "people.yml"
PRO = "progress/finance-2026.yml"
PRA = "practices/reconcile-weekly.md"
SES = "sessions/2026-q1-review/session.md"
DEPARTMENTS = """\
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo, {who: m.naidoo, until: 2026-02-28}]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
"""
REP = "sessions/2026-q1-review/finance.md"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")  # 28 May 2026
    (tmp_path / ".git").mkdir()
    shutil.copytree(BASE / "records", tmp_path / "records")
    return tmp_path


def found(root: Path) -> list[tuple[str, str, int]]:
    return [
        (one.rule, one.location.path.removeprefix("records/"), one.location.line) for one in open_workspace(root).errors
    ]


def edit(root: Path, path: str, old: str, new: str) -> None:
    file = root / "records" / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


@pytest.mark.parametrize(
    ("path", "old", "new", "rule", "line"),
    [
        # A decimal comma, and a comma in a text, begin a new entry between brackets.
        (FIN, "value: 84}", "value: 84,5}", "unknown-key", 19),
        (FIN, "amount: 100000, unit", "amount: 100,000, unit", "unknown-key", 22),
        (FIN, "{2026-Q2: 90, 2027", "{2026-Q2: 90,5, 2027", "not-a-period", 20),
        (ORG, "timezone: Africa", "thresholds: {green: 0,95}\ntimezone: Africa", "unknown-key", 2),
        (PRO, "note: Two statements held", "note: Two statements, held", "unknown-key", 4),
        (PEO, "name: Neo Dlamini,", "name: Dlamini, Neo,", "unknown-key", 2),
        (ACT, "department: finance\n", "department: finance\npriority:\n", "unknown-key", 6),
        # What YAML cuts off.
        (ACT, "title: Agree", "summary: #12 see ticket\ntitle: Agree", "text-cut-by-comment", 1),
        (ACT, "title: Agree", 'summary: "C:\\temp"\ntitle: Agree', "control-character", 1),
        # Items that say nothing.
        (PRA, "{legal: 2026-05-02}", "{legal}", "wrong-type", 5),
        (SES, "keep-scope: Keep the portal's scope and move its date.", "keep-scope:", "wrong-type", 12),
        (ORG, "approvers: [c.botha]}", "approvers: []}", "missing-field", 7),
        # References to the wrong kind of thing.
        (ACT, "owner: n.dlamini", "owner: finance", "unknown-reference", 2),
        (ACT, "department: finance", "department: t.mokoena", "unknown-reference", 5),
        (ACT, "for: [finance-2026/portal-live]", "for: [t.mokoena]", "unknown-reference", 7),
        (
            FIN,
            "depends_on: [legal-2026/contract-signed]",
            "depends_on: [finance-2026/paid-on-time]",
            "unknown-reference",
            9,
        ),
        (ADJ, "milestone: finance-2026/portal-live", "milestone: finance/portal-live", "unknown-reference", 10),
        (SES, "cadence: quarterly-review", "cadence: finance", "unknown-reference", 4),
        (ORG, "head: s.pillay", "head: legal", "unknown-reference", 7),
        (PRO, "  portal-live:\n", "  paid-on-time:\n", "update-of-unknown-milestone", 6),
        (
            ADJ,
            "  - {milestone: finance-2026/portal-live, due: {from: 2026-06-30, to: 2026-08-15}}",
            "  - {add: {milestone: finance-2062/new, title: N, goal: x, owner: n.dlamini, due: 2026-12-01}}",
            "unknown-reference",
            10,
        ),
        (ADJ, "due: {from: 2026-06-30", "due: {form: 2026-06-30", "unknown-key", 10),
        # One fault that much else leans on.
        (FIN, "period: {start: 2026-03-01, end: 2027-02-28}\n", "", "missing-field", 1),
        (FIN, "title: Finance plan 2026", "title: Finance\tplan 2026", "tab", 1),
        (FIN, "  portal-live: {title", "  portal_live: {title", "bad-id", 9),
        (
            FIN,
            "goals:\n  timely-payments: {title: Pay every statement on time, owner: t.mokoena}",
            "goals: [timely-payments]",
            "wrong-type",
            6,
        ),
        (FIN, "{2026-Q2: 90, 2027-02-28: 95}", "95", "wrong-type", 20),
        (PEO, "n.dlamini: {name: Neo", "N.Dlamini: {name: Neo", "bad-id", 2),
        (
            PEO,
            "n.dlamini: {name: Neo Dlamini, department",
            "n.dlamini: {name: Neo Dlamini department",
            "needs-quotes",
            2,
        ),
        (
            ORG,
            DEPARTMENTS,
            "  [finance, legal]\n",
            "wrong-type",
            6,
        ),
        (ADJ, "{by: z.khumalo, on: 2026-04-17}", "{by: z.khumalo}", "missing-field", 8),
        (ADJ, "by: z.khumalo", "by: z.khumallo", "unknown-reference", 8),
        (FIN, "direction: increase", "direction: decrease", "target-on-wrong-side", 17),
        (
            FIN,
            "period: {start: 2026-03-01, end: 2027-02-28}",
            "period: {start: 2027-02-28, end: 2026-03-01}",
            "plan-period-reversed",
            4,
        ),
    ],
)
def test_a_mistake_gives_one_finding(root: Path, path: str, old: str, new: str, rule: str, line: int) -> None:
    edit(root, path, old, new)
    assert found(root) == [(rule, path, line)]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (FIN, "plans/finance-2026.yaml", "not-a-record"),
        (FIN, "plan/finance-2026.yml", "not-a-record"),
        (FIN, "plans/2026/finance-2026.yml", "not-a-record"),
        (FIN, "plans/Finance-2026.yml", "bad-id"),
        (SES, "sessions/2026-q1-review/sessions.md", "not-a-record"),
        (SES, "sessions/2026-q1-review/Session.md", "not-a-record"),
        ("sessions/2026-q1-review", "sessions/2026 Q1 Review", "bad-id"),
        (ACT, "actions/2026/CON.yml", "unsafe-name"),
    ],
)
def test_a_wrong_name_or_place_is_told_alone(root: Path, old: str, new: str, rule: str) -> None:
    target = root / "records" / new
    target.parent.mkdir(parents=True, exist_ok=True)
    (root / "records" / old).rename(target)
    if old == ACT:
        edit(root, REP, ", 2026-04-15-acceptance-tests]", "]")
    rules = {one[0] for one in found(root)}
    assert rules == {rule}


def test_faults_of_a_record_that_is_left_out_are_told_in_the_same_run(root: Path) -> None:
    edit(root, ACT, "owner: n.dlamini", "owner: n.dlamni")
    edit(root, ACT, "due: 2026-05-15", "due: soon")
    edit(root, ACT, "session: 2026-q1-review", "session: 2026-q9-review")
    assert [one for one in found(root) if one[1] == ACT] == [
        ("unknown-reference", ACT, 2),
        ("not-a-date", ACT, 3),
        ("unknown-reference", ACT, 6),
    ]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (ACT, "title: Agree acceptance tests", 'title: "see # allow[action-without-owner]: x'),
        (ACT, "title: Agree acceptance tests with the supplier", "title: |\n  # allow[action-without-owner]: x\n  y"),
    ],
)
def test_a_comment_inside_a_text_silences_nothing(root: Path, path: str, old: str, new: str) -> None:
    edit(root, path, "owner: n.dlamini\n", "")
    edit(root, path, old, new)
    text = (root / "records" / path).read_text(encoding="utf-8")
    if text.count('"') == 1:
        (root / "records" / path).write_text(text.replace(" with the supplier", '"', 1), encoding="utf-8")
    assert [one[0] for one in found(root)] == ["action-without-owner"]


def test_a_heading_of_the_minutes_silences_nothing(root: Path) -> None:
    edit(root, SES, "## Minutes\n", "# allow[raw-html]: quoted\n<b>bold</b>\n")
    rules = [one.rule for one in open_workspace(root).findings]
    assert rules == ["raw-html"]


def test_a_comment_of_html_in_the_minutes_silences(root: Path) -> None:
    edit(root, SES, "## Minutes\n", "<!-- allow[raw-html]: quoted -->\n<b>bold</b>\n")
    assert open_workspace(root).findings == ()


def test_what_an_adjustment_breaks_is_told_in_the_adjustment(root: Path) -> None:
    change = "  - {kpi: finance-2026/paid-on-time, target: {at: 2026-Q2, from: 90, to: 80}}\n"
    file = root / "records" / ADJ
    file.write_text(file.read_text(encoding="utf-8") + change, encoding="utf-8")
    assert found(root) == [("target-on-wrong-side", ADJ, 11)]


def test_a_comment_for_a_fact_to_come_is_never_unused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(root, SES, "date: 2026-04-15", "# allow[fact-in-the-future]: typed ahead\ndate: 2026-06-15")
    for path in (ADJ, ACT, PRA, REP, "feedback/2026-04-16-shorter-reports.md"):
        file = root / "records" / path
        if path != REP:
            file.unlink()
    edit(
        root,
        REP,
        "    response: [2026-04-15-portal-date, 2026-04-15-acceptance-tests]\nfeedback: [2026-04-16-shorter-reports]\n",
        "    accepted: x\n",
    )
    assert open_workspace(root).findings == ()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    assert open_workspace(root).findings == ()
