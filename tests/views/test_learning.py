from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.views.cells import Table
from followup_build.views.feedback import build_feedback
from followup_build.views.learning import build_practice_pages, build_practices, build_training
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

PRACTICE = """\
---
title: Reconcile weekly
from: finance
since: 2026-04-15
adopted: {legal: 2026-05-02}
---
How it is done.
"""
FEEDBACK = """\
---
title: The reports are too long
date: 2026-04-16
from: t.mokoena
response: {by: z.khumalo, on: 2026-04-20, note: Two pages from May on}
led_to: [weekly, later]
---
"""
TREE = {
    "records/practices/weekly.md": PRACTICE,
    "records/practices/later.md": PRACTICE.replace("2026-04-15", "2026-12-01").replace("2026-05-02", "2026-12-02"),
    "records/feedback/long.md": FEEDBACK,
}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-04-14", []),
        ("2026-04-15", [("Reconcile weekly", "nobody else yet")]),
        ("2026-05-01", [("Reconcile weekly", "nobody else yet")]),
        ("2026-05-02", [("Reconcile weekly", "Legal")]),
    ],
)
def test_practices_and_who_adopted_them_are_those_of_the_day(
    subject_of: SubjectOf, read: Read, as_of: str, expected: list[tuple[str, str]]
) -> None:
    subject = subject_of(TREE, as_of)
    rows = read(build_practices(subject).table)
    assert [(row["Practice"], row["Adopted by"]) for row in rows] == expected
    pages = dict(build_practice_pages(subject))
    assert len(pages) == len(expected)
    assert all(bool(page.adopted) == (as_of >= "2026-05-02") for page in pages.values())


def test_feedback_waits_until_its_answer_and_says_when_it_came(subject_of: SubjectOf) -> None:
    assert build_feedback(subject_of(TREE, "2026-04-15")).unanswered == ()
    waiting = build_feedback(subject_of(TREE, "2026-04-19"))
    assert [one.answered for one in waiting.unanswered] == [""]
    assert waiting.answered == ()
    (answered,) = build_feedback(subject_of(TREE, "2026-04-20")).answered
    assert answered.answered == "20 April 2026"
    assert len(answered.led_to) == 1, "the practice that came later is not known yet"


def test_confidential_feedback_keeps_what_it_led_to(subject_of: SubjectOf) -> None:
    text = FEEDBACK.replace("title:", "confidential: true\ntitle:")
    (part,) = build_feedback(subject_of(TREE | {"records/feedback/long.md": text}, "2026-05-20")).answered
    assert (part.title, part.by, part.led_to, part.response.markdown) == ("Confidential", "anonymous", (), "")


@pytest.mark.parametrize(
    ("updates", "state"),
    [
        ("", "[under way]"),
        ("2026-04-10: {state: done}", "[under way]"),
        ("2026-04-10: {state: done}, 2026-05-01: {state: verified}", "[met]"),
        ("2026-04-10: {state: dropped, note: No money}", "[unanswered]"),
    ],
)
def test_a_training_need_is_met_once_its_action_is_verified(
    subject_of: SubjectOf, read: Read, updates: str, state: str
) -> None:
    tree = {
        "records/sessions/start/session.md": (
            "---\ntitle: Start\nkind: monthly\ndate: 2026-04-01\nstatus: held\nchair: z.khumalo\n---\n"
        ),
        "records/sessions/start/finance.md": (
            "---\nby: t.mokoena\ntraining_needs: {tests: {skill: Acceptance testing}}\n---\n"
        ),
        "records/actions/course.yml": (
            "title: Course\nowner: n.dlamini\ndue: 2026-06-30\nfollow_up: 2026-07-31\ndepartment: finance\n"
            f"session: start\nfor: [start/finance/tests]\nupdates: {{{updates}}}\n"
        ),
    }
    (row,) = read(build_training(subject_of(tree, "2026-05-20")).table)
    assert (row["Skill"], row["State"], row["For"]) == ("Acceptance testing", state, "Finance")
