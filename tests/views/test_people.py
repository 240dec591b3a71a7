from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.views.cells import Table
from followup_build.views.people import PersonView, build_people, build_person_pages
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

PLAN = """\
title: The plan
department: finance
owner: n.dlamini
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2026-01-02}]
milestones:
  calm: {title: Calm, owner: n.dlamini, due: 2026-10-30}
  soon: {title: Soon, owner: n.dlamini, due: 2026-05-25}
  late: {title: Late, owner: n.dlamini, due: 2026-05-01}
"""
PROGRESS = "milestones: {calm: {2026-05-15: {percent: 10}}, soon: {2026-05-15: {percent: 60}}}\n"
ADJUSTMENT = """\
title: Move calm
reason: Late.
owner: n.dlamini
follow_up: %s
proposed: {by: %s, on: 2026-05-02}
approvals: [%s]
changes: [{milestone: finance-2026/calm, due: {from: 2026-10-30, to: 2026-11-15}}]
"""
ACTION = """\
title: %s
owner: n.dlamini
due: %s
follow_up: 2026-05-20
department: finance
session: start
updates: {%s}
"""
SESSION = "---\ntitle: %s\nkind: monthly\ndate: %s\nstatus: %s\nchair: n.dlamini\n---\n"
TREE = {
    "records/plans/finance-2026.yml": PLAN,
    "records/progress/finance-2026.yml": PROGRESS,
    "records/sessions/start/session.md": SESSION % ("Start", "2026-04-01", "held"),
    "records/sessions/second/session.md": SESSION % ("Second", "2026-07-01", "planned"),
    "records/sessions/first/session.md": SESSION % ("First", "2026-06-01", "planned"),
}


def part(subject: Subject, person: str, anchor: str) -> Table | None:
    view: PersonView = dict(build_person_pages(subject))[person]
    return next((part.table for part in view.parts if part.anchor == anchor), None)


@pytest.mark.parametrize(
    ("proposer", "as_of", "expected"),
    [
        ("n.dlamini", "2026-05-01", False),
        ("n.dlamini", "2026-05-02", True),
        ("z.khumalo", "2026-05-02", False),
    ],
)
def test_a_proposal_waits_for_the_approvers_who_did_not_make_it(
    subject_of: SubjectOf, proposer: str, as_of: str, *, expected: bool
) -> None:
    tree = TREE | {"records/adjustments/finance/a.yml": ADJUSTMENT % ("2026-12-01", proposer, "")}
    subject = subject_of(tree, as_of)
    assert (part(subject, "z.khumalo", "decide") is not None) is expected
    assert part(subject, "c.botha", "decide") is None, "an approver of another department"


def test_a_proposal_waits_for_nobody_who_is_no_approver_any_more(subject_of: SubjectOf) -> None:
    organisation = """\
name: Rights House
timezone: Africa/Johannesburg
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [{who: z.khumalo, until: 2026-05-19}, t.mokoena]}
"""
    tree = TREE | {
        "records/organisation.yml": organisation,
        "records/adjustments/finance/a.yml": ADJUSTMENT % ("2026-12-01", "n.dlamini", ""),
    }
    assert part(subject_of(tree, "2026-05-19"), "z.khumalo", "decide") is not None
    subject = subject_of(tree, "2026-05-20")
    assert part(subject, "z.khumalo", "decide") is None
    assert part(subject, "t.mokoena", "decide") is not None


@pytest.mark.parametrize(
    ("follow_up", "anchor"), [("2026-05-10", "effects"), ("2026-06-19", "effects"), ("2026-06-20", "adjustments")]
)
def test_effects_are_to_review_from_thirty_days_before(subject_of: SubjectOf, follow_up: str, anchor: str) -> None:
    text = ADJUSTMENT % (follow_up, "n.dlamini", "{by: z.khumalo, on: 2026-05-03}")
    subject = subject_of(TREE | {"records/adjustments/finance/a.yml": text}, "2026-05-20")
    found = {one: part(subject, "n.dlamini", one) is not None for one in ("effects", "adjustments")}
    assert found == {"effects": anchor == "effects", "adjustments": anchor == "adjustments"}


def test_what_is_overdue_or_red_comes_first_and_the_owner_is_not_repeated(subject_of: SubjectOf, read: Read) -> None:
    actions = {
        "a": ACTION % ("In time", "2026-06-30", ""),
        "b": ACTION % ("Overdue", "2026-05-10", ""),
        "c": ACTION % ("To verify", "2026-05-01", "2026-05-01: {state: done}"),
        "d": ACTION % ("Closed", "2026-05-01", "2026-05-01: {state: done}, 2026-05-20: {state: verified}"),
    }
    subject = subject_of(TREE | {f"records/actions/{key}.yml": text for key, text in actions.items()}, "2026-05-20")
    tables = {part.anchor: part.table for part in dict(build_person_pages(subject))["n.dlamini"].parts}
    assert list(tables) == ["verify", "sessions", "actions", "milestones", "plans"]
    assert [row["Action"] for row in read(tables["actions"])] == ["Overdue", "In time"]
    assert [row["Action"] for row in read(tables["verify"])] == ["To verify"]
    assert [row["Milestone"] for row in read(tables["milestones"])] == ["Late", "Soon", "Calm"]
    assert [row["Session"] for row in read(tables["sessions"])] == ["First", "Second"]
    assert all("Owner" not in table.columns for table in tables.values())


def test_feedback_stands_with_its_answer_unless_it_is_confidential(subject_of: SubjectOf, read: Read) -> None:
    text = "---\ntitle: Too long\ndate: 2026-05-01\nfrom: n.dlamini\n%s---\n"
    tree = TREE | {
        "records/feedback/a.md": text % "response: {by: z.khumalo, on: 2026-05-04, note: Two pages}\n",
        "records/feedback/b.md": text % "confidential: true\n",
    }
    table = part(subject_of(tree, "2026-05-20"), "n.dlamini", "feedback")
    assert table is not None
    assert [(row["Feedback"], row["Answer"]) for row in read(table)] == [("Too long", "Two pages | on 4 May 2026")]
    table = part(subject_of(tree, "2026-05-03"), "n.dlamini", "feedback")
    assert table is not None
    assert read(table)[0]["Answer"] == "no answer yet"


def test_people_are_counted_and_leavers_come_last(subject_of: SubjectOf, read: Read) -> None:
    people = """\
m.naidoo: {name: Maya Naidoo, department: finance, role: Analyst, left: 2026-03-31}
n.dlamini: {name: Neo Dlamini, department: finance}
z.khumalo: {name: Zanele Khumalo, github: zkhumalo}
"""
    tree = TREE | {
        "records/people.yml": people,
        "records/actions/one.yml": ACTION % ("Overdue", "2026-05-10", ""),
        "records/adjustments/finance/a.yml": ADJUSTMENT % ("2026-12-01", "n.dlamini", ""),
    }
    rows = read(build_people(subject_of(tree, "2026-05-20")).table)
    assert [row["Name"] for row in rows] == ["Neo Dlamini", "Zanele Khumalo", "Maya Naidoo"]
    assert [(row["Open actions"], row["Overdue"], row["Off track"], row["To decide"]) for row in rows] == [
        ("1", "1", "1", ""),
        ("", "", "", "1"),
        ("", "", "", ""),
    ]
    assert rows[1]["Department"] == "Rights House"
    assert rows[2]["Role"] == "[left on 31 March 2026] | Analyst"
    assert read(build_people(subject_of(tree, "2026-03-30")).table)[0]["Name"] == "Maya Naidoo"


def test_a_page_begins_with_what_cannot_wait_and_its_numbers_are_those_of_its_lists(subject_of: SubjectOf) -> None:
    tree = TREE | {
        "records/actions/a.yml": ACTION % ("Overdue", "2026-05-10", ""),
        "records/actions/b.yml": ACTION % ("Soon", "2026-06-03", ""),
        "records/actions/c.yml": ACTION % ("Later", "2026-06-04", ""),
        "records/actions/d.yml": ACTION % ("To verify", "2026-05-01", "2026-05-01: {state: done}"),
        "records/adjustments/finance/move.yml": ADJUSTMENT % ("2026-12-01", "n.dlamini", ""),
    }
    subject = subject_of(tree, "2026-05-20")
    view = dict(build_person_pages(subject))["n.dlamini"]
    assert {part.anchor: [notice.what.text for notice in part.notices] for part in view.now} == {  # type: ignore[union-attr]
        "overdue": ["Overdue"],
        "red": ["Late"],
        "soon": ["Soon", "Soon"],
        "owed": ["Late", "Overdue", "Soon", "Later"],
    }
    lengths = {part.anchor: len(part.notices) for part in view.now} | {
        part.anchor: len(part.table.rows) for part in view.parts
    }
    assert {call.anchor: call.number for call in view.calls} == {
        call.anchor: lengths[call.anchor] for call in view.calls
    }
    assert [call.anchor for call in view.calls] == ["overdue", "red", "soon", "verify", "owed", "sessions"]
    (call,) = dict(build_person_pages(subject))["z.khumalo"].calls
    assert (call.number, call.words, call.anchor) == (1, "to decide", "decide")


def test_sessions_to_attend_are_those_of_the_chair_and_the_next_of_the_department(
    subject_of: SubjectOf, read: Read
) -> None:
    days = [f"2026-0{month}-01" for month in (6, 7, 8, 9)]
    tree = TREE | {f"records/sessions/s{day}/session.md": SESSION % (day, day, "planned") for day in days}
    subject = subject_of(tree, "2026-05-20")
    chaired = part(subject, "n.dlamini", "sessions")
    invited = part(subject, "t.mokoena", "sessions")
    assert chaired is not None
    assert invited is not None
    assert {row["Part"] for row in read(chaired)} == {"in the chair"}
    assert len(chaired.rows) == 6
    assert [(row["When"], row["Part"]) for row in read(invited)] == [
        ("in twelve days", "invited"),
        ("in twelve days", "invited"),
        ("in six weeks", "invited"),
    ]
    assert part(subject, "z.khumalo", "sessions") is None, "somebody of no department"


def test_what_is_confidential_waits_without_its_words(subject_of: SubjectOf) -> None:
    secret = (ACTION % ("Canary", "2026-05-10", "")) + "confidential: true\n"
    view = dict(build_person_pages(subject_of(TREE | {"records/actions/a.yml": secret}, "2026-05-20")))["n.dlamini"]
    assert "Canary" not in repr(view)
    (notice,) = next(part.notices for part in view.now if part.anchor == "overdue")
    assert notice.why == ""
