from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from followup_build.exports.papers.paper_text import cell_text
from followup_build.views.agenda import build_agenda
from followup_build.views.learned import learned_lines
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]

SESSION = "---\ntitle: %s\nkind: monthly\ndate: %s\nstatus: held\nchair: z.khumalo\n---\n"
REPORT = "---\nby: t.mokoena\nchallenges: {c: {title: Late, category: %s, causes: [Why]}}\n%s---\n"
ALL = ("organisation", "finance", "legal")
SINCE = date(2026, 4, 1)
PLAN = """\
title: Plan
department: finance
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2026-01-02}]
milestones:
  early: {title: Early, owner: n.dlamini, due: 2026-03-31}
  kept: {title: Kept, owner: n.dlamini, due: 2026-04-30}
  late: {title: Late, owner: n.dlamini, due: 2026-04-10}
  lost: {title: Lost, owner: n.dlamini, due: 2026-04-20}
"""
PROGRESS = """\
milestones:
  early: {2026-03-30: {achieved: 2026-03-30}}
  kept: {2026-04-30: {achieved: 2026-04-30}}
  late: {2026-04-15: {achieved: 2026-04-15}}
"""
ADJUSTMENT = """\
title: Move %s
reason: Late.
owner: n.dlamini
follow_up: 2026-04-01
proposed: {by: n.dlamini, on: 2026-02-02}
approvals: [{by: z.khumalo, on: 2026-02-03}]
changes: [{milestone: finance-2026/%s, owner: {from: n.dlamini, to: t.mokoena}}]
review: {on: %s, outcome: %s, note: Seen}
"""


def told(subject: Subject, departments: tuple[str, ...] = ALL, since: date | None = SINCE) -> list[str]:
    return [cell_text(one) for one in learned_lines(subject, departments, since)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2026-01-01", "2026-03-31"), []),
        (
            ("2026-01-01", "2026-04-01"),
            ["A cause that came back: suppliers, in Finance, reported twice, last to B."],
        ),
        (
            ("2026-04-02", "2026-04-03"),
            ["A cause that came back: suppliers, in Finance, reported twice, last to B."],
        ),
        (("2026-04-02", "2026-05-21"), []),
    ],
    ids=["known before", "at the last session", "since", "not yet"],
)
def test_a_cause_that_came_back(subject_of: SubjectOf, days: tuple[str, str], expected: list[str]) -> None:
    tree = {
        "records/sessions/a/session.md": SESSION % ("A", days[0]),
        "records/sessions/b/session.md": SESSION % ("B", days[1]),
        "records/sessions/a/finance.md": REPORT % ("suppliers", ""),
        "records/sessions/b/finance.md": REPORT % ("suppliers", ""),
    }
    subject = subject_of(tree, "2026-05-20")
    assert told(subject) == expected
    assert told(subject, ("legal",)) == []


def test_adjustments_by_what_was_found_of_them(subject_of: SubjectOf) -> None:
    outcomes = [
        ("early", "2026-04-01", "effective"),
        ("kept", "2026-04-02", "effective"),
        ("late", "2026-05-20", "partly"),
        ("lost", "2026-05-21", "effective"),
    ]
    tree = {"records/plans/finance-2026.yml": PLAN.replace("2026-04", "2026-07")} | {
        f"records/adjustments/finance/{key}.yml": ADJUSTMENT % (key, key, day, outcome)
        for key, day, outcome in outcomes
    }
    subject = subject_of(tree, "2026-05-20")
    assert told(subject)[0] == "Adjustments looked at: 2. 1 worked (Move kept), 1 worked in part (Move late)."
    assert told(subject, ("legal",)) == []


def test_promises_whose_day_came_since(subject_of: SubjectOf) -> None:
    tree = {"records/plans/finance-2026.yml": PLAN, "records/progress/finance-2026.yml": PROGRESS}
    subject = subject_of(tree, "2026-05-20")
    assert told(subject) == ["Promises whose day came: 3. 1 kept as first promised, 1 reached late, 1 missed."]
    assert told(subject, since=None) == [
        "Promises whose day came: 4. 2 kept as first promised, 1 reached late, 1 missed."
    ]
    assert told(subject, since=date(2026, 4, 30)) == []


def practice(title: str, since: str, adopted: str, more: str = "") -> str:
    return f"---\ntitle: {title}\nfrom: finance\nsince: {since}\nadopted: {{{adopted}}}\n{more}---\n"


def test_practices_that_were_shared_or_taken_over_since(subject_of: SubjectOf) -> None:
    tree = {
        "records/practices/a.md": practice("Old", "2026-01-01", "legal: 2026-04-01"),
        "records/practices/b.md": practice("Taken", "2026-01-01", "legal: 2026-04-02"),
        "records/practices/c.md": practice("New", "2026-04-02", "legal: 2026-05-21"),
        "records/practices/d.md": practice("Canary", "2026-04-02", "", "confidential: true\n"),
    }
    (line,) = told(subject_of(tree, "2026-05-20"))
    assert line == "Practices: Taken, taken over by Legal; New, shared by Finance; and 1 more."


@pytest.mark.parametrize(
    ("verified", "expected"),
    [("2026-04-01", []), ("2026-04-02", ["Training that worked: Testing, in Finance."]), ("2026-05-21", [])],
)
def test_training_that_was_found_to_work_since(subject_of: SubjectOf, verified: str, expected: list[str]) -> None:
    action = (
        "title: Course\nowner: n.dlamini\ndue: 2026-02-10\nfollow_up: 2026-02-20\ndepartment: finance\nsession: a\n"
        f"for: [a/finance/tests]\nupdates: {{2026-02-10: {{state: done}}, {verified}: {{state: verified}}}}\n"
    )
    tree = {
        "records/sessions/a/session.md": SESSION % ("A", "2026-01-05"),
        "records/sessions/a/finance.md": "---\nby: t.mokoena\ntraining_needs: {tests: {skill: Testing}}\n---\n",
        "records/actions/course.yml": action,
    }
    assert told(subject_of(tree, "2026-05-20")) == expected


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        ("2026-04-01", []),
        ("2026-04-02", ["Feedback answered: Words, after 32 days."]),
        ("2026-05-21", []),
    ],
)
def test_feedback_that_was_answered_since_and_how_long_it_took(
    subject_of: SubjectOf, answered: str, expected: list[str]
) -> None:
    response = f"response: {{by: z.khumalo, on: {answered}, note: Yes}}\n"
    tree = {"records/feedback/f.md": f"---\ntitle: Words\ndate: 2026-03-01\n{response}---\n"}
    assert told(subject_of(tree, "2026-05-20")) == expected


def everything() -> dict[str, Any]:
    return {
        "records/plans/finance-2026.yml": PLAN,
        "records/progress/finance-2026.yml": PROGRESS,
        "records/sessions/a/session.md": SESSION % ("A", "2026-04-02"),
        "records/sessions/b/session.md": SESSION % ("B", "2026-04-03"),
        "records/sessions/a/finance.md": REPORT % ("suppliers", ""),
        "records/sessions/b/finance.md": REPORT % ("suppliers", "training_needs: {tests: {skill: Testing}}\n"),
        "records/adjustments/finance/kept.yml": ADJUSTMENT % ("it", "kept", "2026-04-05", "effective"),
        "records/practices/p.md": practice("Practice", "2026-04-05", ""),
        "records/feedback/f.md": (
            "---\ntitle: Words\ndate: 2026-04-05\nresponse: {by: z.khumalo, on: 2026-04-06, note: Yes}\n---\n"
        ),
        "records/sessions/c/session.md": (SESSION % ("C", "2026-06-10")).replace("held", "planned"),
    }


def test_five_lines_at_most_and_each_of_another_kind(subject_of: SubjectOf) -> None:
    subject = subject_of(everything(), "2026-05-20")
    starts = [line.partition(":")[0] for line in told(subject)]
    assert starts == [
        "A cause that came back",
        "Adjustments looked at",
        "Promises whose day came",
        "Practices",
        "Feedback answered",
    ]
    part = build_agenda(subject, subject.portfolio.sessions["c"]).parts[-1]
    assert (part.anchor, part.title, part.is_full) == ("learned", "What we learned", True)


def test_nobody_is_named(subject_of: SubjectOf) -> None:
    subject = subject_of(everything(), "2026-05-20")
    text = "\n".join(told(subject))
    assert not [one for key, one in subject.portfolio.people.items() if key in text or (one.name or "") in text]
