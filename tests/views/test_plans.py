from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from promise_tree import NEW, PLANS, adjustment, open_subject, row, words

from followup_build.views.cells import Table
from followup_build.views.departments import build_department_pages
from followup_build.views.goals import build_goals
from followup_build.views.milestones import build_milestones
from followup_build.views.plans import build_plan_pages, build_plans
from followup_build.views.subject import Subject

WriteTree = Callable[[Mapping[str, str]], Path]


def tables_of(subject: Subject) -> list[Table]:
    """The tables of the page of all milestones."""
    view = build_milestones(subject)
    return [*(one.table for one in view.sections), *view.others]


REACHED = {"records/progress/finance-2025.yml": "milestones:\n  switch:\n    2026-01-20: {achieved: 2026-01-20}\n"}


def test_promises_of_a_superseded_plan_were_carried_on_or_ended(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree({**PLANS, **REACHED}))
    tables = tables_of(subject)
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
    found = row(tables_of(subject)[-1], "Bank switched")
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
    assert row(tables_of(subject)[0], "Bank switched")["Status"] == "off track"
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
    assert [words(one.cells[0]) for one in goals.others.rows] == ["Pay on time"]
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
        "Last report": "10 May 2026",
    }
    assert [words(one.cells[0]) for one in detail.updates.rows] == ["10 May 2026", "2 May 2026"]
    assert row(detail.updates, "2 May")["Note"] == "The supplier is late"
    assert [words(one) for one in detail.named_in] == ["Adjustment: A change approved", "Action: Send an engineer"]
    found = row(tables_of(subject)[0], "Royalty portal live")
    assert found["Milestone"] == "Royalty portal live | major milestone"
    assert [found[one] for one in ("First promised", "Now", "Forecast", "Reached")] == [
        "30 Jun 2026",
        "15 Aug 2026",
        "20 Aug 2026",
        "–",
    ]


MOVED = adjustment("  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}")
AT = "records/adjustments/finance/2026-04-15-move.yml"


def test_what_changed_stands_first_and_apart_from_what_did_not(write_tree: WriteTree) -> None:
    still = dict(build_plan_pages(open_subject(write_tree(PLANS))))["finance-2026"]
    assert (still.changed.rows, still.changed.empty) == ((), "Everything stands as it was first promised.")
    view = dict(build_plan_pages(open_subject(write_tree({**PLANS, AT: MOVED}))))["finance-2026"]
    assert row(view.changed, "Royalty portal live") == {
        "Promise": "Royalty portal live",
        "What": "Due",
        "First promised": "30 Jun 2026",
        "Now": "15 Aug 2026",
        "Moves": "1",
    }
    assert len(view.changed.rows) == 1
    assert [words(one.cells[0]) for one in view.unchanged.rows] == [
        "Acceptance tests agreed",
        "Statements by mail",
        "Paid on time",
        "Claims resolved",
    ]


def test_every_move_tells_its_reason_its_approver_and_its_effect(write_tree: WriteTree) -> None:
    review = "review: {on: 2026-10-02, outcome: ineffective, note: It slipped again}\n"
    tree = {**PLANS, AT: MOVED + review}
    for as_of, effect in (
        (date(2026, 5, 20), "approved Its effect will be looked at on 1 October 2026."),
        (date(2026, 10, 5), "ineffective on 2 October 2026: It slipped again"),
    ):
        view = dict(build_plan_pages(open_subject(write_tree(tree), as_of)))["finance-2026"]
        found = row(view.moves, "17 Apr 2026")
        assert found["Why"] == "Something happened."
        assert found["Adjustment"] == f"A change | approved by Zanele Khumalo | {effect}"
    late = dict(build_plan_pages(open_subject(write_tree({**PLANS, AT: MOVED}), date(2026, 10, 5))))["finance-2026"]
    assert "Its effect should have been looked at on 1 October 2026." in row(late.moves, "17")["Adjustment"]


def test_the_effect_of_an_adjustment_is_told_in_full_once(write_tree: WriteTree) -> None:
    both = f"{MOVED.partition('approvals')[0]}  - {{resource: finance-2026/analysts, amount: {{from: 6, to: 7}}}}\n"
    tree = {**PLANS, AT: f"{both}approvals: [{{by: z.khumalo, on: 2026-04-17}}]\n"}
    view = dict(build_plan_pages(open_subject(write_tree(tree))))["finance-2026"]
    effects = [words(one.cells[-1]).split(" | ")[-1] for one in view.moves.rows]
    assert effects == ["approved Its effect will be looked at on 1 October 2026.", "approved"]


def test_a_confidential_adjustment_keeps_what_came_of_it(write_tree: WriteTree) -> None:
    review = "review: {on: 2026-05-02, outcome: ineffective, note: Canary}\n"
    tree = {**PLANS, AT: f"confidential: true\n{MOVED}{review}"}
    view = dict(build_plan_pages(open_subject(write_tree(tree))))["finance-2026"]
    assert "Canary" not in words(tuple(cell for one in view.moves.rows for cell in one.cells))


def test_wider_goals_stand_with_the_goals_that_support_them(write_tree: WriteTree) -> None:
    whole = NEW.replace("department: finance", "department: organisation").replace("Finance 2026", "Strategy 2026")
    whole = whole[: whole.index("milestones:")].replace("supersedes: finance-2025\n", "")
    whole = whole.replace("Pay on time", "Trust")
    whole += "  alone: {title: Alone, owner: t.mokoena, perspective: customer}\n"
    plan = NEW.replace(
        "title: Pay on time, owner: t.mokoena", "title: Pay on time, owner: t.mokoena, supports: [whole-2026/timely]"
    )
    plan = plan.replace("goals:\n", "goals:\n  spare: {title: Spare, owner: t.mokoena}\n")
    tree = {**PLANS, "records/plans/whole-2026.yml": whole, "records/plans/finance-2026.yml": plan}
    view = build_goals(open_subject(write_tree(tree)))
    assert [(one.title, [words(each.cells[0]) for each in one.supported_by.rows]) for one in view.wider] == [
        ("Alone", []),
        ("Trust", ["Pay on time"]),
    ]
    assert words(view.wider[0].facts) == "Plan: Strategy 2026 | Owner: Thandi Mokoena | Perspective: customer"
    assert [words(one.cells[0]) for one in view.others.rows] == ["Spare"]
    hidden = {**tree, "records/plans/finance-2026.yml": f"confidential: true\n{plan}"}
    view = build_goals(open_subject(write_tree(hidden)))
    assert [one.supported_by.rows for one in view.wider] == [(), ()]
    assert [words(one.cells[0]) for one in view.others.rows] == ["Confidential goal", "Confidential goal"]
