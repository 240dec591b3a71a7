from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.views.agenda import build_agenda
from followup_build.views.cells import Link, Table
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

SESSION = """\
---
title: Review
kind: quarterly
date: %s
status: %s
chair: z.khumalo
departments: %s
agenda: [{topic: The budget, by: t.mokoena, minutes: 15}]
---
"""
PLAN = """\
title: The plan of %s
department: %s
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2026-01-02}]
milestones: {portal: {title: Portal of %s, owner: n.dlamini, due: 2026-11-30}}
"""
ADJUSTMENT = """\
title: Move %s
reason: Late.
owner: n.dlamini
follow_up: 2026-06-10
proposed: {by: n.dlamini, on: 2026-05-02}
approvals: [%s]
changes: [{milestone: %s-2026/portal, due: {from: 2026-11-30, to: 2026-12-15}}]
"""
ACTION = """\
title: %s
owner: n.dlamini
due: %s
follow_up: 2026-06-05
department: %s
session: start
updates: {%s}
"""
TREE = {
    "records/sessions/start/session.md": SESSION % ("2026-03-02", "held", "all"),
    "records/sessions/next/session.md": SESSION % ("2026-06-10", "planned", "all"),
    "records/sessions/small/session.md": SESSION % ("2026-06-10", "planned", "[legal]"),
} | {f"records/plans/{one}-2026.yml": PLAN % (one, one, one) for one in ("finance", "legal", "organisation")}


def tables(subject: Subject, session: str) -> dict[str, Table]:
    agenda = build_agenda(subject, subject.portfolio.sessions[session])
    return {block.table.caption: block.table for part in agenda.parts for block in part.blocks}


def of_department(subject: Subject, session: str, name: str) -> list[str]:
    """The promises that the agenda tells of under a department: in its table, or below it in a line."""
    agenda = build_agenda(subject, subject.portfolio.sessions[session])
    (block,) = [block for part in agenda.parts for block in part.blocks if block.table.caption == name]
    cells = (*(row.cells[0] for row in block.table.rows), *block.steady)
    return [cell.text for cell in cells if isinstance(cell, Link)]


def test_the_organisations_own_things_are_there_when_all_departments_come(subject_of: SubjectOf, read: Read) -> None:
    subject = subject_of(
        TREE
        | {
            "records/adjustments/organisation/org.yml": ADJUSTMENT % ("the organisation's portal", "", "organisation"),
            "records/actions/one.yml": ACTION % ("Whole", "2026-06-30", "organisation", ""),
        },
        "2026-05-20",
    )
    everybody, one = tables(subject, "next"), tables(subject, "small")
    carried = "Open, or done and to be checked by then"
    assert [row["Adjustment"] for row in read(everybody["To decide"])] == ["Move the organisation's portal"]
    assert [row["Action"] for row in read(everybody[carried])] == ["Whole"]
    assert of_department(subject, "next", "Rights House as a whole") == ["Portal of organisation"]
    assert read(everybody["Where the departments stand"])[0]["Department"] == "Rights House"
    assert not one["To decide"].rows
    assert not one[carried].rows
    assert "Rights House as a whole" not in one


def test_adjustments_belong_when_any_department_they_touch_takes_part(subject_of: SubjectOf, read: Read) -> None:
    text = ADJUSTMENT % ("both portals", "", "finance")
    text = text.replace(
        "changes: [", "changes: [{milestone: legal-2026/portal, due: {from: 2026-11-30, to: 2026-12-15}}, "
    )
    subject = subject_of(TREE | {"records/adjustments/finance/both.yml": text}, "2026-05-20")
    assert [row["Adjustment"] for row in read(tables(subject, "small")["To decide"])] == ["Move both portals"]


@pytest.mark.parametrize(("follow_up", "expected"), [("2026-06-09", 1), ("2026-06-10", 1), ("2026-06-11", 0)])
def test_an_effect_is_reviewed_in_the_session_on_or_after_its_day(
    subject_of: SubjectOf, follow_up: str, expected: int
) -> None:
    text = ADJUSTMENT % ("the portal", "{by: z.khumalo, on: 2026-05-03}", "finance")
    tree = TREE | {"records/adjustments/finance/a.yml": text.replace("2026-06-10", follow_up)}
    assert len(tables(subject_of(tree, "2026-05-20"), "next")["Effects to review"].rows) == expected


def test_actions_come_by_severity_and_then_by_due_date(subject_of: SubjectOf, read: Read) -> None:
    actions = {
        "a": ACTION % ("On track", "2026-08-31", "finance", ""),
        "b": ACTION % ("At risk", "2026-05-25", "legal", ""),
        "c": ACTION % ("Late", "2026-05-10", "legal", ""),
        "d": ACTION % ("Later still", "2026-05-01", "legal", ""),
        "e": ACTION % ("Checked by then", "2026-05-01", "legal", "2026-05-01: {state: done}"),
        "f": ACTION % ("Verified", "2026-04-01", "legal", "2026-05-01: {state: done}, 2026-05-02: {state: verified}"),
    }
    subject = subject_of(TREE | {f"records/actions/{key}.yml": text for key, text in actions.items()}, "2026-05-20")
    rows = read(tables(subject, "next")["Open, or done and to be checked by then"])
    assert [row["Action"] for row in rows] == ["Later still", "Late", "At risk", "Checked by then", "On track"]


@pytest.mark.parametrize(
    ("more", "answers"),
    [
        ("", ["Move the portal [approved]"]),
        ("review: {on: 2026-05-10, outcome: partly, note: Half}", []),
        ("review: {on: 2026-05-30, outcome: partly, note: Half}", ["Move the portal [approved]"]),
        ("withdrawn: {by: n.dlamini, on: 2026-05-10, because: No need}", []),
    ],
)
def test_a_challenge_is_open_while_its_adjustment_is_undecided_or_unreviewed(
    subject_of: SubjectOf, read: Read, more: str, answers: list[str]
) -> None:
    report = """\
---
by: t.mokoena
challenges:
  slow: {title: Slow supplier, category: suppliers, causes: [No contract], response: [a]}
---
"""
    text = ADJUSTMENT % ("the portal", "{by: z.khumalo, on: 2026-05-03}", "finance") + more
    tree = TREE | {"records/sessions/start/finance.md": report, "records/adjustments/finance/a.yml": text}
    rows = read(tables(subject_of(tree, "2026-05-20"), "next")["Challenges still open"])
    assert [row["Answers"] for row in rows] == answers


def test_a_challenge_without_an_answer_known_on_the_day_is_open(subject_of: SubjectOf, read: Read) -> None:
    report = """\
---
by: t.mokoena
challenges:
  slow: {title: Slow supplier, category: suppliers, causes: [No contract], response: [a]}
  lost: {title: Lost key, category: other, causes: [Haste], accepted: It was a spare one}
---
"""
    text = ADJUSTMENT % ("the portal", "", "finance")
    tree = TREE | {"records/sessions/start/finance.md": report, "records/adjustments/finance/a.yml": text}
    rows = read(tables(subject_of(tree, "2026-04-20"), "next")["Challenges still open"])
    assert [(row["Challenge"], row["Answers"]) for row in rows] == [("Slow supplier", "no answer yet")]


def test_what_was_carried_over_opens_the_agenda_and_the_chairs_topics_follow(subject_of: SubjectOf) -> None:
    subject = subject_of(TREE, "2026-05-20")
    agenda = build_agenda(subject, subject.portfolio.sessions["next"])
    assert [part.anchor for part in agenda.parts] == [
        "carried-over",
        "topics",
        "progress",
        "roadblocks",
        "adjustments",
        "achievements",
        "learned",
    ]


def test_the_most_severe_challenges_come_first(subject_of: SubjectOf, read: Read) -> None:
    challenge = "  %s: {title: %s, category: suppliers, severity: %s, causes: [Why]}\n"
    words = ("low", "high", "medium")
    report = "---\nby: t.mokoena\nchallenges:\n" + "".join(challenge % (one, one, one) for one in words) + "---\n"
    tree = TREE | {"records/sessions/start/finance.md": report}
    rows = read(tables(subject_of(tree, "2026-05-20"), "next")["Challenges still open"])
    assert [row["Challenge"] for row in rows] == ["high", "medium", "low"]


CARRIED = "Open, or done and to be checked by then"


@pytest.mark.parametrize(
    ("updates", "follow_up", "expected"),
    [
        ("", "2026-06-30", True),
        ("2026-05-01: {state: blocked}", "2026-06-30", True),
        ("2026-05-01: {state: done}", "2026-06-09", True),
        ("2026-05-01: {state: done}", "2026-06-10", True),
        ("2026-05-01: {state: done}", "2026-06-11", False),
        ("2026-05-01: {state: dropped, note: No}", "2026-06-05", False),
        ("2026-05-01: {state: done}, 2026-05-10: {state: verified}", "2026-06-05", False),
        ("2026-05-01: {state: done}, 2026-05-10: {state: ineffective}", "2026-06-30", True),
    ],
)
def test_what_is_open_or_checked_by_the_sessions_day_is_carried_over(
    subject_of: SubjectOf, read: Read, updates: str, follow_up: str, expected: bool
) -> None:
    text = (ACTION % ("It", "2026-05-20", "finance", updates)).replace("2026-06-05", follow_up)
    rows = read(tables(subject_of(TREE | {"records/actions/a.yml": text}, "2026-05-20"), "next")[CARRIED])
    assert [row["Action"] for row in rows] == (["It"] if expected else [])


def series(cadence: str) -> str:
    return SESSION.replace("kind:", f"cadence: {cadence}\nkind:")


CADENCES = """\
name: Rights House
timezone: Africa/Johannesburg
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
cadences:
  monthly: {kind: monthly, every: month, on: first tuesday, from: 2026-01-01}
  review: {kind: quarterly, every: 3 months, on: first wednesday, from: 2026-01-01}
"""


def since(subject: Subject, session: str) -> str:
    """From which day on achievements are told, which is the day of the session before."""
    caption = next(one for one in tables(subject, session) if one.startswith("Achievements"))
    return caption.removeprefix("Achievements").removeprefix(" since ")


@pytest.mark.parametrize(
    ("sessions", "as_of", "expected"),
    [
        ({}, "2026-05-20", ""),
        ({"a": (series("review"), "2026-03-04", "held")}, "2026-05-20", "4 March 2026"),
        (
            {"a": (series("review"), "2026-03-04", "held"), "b": (series("monthly"), "2026-04-07", "held")},
            "2026-05-20",
            "4 March 2026",
        ),
        ({"b": (series("monthly"), "2026-04-07", "held")}, "2026-05-20", "7 April 2026"),
        (
            {"a": (series("review"), "2026-03-04", "held"), "b": (series("review"), "2026-04-07", "held")},
            "2026-05-20",
            "7 April 2026",
        ),
        (
            {"a": (series("review"), "2026-03-04", "held"), "b": (series("review"), "2026-04-07", "cancelled")},
            "2026-05-20",
            "4 March 2026",
        ),
        (
            {"a": (series("review"), "2026-03-04", "held"), "b": (series("review"), "2026-04-07", "planned")},
            "2026-05-20",
            "4 March 2026",
        ),
        (
            {"a": (series("review"), "2026-03-04", "held"), "b": (series("review"), "2026-04-07", "held")},
            "2026-04-06",
            "4 March 2026",
        ),
        (
            {"a": (series("review"), "2026-03-04", "held"), "b": (series("review"), "2026-04-07", "held")},
            "2026-04-07",
            "7 April 2026",
        ),
        ({"a": (series("review"), "2026-06-10", "held")}, "2026-06-10", ""),
        ({"a": (series("review"), "2026-06-11", "held")}, "2026-06-11", ""),
    ],
    ids=[
        "none",
        "of the series",
        "another series came later",
        "only another series",
        "the later of two",
        "a cancelled one",
        "a missed one",
        "one still to come",
        "one of today",
        "of the same day",
        "after it",
    ],
)
def test_the_session_before_is_the_last_one_held_of_the_series(
    subject_of: SubjectOf, sessions: Mapping[str, tuple[str, str, str]], as_of: str, expected: str
) -> None:
    tree = {
        "records/organisation.yml": CADENCES,
        "records/sessions/next/session.md": series("review") % ("2026-06-10", "planned", "all"),
    } | {
        f"records/sessions/{name}/session.md": text % (day, state, "all")
        for name, (text, day, state) in sessions.items()
    }
    assert since(subject_of(tree, as_of), "next") == expected


def test_achievements_are_told_that_no_session_has_heard_of_yet(subject_of: SubjectOf, read: Read) -> None:
    report = "---\nby: t.mokoena\nachievements: {won: {title: %s}}\n---\n"
    tree = TREE | {
        "records/sessions/before/session.md": SESSION % ("2026-03-01", "held", "all"),
        "records/sessions/before/finance.md": report % "Told before",
        "records/sessions/start/finance.md": report % "Told at the start",
        "records/sessions/after/session.md": (SESSION % ("2026-03-03", "held", "[finance]")).replace(
            "kind: quarterly", "kind: ad-hoc"
        ),
        "records/sessions/after/finance.md": report % "Told after it",
    }
    rows = read(tables(subject_of(tree, "2026-05-20"), "next")["Achievements since 2 March 2026"])
    assert [row["Achievement"] for row in rows] == ["Told after it"]
    assert not tables(subject_of(tree, "2026-05-20"), "small")["Achievements since 2 March 2026"].rows


@pytest.mark.parametrize(
    ("updates", "expected"),
    [
        ("", ["Portal of finance"]),
        ("2026-02-28: {achieved: 2026-02-27}", []),
        ("2026-03-02: {achieved: 2026-03-02}", []),
        ("2026-03-03: {achieved: 2026-03-03}", ["Portal of finance"]),
    ],
    ids=["open", "reached before the last session", "reached on its day", "reached since"],
)
def test_what_was_done_with_before_the_last_session_is_not_progress(
    subject_of: SubjectOf, updates: str, expected: list[str]
) -> None:
    tree = TREE | {"records/progress/finance-2026.yml": f"milestones: {{portal: {{{updates}}}}}\n"}
    assert of_department(subject_of(tree, "2026-05-20"), "next", "Finance") == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("{start: 2026-01-01, end: 2026-05-19}", []),
        ("{start: 2026-01-01, end: 2026-05-20}", ["Portal of finance"]),
        ("{start: 2026-05-20, end: 2026-12-31}", ["Portal of finance"]),
        ("{start: 2026-05-21, end: 2026-12-31}", []),
    ],
)
def test_progress_is_that_of_plans_in_force(subject_of: SubjectOf, period: str, expected: list[str]) -> None:
    plan = (PLAN % ("finance", "finance", "finance")).replace("{start: 2026-01-01, end: 2026-12-31}", period)
    subject = subject_of(TREE | {"records/plans/finance-2026.yml": plan}, "2026-05-20")
    assert of_department(subject, "next", "Finance") == expected


def test_what_changed_has_a_row_and_what_goes_on_well_a_line(subject_of: SubjectOf, read: Read) -> None:
    milestones = """\
milestones:
  portal: {title: Portal of finance, owner: n.dlamini, due: 2026-11-30}
  calm: {title: Calm, owner: n.dlamini, due: 2026-11-30}
  late: {title: Late before and now, owner: n.dlamini, due: 2026-03-01}
"""
    progress = "milestones: {portal: {2026-03-10: {forecast: 2026-12-24}}, calm: {2026-02-28: {percent: 50}}}\n"
    plan = (PLAN % ("finance", "finance", "finance")).partition("milestones:")[0] + milestones
    tree = TREE | {"records/plans/finance-2026.yml": plan, "records/progress/finance-2026.yml": progress}
    agenda = build_agenda(subject := subject_of(tree, "2026-04-05"), subject.portfolio.sessions["next"])
    (part,) = [part for part in agenda.parts if part.anchor == "progress"]
    (block,) = [block for block in part.blocks if block.table.caption == "Finance"]
    assert [(row["Milestone or KPI"], row["On 2 March 2026"]) for row in read(block.table)] == [
        ("Portal of finance", "[on track]"),
        ("Late before and now", "the same"),
    ]
    assert [cell.text for cell in block.steady if isinstance(cell, Link)] == ["Calm"]
    assert part.summary == (
        "4 milestones and KPIs still open or changed since 2 March 2026: 1 changed, 1 off track or missed"
    )


def test_the_agenda_says_what_waits_in_each_part_and_where(subject_of: SubjectOf, read: Read) -> None:
    tree = TREE | {
        "records/actions/a.yml": ACTION % ("Late", "2026-05-10", "legal", ""),
        "records/actions/b.yml": ACTION % ("Later", "2026-05-30", "legal", "2026-05-01: {state: blocked}"),
        "records/adjustments/finance/move.yml": ADJUSTMENT % ("the portal", "", "finance"),
    }
    subject = subject_of(tree, "2026-05-20")
    agenda = build_agenda(subject, subject.portfolio.sessions["next"])
    assert [(row["Part"], row["What waits"]) for row in read(agenda.overview)] == [
        ("Actions carried over", "2 actions: 1 overdue, 1 blocked"),
        ("Topics from the chair", "1 topic"),
        (
            "A. Progress by department",
            "2 milestones and KPIs still open or changed since 2 March 2026: 0 changed, 0 off track or missed",
        ),
        ("B. Roadblocks and root causes", "0 off track without an answer, 0 challenges still open"),
        ("C. Adjustments", "1 to decide, 0 effects to review"),
        ("D. Achievements and feedback", "0 achievements, 0 pieces of unanswered feedback"),
        ("What we learned", "Nothing new since 2 March 2026"),
    ]
    assert agenda.overview.rows[0].cells[0] == Link(
        "Actions carried over", "sessions/next/index.html#agenda-carried-over"
    )


def test_times_come_from_the_session_else_from_its_cadence(subject_of: SubjectOf, read: Read) -> None:
    cadences = CADENCES.replace("from: 2026-01-01}", "from: 2026-01-01, time: 09:00, minutes: 60}", 1)
    text = series("monthly") % ("2026-06-10", "planned", "all")
    tree = {"records/organisation.yml": cadences, "records/sessions/next/session.md": text}

    def times(tree: Mapping[str, str]) -> list[tuple[str, str]]:
        subject = subject_of(tree, "2026-05-20")
        agenda = build_agenda(subject, subject.portfolio.sessions["next"])
        return [(row["From"], row["Minutes"]) for row in read(agenda.overview)[:3]]

    assert times(tree) == [("", "–"), ("09:00", "15"), ("09:15", "45")]
    own = text.replace("kind:", "time: 14:00\nminutes: 30\nkind:")
    assert times(tree | {"records/sessions/next/session.md": own}) == [("", "–"), ("14:00", "15"), ("14:15", "15")]
