from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from promise_tree import NEW, PLANS, adjustment, open_subject, row, words

from followup_build.views.departments import build_department_pages
from followup_build.views.goals import build_goals
from followup_build.views.milestones import build_milestones
from followup_build.views.plans import build_plan_pages, build_plans

WriteTree = Callable[[Mapping[str, str]], Path]
REACHED = {"records/progress/finance-2025.yml": "milestones:\n  switch:\n    2026-01-20: {achieved: 2026-01-20}\n"}


def test_promises_of_a_superseded_plan_were_carried_on_or_ended(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree({**PLANS, **REACHED}))
    tables = build_milestones(subject).tables
    assert [table.caption for table in tables] == ["Finance", "Ended plans"]
    assert not {"Portal live", "Bank switched"} & {words(one.cells[0]) for one in tables[0].rows}
    carried = row(tables[1], "Portal live")
    assert carried["Status"] == "carried on"
    assert carried["Why"] == "Carried to Finance 2026: Royalty portal live."
    assert row(tables[1], "Statements by mail")["Why"] == "Carried to Finance 2026: Statements by mail."
    assert row(tables[1], "Bank switched")["Status"] == "achieved"
    assert "Carried" not in row(tables[1], "Bank switched")["Why"]


def test_an_open_promise_that_nobody_carries_on_ended_with_its_plan(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree(PLANS))
    found = row(build_milestones(subject).tables[-1], "Bank switched")
    assert (found["Status"], found["Why"]) == ("ended", "Ended with its plan; Finance 2026 took over.")
    detail = {part.anchor: part for part in dict(build_plan_pages(subject))["finance-2025"].milestones}
    assert detail["switch"].chip.word == "ended"


def test_the_old_plan_counts_what_went_on_and_what_ended(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree({**PLANS, **REACHED}))
    view = dict(build_plan_pages(subject))["finance-2025"]
    assert [(one.chip.word, one.number) for one in view.counts] == [("carried on", 2), ("achieved", 1)]
    assert [goal.chip.word for goal in view.goals] == ["carried on"]


def test_until_the_new_plan_starts_the_old_one_counts(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree(PLANS), date(2026, 2, 28))
    assert row(build_milestones(subject).tables[0], "Bank switched")["Status"] == "off track"
    assert not build_plans(subject).over.rows


def test_ended_plans_stand_apart_and_a_draft_says_so(write_tree: WriteTree) -> None:
    draft = NEW.replace("Finance 2026", "Finance 2027").replace("supersedes: finance-2025\n", "")
    draft = draft.replace("approvals: [{by: z.khumalo, on: 2026-02-20}]\n", "").replace(
        "2026-03-01, end: 2027", "2027-03-01, end: 2028"
    )
    draft = draft[: draft.index("milestones:")]
    subject = open_subject(write_tree({**PLANS, "records/plans/finance-2027.yml": draft}))
    view = build_plans(subject)
    assert row(view.over, "Finance 2025")["Status"] == "ended | followed by Finance 2026"
    assert row(view.current, "Finance 2027")["Status"] == "draft"
    assert row(view.current, "Finance 2026")["Goals"] == "Pay on time"
    assert words(dict(build_plan_pages(subject))["finance-2027"].why).startswith("A draft")
    goals = build_goals(subject)
    assert [words(one.cells[2]) for one in goals.current.rows] == ["Finance 2026"]
    assert [words(one.cells[2]) for one in goals.drafts.rows] == ["Finance 2027"]
    assert [words(one.cells[2]) for one in goals.over.rows] == ["Finance 2025"]
    assert len(dict(build_department_pages(subject))["finance"].goals.rows) == 1


def test_departments_come_in_the_order_of_the_file_after_the_organisation(write_tree: WriteTree) -> None:
    whole = NEW.replace("department: finance", "department: organisation").replace("Finance 2026", "Strategy 2026")
    whole = whole[: whole.index("goals:")].replace("supersedes: finance-2025\n", "")
    view = build_plans(open_subject(write_tree({**PLANS, "records/plans/whole-2026.yml": whole})))
    assert [words(one.cells[0]) for one in view.current.rows] == ["Strategy 2026", "Finance 2026", "Legal 2026"]


def test_a_milestone_tells_all_that_is_known_of_it(write_tree: WriteTree) -> None:
    progress = """\
milestones:
  portal:
    2026-05-02: {forecast: 2026-08-01, percent: 40, confidence: low, note: The supplier is late}
    2026-05-10: {forecast: 2026-08-20, percent: 45, confidence: medium}
    2026-06-30: {percent: 90, note: Not known yet}
"""
    move = adjustment("  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}")
    action = """\
title: Send an engineer
owner: n.dlamini
due: 2026-06-01
follow_up: 2026-07-01
department: finance
adjustment: 2026-04-15-move
for: [finance-2026/portal]
"""
    tree = {
        **PLANS,
        "records/progress/finance-2026.yml": progress,
        "records/adjustments/finance/2026-04-15-move.yml": move,
        "records/actions/2026-04-16-engineer.yml": action,
    }
    subject = open_subject(write_tree(tree))
    detail = next(
        part for part in dict(build_plan_pages(subject))["finance-2026"].milestones if part.anchor == "portal"
    )
    assert detail.is_major
    assert {name: words(value) for name, value in detail.facts} == {
        "Owner": "Neo Dlamini",
        "Depends on": "Acceptance tests agreed",
        "First promised": "30 June 2026",
        "Now": "15 August 2026",
        "Forecast": "20 August 2026",
        "Done": "45 %",
        "Confidence": "medium",
    }
    assert [words(one.cells[0]) for one in detail.updates.rows] == ["10 May 2026", "2 May 2026"]
    assert row(detail.updates, "2 May")["Note"] == "The supplier is late"
    assert [words(one) for one in detail.named_in] == ["Adjustment: A change approved", "Action: Send an engineer"]
    found = row(build_milestones(subject).tables[0], "Royalty portal live")
    assert found["Milestone"] == "Royalty portal live | major milestone"
    assert [found[one] for one in ("First promised", "Now", "Forecast", "Reached")] == [
        "30 Jun 2026",
        "15 Aug 2026",
        "20 Aug 2026",
        "–",
    ]
