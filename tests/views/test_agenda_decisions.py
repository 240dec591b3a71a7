from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.views.agenda import build_agenda
from followup_build.views.cells import Line, Link, Table
from followup_build.views.papers.agenda_paper import build_agenda_paper, most_named
from followup_build.views.papers.paper import Listing
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

SESSION = "---\ntitle: %s\nkind: quarterly\ndate: %s\nstatus: %s\nchair: z.khumalo\ndepartments: %s\n%s---\n"
PLAN = """\
title: Plan
department: %s
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2026-01-02}, {by: c.botha, on: 2026-01-02}]
milestones: {portal: {title: Portal of %s, owner: n.dlamini, due: %s}}
"""
ADJUSTMENT = """\
title: Move %s
reason: The supplier was late.
owner: n.dlamini
follow_up: 2026-06-05
proposed: {by: t.mokoena, on: %s}
approvals: [%s]
changes: [{milestone: finance-2026/portal, due: {from: 2026-11-30, to: 2026-12-15}}]
"""
REPORT = "---\nby: t.mokoena\nchallenges: {c%d: {title: %s, category: suppliers, causes: [%s]%s}}\n---\n"
FEEDBACK = "---\ntitle: %s\ndate: %s\n%s---\n"
TREE = {
    "records/sessions/start/session.md": SESSION % ("Start", "2026-03-02", "held", "all", ""),
    "records/sessions/next/session.md": SESSION
    % ("Next", "2026-06-10", "planned", "all", "time: 10:00\nminutes: 60\n"),
    "records/sessions/small/session.md": SESSION % ("Small", "2026-06-10", "planned", "[legal]", ""),
    "records/plans/finance-2026.yml": PLAN % ("finance", "finance", "2026-11-30"),
    "records/plans/legal-2026.yml": PLAN % ("legal", "legal", "2026-04-30"),
}
DAY = "2026-05-20"


def asked(subject: Subject, session: str, read: Read) -> list[tuple[str, ...]]:
    agenda = build_agenda(subject, subject.portfolio.sessions[session])
    return [tuple(row.values()) for row in read(agenda.decisions)]


def test_what_is_to_be_decided_stands_first_by_kind_with_who_speaks_and_when_it_comes(
    subject_of: SubjectOf, read: Read
) -> None:
    tree = TREE | {
        "records/adjustments/finance/new.yml": ADJUSTMENT % ("the portal", "2026-05-02", ""),
        "records/adjustments/finance/done.yml": (
            ADJUSTMENT % ("the owner", "2026-04-02", "{by: z.khumalo, on: 2026-04-10}")
        ).replace("due: {from: 2026-11-30, to: 2026-12-15}", "owner: {from: n.dlamini, to: t.mokoena}"),
        "records/sessions/start/finance.md": REPORT % (1, "Slow", "No contract", ""),
        "records/feedback/old.md": FEEDBACK % ("Too long", "2026-05-10", ""),
        "records/feedback/new.md": FEEDBACK % ("Too short", "2026-05-11", ""),
    }
    assert asked(subject_of(tree, DAY), "next", read) == [
        (
            "Approve or reject: Move the portal",
            "Neo Dlamini",
            "Proposed on 2 May 2026; waits for the approval of Finance.",
            "part C, 10:40",
        ),
        (
            "Did it work? Move the owner",
            "Neo Dlamini",
            "Approved on 10 April 2026; its effect is looked at on 5 June 2026.",
            "part C, 10:40",
        ),
        (
            "What is done about it? Portal of legal",
            "Neo Dlamini",
            "Off track since 1 May 2026, and nobody has answered.",
            "part B, 10:20",
        ),
        (
            "What is done about it? Slow",
            "Thandi Mokoena",
            "Reported on 2 March 2026, and nobody has answered.",
            "part B, 10:20",
        ),
        ("Who answers? Too long", "–", "Waits for ten days, a month or more by the session.", "part D, 10:50"),
    ]
    assert [told[0] for told in asked(subject_of(tree, DAY), "small", read)] == [
        "What is done about it? Portal of legal",
        "Who answers? Too long",
    ]


def test_nothing_to_decide_is_told(subject_of: SubjectOf) -> None:
    tree = {key: text for key, text in TREE.items() if "legal-2026" not in key}
    agenda = build_agenda(subject := subject_of(tree, DAY), subject.portfolio.sessions["next"])
    assert (agenda.decisions.rows, agenda.decisions.empty) == ((), "Nothing waits for a decision.")


@pytest.mark.parametrize(("count", "named", "more"), [(7, 7, []), (8, 5, ["3 more adjustments to decide"])])
def test_of_many_the_first_are_named_and_the_others_counted(
    subject_of: SubjectOf, read: Read, count: int, named: int, more: list[str]
) -> None:
    tree = TREE | {
        f"records/adjustments/finance/a{number}.yml": ADJUSTMENT % (str(number), f"2026-05-1{number}", "")
        for number in range(count)
    }
    told = [one[0] for one in asked(subject_of(tree, DAY), "next", read) if "Portal" not in one[0]]
    assert told == [*(f"Approve or reject: Move {number}" for number in range(named)), *more]


def test_a_long_list_is_short_on_paper_and_whole_where_asked(subject_of: SubjectOf) -> None:
    action = (
        "title: Act %d\nowner: n.dlamini\ndue: 2026-05-01\nfollow_up: 2026-06-05\ndepartment: finance\nsession: start\n"
    )
    tree = TREE | {f"records/actions/a{number:02d}.yml": action % number for number in range(20)}
    subject = subject_of(tree, DAY)
    for most, expected, foot in ((12, 12, ("And 8 more.",)), (17, 20, ""), (None, 20, "")):
        paper = build_agenda_paper(subject, subject.portfolio.sessions["next"], most)
        (part,) = [part for part in paper.parts if part.anchor == "carried-over"]
        (listing,) = part.blocks
        assert isinstance(listing, Listing)
        assert (len(listing.entries), listing.foot) == (expected, foot)
        assert "20 actions: 20 overdue." in part.summary


@pytest.mark.parametrize(
    ("length", "expected"),
    [("", 12), ("minutes: 30\n", 4), ("minutes: 45\n", 4), ("minutes: 60\n", 6), ("minutes: 120\n", 12)],
)
def test_a_longer_session_names_more(subject_of: SubjectOf, length: str, expected: int) -> None:
    text = SESSION % ("Next", "2026-06-10", "planned", "all", length)
    subject = subject_of(TREE | {"records/sessions/next/session.md": text}, DAY)
    assert most_named(subject, subject.portfolio.sessions["next"]) == expected


def test_an_action_on_course_is_named_in_a_line_and_none_of_its_words(subject_of: SubjectOf) -> None:
    action = (
        "title: Act\nowner: n.dlamini\ndue: 2026-07-01\nfollow_up: 2026-08-05\ndepartment: finance\nsession: start\n"
        "updates: {2026-05-15: {state: in_progress}}\n"
    )
    tree = TREE | {"records/actions/a.yml": action, "records/actions/b.yml": f"{action}confidential: true\n"}
    subject = subject_of(tree, DAY)
    (block,) = build_agenda(subject, subject.portfolio.sessions["next"]).parts[0].blocks
    assert block.table.rows == ()
    assert block.steady_word == "On course"
    assert block.steady == (
        Line((Link("Act", "actions/index.html#a"), " (1 Jul 2026)")),
        Link("Confidential action", "actions/index.html#b"),
    )


@pytest.mark.parametrize(
    ("more", "is_told"),
    [
        ("{2026-05-15: {state: in_progress}}", False),
        ("{2026-05-15: {state: blocked}}", True),
        ("{2026-03-03: {state: in_progress}}", True),
        ("{2026-05-15: {state: done}}", True),
    ],
    ids=["goes on", "blocked", "silent", "to be checked by the session"],
)
def test_a_challenge_whose_answer_goes_well_needs_no_words(subject_of: SubjectOf, more: str, is_told: bool) -> None:
    action = (
        "title: Act\nowner: n.dlamini\ndue: 2026-07-01\nfollow_up: 2026-06-10\ndepartment: finance\nsession: start\n"
    )
    tree = TREE | {
        "records/actions/act.yml": f"{action}updates: {more}\n",
        "records/sessions/start/finance.md": REPORT % (1, "Slow", "No contract", ", response: [act]"),
    }
    subject = subject_of(tree, DAY)
    (part,) = [
        one for one in build_agenda(subject, subject.portfolio.sessions["next"]).parts if one.anchor == "roadblocks"
    ]
    challenges = part.blocks[1]
    assert (len(challenges.table.rows), len(challenges.steady)) == ((1, 0) if is_told else (0, 1))
    assert part.summary == "1 off track without an answer, 1 challenge still open"
