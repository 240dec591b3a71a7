from __future__ import annotations

from collections.abc import Callable, Mapping

from followup_build.views.cells import Link, Row, Table
from followup_build.views.challenges import ChallengePart, build_challenges
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

TREE = {
    "records/sessions/start/session.md": (
        "---\ntitle: Start\nkind: monthly\ndate: 2026-04-01\nstatus: held\nchair: z.khumalo\n---\n"
    ),
    "records/sessions/start/finance.md": """\
---
by: t.mokoena
challenges:
  slow: {title: Slow supplier, category: suppliers, causes: [No contract], response: [course]}
---
""",
    "records/actions/course.yml": """\
title: Course
owner: n.dlamini
due: 2026-06-30
follow_up: 2026-07-31
department: finance
session: later
""",
    "records/sessions/later/session.md": (
        "---\ntitle: Later\nkind: monthly\ndate: 2026-05-01\nstatus: held\nchair: z.khumalo\n---\n"
    ),
}


def parts(subject: Subject) -> list[ChallengePart]:
    return [part for quarter in build_challenges(subject).quarters for part in quarter.challenges]


def test_a_challenge_leads_to_its_report_and_has_an_anchor_that_stays(subject_of: SubjectOf) -> None:
    (part,) = parts(subject_of(TREE, "2026-05-20"))
    assert part.address == "sessions/start/index.html#finance-slow"
    assert (part.anchor, part.listed_anchor) == ("finance-slow", "start-finance-slow")
    assert len(part.responses) == 1


def test_an_answer_that_the_day_does_not_know_is_not_told(subject_of: SubjectOf) -> None:
    (part,) = parts(subject_of(TREE, "2026-04-20"))
    assert part.responses == ()


def test_a_challenge_is_not_told_before_its_session(subject_of: SubjectOf) -> None:
    view = build_challenges(subject_of(TREE, "2026-03-31"))
    assert (view.lead, view.quarters, view.causes) == ("No report has told of a challenge yet.", (), None)


MORE = """\
---
by: t.mokoena
challenges:
  again: {title: Slow again, category: suppliers, causes: [No date, No contract]}
  ill: {title: Ill, category: people, causes: [Flu], accepted: It passes}
---
"""


def test_the_page_says_what_comes_back_and_what_waits(subject_of: SubjectOf, read: Read) -> None:
    subject = subject_of(TREE | {"records/sessions/later/finance.md": MORE}, "2026-05-20")
    view = build_challenges(subject)
    assert view.lead == (
        "3 challenges so far: 1 answered by an action or an adjustment, 1 accepted with a reason, 1 without an answer."
        " The most frequent cause is suppliers (2)."
    )
    assert view.causes is not None
    assert view.causes.table is not None
    assert [(row["Category"], row["Q2 2026"]) for row in read(view.causes.table)] == [
        ("Suppliers", "2"),
        ("People", "1"),
    ]
    assert view.causes.description == "Suppliers: 2 in Q2 2026. People: 1 in Q2 2026."
    (back,) = read(Table("", ("",), tuple(Row((one,)) for one in view.returning)))
    assert back[""] == "Suppliers, in Finance: reported to two sessions: Start; Later"
    assert len(view.unanswered) == 1
    rows = [(row["Root cause"], row["Answer"]) for row in read(view.roots)]
    assert rows == [("No contract", "[unanswered]"), ("No contract", "[answered]"), ("Flu", "[accepted]")]


def test_few_challenges_are_not_drawn(subject_of: SubjectOf) -> None:
    assert build_challenges(subject_of(TREE, "2026-05-20")).causes is None


def test_confidential_challenges_are_in_no_picture_and_no_list(subject_of: SubjectOf) -> None:
    secret = MORE.replace("by: t.mokoena\n", "by: t.mokoena\nconfidential: true\n")
    shown = build_challenges(subject_of(TREE | {"records/sessions/later/finance.md": secret}, "2026-05-20"))
    assert shown == build_challenges(subject_of(TREE, "2026-05-20"))
    assert isinstance(shown.roots.rows[0].cells[2], Link)
