"""The façade: what is told, in which order and at which weight, and from which day the records are seen."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.diagnostics.finding import Severity
from followup_build.source.location import locate_records
from followup_build.source.tree import UnreadableSourceError
from followup_build.workspace import Workspace, open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]

NOON = 1780315200
"""1 June 2026, 12:00 in Greenwich."""
ORGANISATION = """\
name: Rights House
timezone: %s
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
%s"""
PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
approvals: [{by: z.khumalo, on: 2026-02-20}]
goals: {timely: {title: Pay on time, owner: t.mokoena}}
milestones: {portal: {title: Portal, owner: n.dlamini, due: 2026-06-30, goal: timely}}
kpis:
  paid:
    title: Paid on time
    owner: n.dlamini
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-02-28, value: 80}
    targets: {2027-02-28: 92}
"""
ORG = "records/organisation.yml"
FIN = "records/plans/finance-2026.yml"


@pytest.fixture(autouse=True)
def _first_of_june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON))


def opened(write_tree: WriteTree, files: Mapping[str, str], rules: str = "", as_of: date | None = None) -> Workspace:
    more = f"rules: {{{rules}}}\n" if rules else ""
    return open_workspace(write_tree({ORG: ORGANISATION % ("UTC", more), FIN: PLAN, **files}), as_of=as_of)


def told(workspace: Workspace) -> list[tuple[str, str]]:
    return [(one.rule, one.severity.value) for one in workspace.findings]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("", [("kpi-without-goal", "warning")]),
        ("kpi-without-goal: off", []),
        ("kpi-without-goal: warning", [("kpi-without-goal", "warning")]),
        ("kpi-without-goal: error", [("kpi-without-goal", "error")]),
        ("milestone-without-goal: off", [("kpi-without-goal", "warning")]),
    ],
)
def test_an_organisation_weighs_a_rule(write_tree: WriteTree, rules: str, expected: list[tuple[str, str]]) -> None:
    workspace = opened(write_tree, {}, rules)
    assert told(workspace) == expected
    assert [one.rule for one in workspace.errors] == [rule for rule, weight in expected if weight == "error"]


@pytest.mark.parametrize(("level", "weight"), [("off", None), ("warning", "warning"), ("error", "error")])
def test_a_fault_may_be_lowered(write_tree: WriteTree, level: str, weight: str | None) -> None:
    late = PLAN.replace("value: 80}", "value: 80}\n    goal: timely").replace("{2027-02-28: 92}", "{2027-02-28: 70}")
    assert told(opened(write_tree, {FIN: late})) == [("target-on-wrong-side", "error")]
    workspace = opened(write_tree, {FIN: late}, f"target-on-wrong-side: {level}")
    assert told(workspace) == ([("target-on-wrong-side", weight)] if weight else [])


@pytest.mark.parametrize("level", ["off", "warning"])
@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("approval-by-non-approver", "{by: z.khumalo, on", "{by: t.mokoena, on"),
        ("unknown-reference", "owner: n.dlamini, due", "owner: n.dlamni, due"),
        ("missing-field", "title: Finance 2026\n", ""),
    ],
    ids=["fixed", "structure", "while records are loaded"],
)
def test_a_rule_that_guards_keeps_its_weight_and_the_setting_is_told(
    write_tree: WriteTree, level: str, rule: str, old: str, new: str
) -> None:
    broken = PLAN.replace("value: 80}", "value: 80}\n    goal: timely").replace(old, new)
    workspace = opened(write_tree, {FIN: broken}, f"{rule}: {level}")
    assert told(workspace) == [("fixed-rule-lowered", "error"), (rule, "error")]


def test_findings_come_in_order_of_place(write_tree: WriteTree) -> None:
    files = {
        FIN: PLAN.replace("owner: n.dlamini, due", "owner: who.knows, due").replace("title: Paid on time\n", "\n"),
        "records/actions/b.yml": "title: B\nowner: who.knows\ndue: soon\nfollow_up: 2026-07-01\ndepartment: nowhere\n",
        "records/actions/a.yml": "title: A\ttab\n",
        "records/Unknown.txt": "no record\n",
        "records/adjustments/finance/a.yml": "title: [",
    }
    found = opened(write_tree, files).findings
    places = [(one.location.path, one.location.line, one.location.column) for one in found]
    assert places == sorted(places)
    assert all(line > 0 and column > 0 for _, line, column in places)
    assert len({path for path, *_ in places}) == len(files)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("zone", "as_of", "expected"),
    [
        ("UTC", None, (date(2026, 6, 1), date(2026, 6, 1), True)),
        ("Pacific/Kiritimati", None, (date(2026, 6, 2), date(2026, 6, 2), True)),
        ("Nowhere/Land", None, (date(2026, 6, 1), date(2026, 6, 1), True)),
        ("UTC", date(2026, 5, 31), (date(2026, 5, 31), date(2026, 6, 1), False)),
        ("UTC", date(2026, 6, 1), (date(2026, 6, 1), date(2026, 6, 1), False)),
        ("Pacific/Kiritimati", date(2026, 6, 1), (date(2026, 6, 1), date(2026, 6, 2), False)),
    ],
)
def test_records_are_seen_from_today_in_their_time_zone_unless_a_day_is_named(
    write_tree: WriteTree, zone: str, as_of: date | None, expected: tuple[date, date, bool]
) -> None:
    workspace = open_workspace(write_tree({ORG: ORGANISATION % (zone, "")}), as_of=as_of)
    assert (workspace.as_of, workspace.today, workspace.is_live) == expected


def test_findings_are_of_today_whatever_day_the_status_is_of(write_tree: WriteTree) -> None:
    # A past day must not make facts of the time since into facts of the future.
    facts = {"records/progress/finance-2026.yml": "milestones: {portal: {2026-05-30: {percent: 50}}}\n"}
    today = opened(write_tree, facts)
    past = opened(write_tree, facts, as_of=date(2026, 3, 1))
    assert past.findings == today.findings
    assert past.snapshot.as_of == date(2026, 3, 1)


def test_faults_of_an_adjustment_approved_after_the_day_are_told_all_the_same(write_tree: WriteTree) -> None:
    late = {
        "records/adjustments/finance/late.yml": """\
title: Move the portal
reason: Late.
owner: n.dlamini
follow_up: 2026-10-01
proposed: {by: n.dlamini, on: 2026-05-15}
approvals: [{by: z.khumalo, on: 2026-05-20}]
changes:
  - {milestone: finance-2026/portal, due: {from: 2026-06-29, to: 2026-07-31}}
"""
    }
    workspace = opened(write_tree, late, as_of=date(2026, 5, 19))
    assert [one.rule for one in workspace.errors] == ["from-not-current"]
    assert workspace.ledger.findings == ()


def test_a_revision_stands_still_and_shows_what_was_committed(write_tree: WriteTree) -> None:
    root = write_tree({ORG: ORGANISATION % ("UTC", ""), FIN: PLAN})
    (root / ".git").rmdir()
    who = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "."), ("commit", "-qm", "records")):
        subprocess.run(["git", *who, *arguments], cwd=root, check=True)
    write_tree({ORG: ORGANISATION % ("UTC", ""), FIN: PLAN.replace("Finance 2026", "Another")})
    then, now = open_workspace(root, revision="HEAD"), open_workspace(root)
    assert (then.is_live, now.is_live) == (False, True)
    assert [one.portfolio.plans["finance-2026"].data.title for one in (then, now)] == ["Finance 2026", "Another"]


@pytest.mark.parametrize("text", ["format: 2\n", "format: 99\n"])
def test_records_of_a_newer_format_are_not_read(write_tree: WriteTree, text: str) -> None:
    root = write_tree({ORG: ORGANISATION % ("UTC", text)})
    with pytest.raises(UnreadableSourceError, match=r"organisation\.yml:7:9: these records have format \d+, and this"):
        open_workspace(root)


def test_records_of_this_format_are_read(write_tree: WriteTree) -> None:
    assert opened(write_tree, {ORG: ORGANISATION % ("UTC", "format: 1\n")}).errors == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name: [\n", "organisation.yml:1:7: this [ is not closed; write ] at its end"),
        ("", "this file says nothing"),
        ("- a\n", "this file is a list"),
        ("name: \xa0\n\ttab: x\n", "organisation.yml:2:1:"),
    ],
)
def test_an_organisation_that_cannot_be_read_ends_the_run_with_its_first_fault(
    write_tree: WriteTree, text: str, reason: str
) -> None:
    root = write_tree({ORG: text})
    with pytest.raises(UnreadableSourceError) as raised:
        open_workspace(root)
    assert reason in str(raised.value)
    assert str(raised.value).endswith("; without the organisation's settings the records cannot be read")
    assert "\n" not in str(raised.value)


def test_a_time_that_is_none_ends_the_run(write_tree: WriteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UnreadableSourceError, match="SOURCE_DATE_EPOCH is 'soon', which is no time"):
        open_workspace(write_tree({}))


def test_a_related_place_has_its_line_too(write_tree: WriteTree) -> None:
    action = "title: T\nowner: n.dlamini\ndue: 2026-05-15\nfollow_up: 2026-06-15\ndepartment: finance\n"
    other = {"records/actions/twin.yml": action, "records/actions/2026/twin.yml": action}
    twins = [one for one in opened(write_tree, other).findings if one.rule == "duplicate-id"]
    assert [(related.location.path, related.location.line) for one in twins for related in one.related] == [
        ("records/actions/2026/twin.yml", 1)
    ]
    assert [one.severity for one in twins] == [Severity.ERROR]


def test_the_files_that_were_read_are_named(write_tree: WriteTree) -> None:
    assert set(opened(write_tree, {"records/notes.txt": "x"}).paths) == {ORG, FIN, "records/people.yml"}


@pytest.mark.parametrize(
    ("start", "records", "expected"),
    [
        (".", None, "records"),
        ("records", None, "records"),
        ("records/plans", None, "records"),
        ("docs", None, "records"),
        (".", "records", "records"),
        ("docs", "../records", "records"),
        (".", "other/place", "other/place"),
    ],
)
def test_the_records_are_found_from_a_folder_of_the_repository(
    write_tree: WriteTree, start: str, records: str | None, expected: str
) -> None:
    root = write_tree({FIN: PLAN, "docs/a.md": "x", "other/place/organisation.yml": ORGANISATION % ("UTC", "")})
    found = locate_records(root / start, Path(records) if records else None)
    assert found == (root.resolve(), expected)
