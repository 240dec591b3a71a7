from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from followup_build.model.vocabulary import CauseCategory
from followup_build.status.insight import build_insight, quarters_of
from followup_build.status.lessons import (
    Answer,
    FeedbackFigures,
    NeedState,
    PracticeFigures,
    Returning,
    achievements_by_quarter,
    answers,
    causes_by_quarter,
    feedback_figures,
    practice_figures,
    returning_causes,
    training_by_department,
)
from followup_build.workspace import Workspace, open_workspace

WriteTree = Callable[[Mapping[str, str]], Path]

SESSION = "---\ntitle: %s\nkind: monthly\ndate: %s\nstatus: held\nchair: z.khumalo\n---\n"
ACTION = """\
title: Course
owner: n.dlamini
due: 2026-06-30
follow_up: 2026-06-30
department: finance
session: second
for: [first/finance/tests]
updates: {2026-06-01: {state: done}, 2026-07-01: {state: verified}}
"""
FEEDBACK = "---\ntitle: Words\ndate: %s\n%s---\n"
TREE = {
    "records/sessions/first/session.md": SESSION % ("First", "2026-02-01"),
    "records/sessions/second/session.md": SESSION % ("Second", "2026-05-01"),
    "records/sessions/first/finance.md": """\
---
by: t.mokoena
challenges:
  late: {title: Late, category: suppliers, causes: [No contract], response: [course]}
  ill: {title: Ill, category: people, causes: [Flu], accepted: It passes}
achievements: {cleared: {title: Cleared}, paid: {title: Paid}}
training_needs: {tests: {skill: Testing}}
---
""",
    "records/sessions/second/finance.md": """\
---
by: t.mokoena
challenges: {again: {title: Again, category: suppliers, causes: [No contract]}}
---
""",
    "records/sessions/second/legal.md": """\
---
by: s.pillay
challenges: {secret: {title: Secret, category: suppliers, causes: [Canary]}}
achievements: {won: {title: Won}}
training_needs: {law: {skill: Law}}
confidential: true
---
""",
    "records/actions/course.yml": ACTION,
    "records/practices/weekly.md": (
        "---\ntitle: Weekly\nfrom: finance\nsince: 2026-02-01\nadopted: {legal: 2026-05-01}\n---\n"
    ),
    "records/practices/daily.md": "---\ntitle: Daily\nfrom: legal\nsince: 2026-05-01\n---\n",
    "records/feedback/a.md": FEEDBACK
    % ("2026-02-01", "response: {by: z.khumalo, on: 2026-02-03, note: Yes}\nled_to: [course]\n"),
    "records/feedback/b.md": FEEDBACK % ("2026-02-01", "response: {by: z.khumalo, on: 2026-02-10, note: Yes}\n"),
    "records/feedback/c.md": FEEDBACK % ("2026-05-02", "led_to: [daily]\n"),
}


def opened(root: Path, as_of: str) -> Workspace:
    workspace = open_workspace(root, as_of=date.fromisoformat(as_of))
    assert workspace.errors == ()
    return workspace


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-01-31", (0, 0, 0)),
        ("2026-02-01", (0, 1, 1)),
        ("2026-05-01", (1, 1, 1)),
    ],
)
def test_challenges_are_answered_by_what_the_day_knows(
    write_tree: WriteTree, as_of: str, expected: tuple[int, ...]
) -> None:
    workspace = opened(write_tree(TREE), as_of)
    found = answers(workspace.portfolio, workspace.snapshot)
    assert tuple(found[one] for one in (Answer.ANSWERED, Answer.ACCEPTED, Answer.UNANSWERED)) == expected


def test_causes_are_counted_by_quarter_without_confidential_ones(write_tree: WriteTree) -> None:
    portfolio = opened(write_tree(TREE), "2026-05-01").portfolio
    expected = {CauseCategory.SUPPLIERS: {"2026-Q1": 1, "2026-Q2": 1}, CauseCategory.PEOPLE: {"2026-Q1": 1}}
    found = causes_by_quarter(portfolio, date(2026, 5, 1))
    assert found == expected
    assert next(iter(found)) is CauseCategory.SUPPLIERS
    assert causes_by_quarter(portfolio, date(2026, 4, 30))[CauseCategory.SUPPLIERS] == {"2026-Q1": 1}


def test_a_cause_comes_back_with_its_second_session(write_tree: WriteTree) -> None:
    portfolio = opened(write_tree(TREE), "2026-05-01").portfolio
    assert returning_causes(portfolio, date(2026, 4, 30)) == ()
    (one,) = returning_causes(portfolio, date(2026, 5, 1))
    assert one == Returning("finance", CauseCategory.SUPPLIERS, ("first", "second"))


@pytest.mark.parametrize(
    ("as_of", "finance"),
    [
        ("2026-04-30", NeedState.UNANSWERED),
        ("2026-05-01", NeedState.UNDER_WAY),
        ("2026-06-30", NeedState.UNDER_WAY),
        ("2026-07-01", NeedState.MET),
    ],
)
def test_a_need_is_met_once_its_action_was_verified(write_tree: WriteTree, as_of: str, finance: NeedState) -> None:
    workspace = opened(write_tree(TREE), as_of)
    found = training_by_department(workspace.portfolio, workspace.snapshot)
    assert found["finance"] == {state: int(state is finance) for state in NeedState}
    assert ("legal" in found) is (as_of >= "2026-05-01"), "that there is one is told, and no more"


def test_practices_are_adopted_by_others(write_tree: WriteTree) -> None:
    portfolio = opened(write_tree(TREE), "2026-05-01").portfolio
    assert practice_figures(portfolio, date(2026, 4, 30)) == PracticeFigures(1, 0, 0)
    assert practice_figures(portfolio, date(2026, 5, 1)) == PracticeFigures(2, 1, 1)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-01-31", FeedbackFigures(0, 0, None, 0)),
        ("2026-02-02", FeedbackFigures(2, 0, None, 0)),
        ("2026-02-03", FeedbackFigures(2, 1, 2, 0)),
        ("2026-02-10", FeedbackFigures(2, 2, 5.5, 0)),
        ("2026-05-02", FeedbackFigures(3, 2, 5.5, 2)),
    ],
)
def test_feedback_is_measured_from_its_day_to_its_answer(
    write_tree: WriteTree, as_of: str, expected: FeedbackFigures
) -> None:
    workspace = opened(write_tree(TREE), as_of)
    assert feedback_figures(workspace.portfolio, workspace.snapshot) == expected


def test_achievements_are_counted_by_department_and_quarter(write_tree: WriteTree) -> None:
    portfolio = opened(write_tree(TREE), "2026-05-01").portfolio
    found = achievements_by_quarter(portfolio, date(2026, 5, 1))
    assert found == {"finance": {"2026-Q1": 2}, "legal": {"2026-Q2": 1}}


def test_no_quarter_is_left_out_and_only_the_latest_are_shown(write_tree: WriteTree) -> None:
    calendar = opened(write_tree(TREE), "2026-05-01").portfolio.calendar
    assert quarters_of([], calendar, date(2026, 5, 1)) == ()
    assert quarters_of([{"2025-Q3": 1}, {"2026-Q1": 2}], calendar, date(2026, 5, 1)) == (
        "2025-Q3",
        "2025-Q4",
        "2026-Q1",
        "2026-Q2",
    )
    assert quarters_of([{"2020-Q1": 1}], calendar, date(2026, 5, 1))[0] == "2024-Q3"


def test_insight_is_the_same_figures_and_names_nobody(write_tree: WriteTree) -> None:
    workspace = opened(write_tree(TREE), "2026-07-01")
    found = build_insight(workspace.portfolio, workspace.ledger, workspace.snapshot)
    assert found.causes == causes_by_quarter(workspace.portfolio, date(2026, 7, 1))
    assert found.feedback == FeedbackFigures(3, 2, 5.5, 2)
    text = repr(found)
    assert not [person for person in workspace.portfolio.people if person in text]
    assert "Canary" not in text
