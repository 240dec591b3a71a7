from __future__ import annotations

from collections.abc import Callable, Mapping

from followup_build.views.challenges import build_challenges
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]

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


def test_a_challenge_leads_to_its_report_and_has_an_anchor_that_stays(subject_of: SubjectOf) -> None:
    (part,) = build_challenges(subject_of(TREE, "2026-05-20")).challenges
    assert part.address == "sessions/start/index.html#finance-slow"
    assert (part.anchor, part.listed_anchor) == ("finance-slow", "start-finance-slow")
    assert len(part.responses) == 1


def test_an_answer_that_the_day_does_not_know_is_not_told(subject_of: SubjectOf) -> None:
    (part,) = build_challenges(subject_of(TREE, "2026-04-20")).challenges
    assert part.responses == ()


def test_a_challenge_is_not_told_before_its_session(subject_of: SubjectOf) -> None:
    assert build_challenges(subject_of(TREE, "2026-03-31")).challenges == ()
