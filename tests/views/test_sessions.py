from __future__ import annotations

from collections.abc import Callable, Mapping

from followup_build.views.cells import Cell, Chip, Line, Link, Table
from followup_build.views.sessions import SessionView, build_session_pages, build_sessions
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

SESSION = """\
---
title: %s
kind: monthly
cadence: check-in
date: %s
status: %s
chair: z.khumalo
attendees: [n.dlamini]
decisions: {go: We go}
---
## Minutes
What was said.
"""
ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
cadences:
  check-in: {kind: monthly, title: Monthly check-in, every: month, on: first tuesday, from: 2026-04-01}
"""
TREE = {
    "records/organisation.yml": ORGANISATION,
    "records/sessions/a/session.md": SESSION % ("April", "2026-04-07", "held"),
    "records/sessions/b/session.md": SESSION % ("May", "2026-05-05", "planned"),
    "records/sessions/c/session.md": SESSION % ("June", "2026-06-02", "cancelled"),
    "records/sessions/d/session.md": SESSION % ("July", "2026-07-07", "held"),
    "records/sessions/d/finance.md": "---\nby: t.mokoena\n---\nAll is well.\n",
    "records/sessions/e/session.md": SESSION % ("August", "2026-08-04", "planned"),
}


YEARS = TREE | {
    "records/sessions/f/session.md": SESSION % ("January", "2027-01-05", "held"),
}


def pages(subject: Subject) -> dict[str, SessionView]:
    return dict(build_session_pages(subject))


def facts(subject: Subject, session: str) -> dict[str, str]:
    view = pages(subject)[session]
    return {name: plain(cell) for name, cell in (*view.summary, *view.facts)}


def plain(cell: Cell) -> str:
    if isinstance(cell, Line | tuple):
        return "".join(plain(one) for one in (cell.parts if isinstance(cell, Line) else cell))
    if isinstance(cell, Chip):
        return f"[{cell.word}]"
    assert isinstance(cell, str | Link)
    return cell if isinstance(cell, str) else cell.text


def test_sessions_to_come_are_soonest_first_and_past_ones_latest_first(subject_of: SubjectOf, read: Read) -> None:
    view = build_sessions(subject_of(TREE, "2026-06-02"))
    assert [row["Session"] for row in read(view.coming)] == ["July", "August"]
    (past,) = view.past
    assert [(row["Session"], row["State"]) for row in read(past.table)] == [
        ("June", "[cancelled]"),
        ("May", "[missed]"),
        ("April", "[held]"),
    ]
    assert read(past.table)[0]["Departments"] == "all departments"
    assert [plain(one) for one in view.missed] == ["May, Tuesday 5 May 2026"]


def test_past_sessions_of_earlier_years_stand_by_themselves(subject_of: SubjectOf) -> None:
    view = build_sessions(subject_of(YEARS, "2027-02-01"))
    titles = ["1 session of 2027", "7 sessions of 2026"]
    assert [past.title for past in view.past] == titles, "five on file, and two that were missed without a word"


def test_the_soonest_session_is_named_first(subject_of: SubjectOf) -> None:
    view = build_sessions(subject_of(TREE, "2026-08-03"))
    assert [plain(one) for one in view.next] == ["August, Tuesday 4 August 2026, tomorrow"]
    assert not build_sessions(subject_of(TREE, "2026-08-05")).next


def test_many_sessions_of_one_day_are_counted(subject_of: SubjectOf) -> None:
    many = {f"records/sessions/m{number}/session.md": SESSION % ("M", "2026-08-03", "planned") for number in range(5)}
    view = build_sessions(subject_of(TREE | many, "2026-08-01"))
    assert [plain(one) for one in view.next] == ["5 sessions on Monday 3 August 2026, in two days"]


def test_a_session_of_today_is_to_come_until_it_was_held(subject_of: SubjectOf, read: Read) -> None:
    on_its_day = build_sessions(subject_of(TREE, "2026-05-05"))
    assert [row["Session"] for row in read(on_its_day.coming)] == ["May", "June", "July", "August"]
    held = build_sessions(subject_of(TREE, "2026-04-07"))
    assert [row["Session"] for row in read(held.past[0].table)] == ["April"]


def test_a_session_after_the_day_tells_nothing_of_what_happened_in_it(subject_of: SubjectOf) -> None:
    before, on = (pages(subject_of(TREE, day))["d"] for day in ("2026-07-06", "2026-07-07"))
    assert (before.chip.word, before.attendees, before.decisions, before.text.markdown, before.reports) == (
        "planned",
        (),
        (),
        "",
        (),
    )
    assert before.agenda.parts
    assert before.expected.columns == ("Department", "Head")
    assert "Reports" not in facts(subject_of(TREE, "2026-07-06"), "d")
    assert not before.has_outcome
    assert on.text_heading == "Minutes"
    assert on.text.markdown.strip() == "What was said."
    assert (len(on.reports), len(on.decisions), len(on.attendees)) == (1, 1, 1)
    assert on.has_outcome
    assert not on.agenda.parts
    assert not on.expected.rows


def test_a_session_to_come_says_whose_report_is_missing(subject_of: SubjectOf, read: Read) -> None:
    tree = TREE | {
        "records/organisation.yml": ORGANISATION.replace(
            "cadences:", "  legal: {name: Legal, head: n.dlamini, approvers: [z.khumalo]}\ncadences:"
        ),
        "records/sessions/e/finance.md": "---\nby: t.mokoena\n---\nAll is well.\n",
    }
    view = pages(subject_of(tree, "2026-08-01"))["e"]
    assert [(row["Department"], row["Report"]) for row in read(view.expected)] == [
        ("Finance", "[sent]"),
        ("Legal", "[not sent yet]"),
    ]
    assert facts(subject_of(tree, "2026-08-01"), "e")["Reports"] == "1 of 2 sent; still to come from Legal"
    assert not view.reports


def test_a_missed_session_says_why_and_what_takes_up_its_place(subject_of: SubjectOf) -> None:
    view = pages(subject_of(TREE, "2026-05-06"))["b"]
    assert view.state == "missed"
    assert view.reasons == "Planned for 5 May 2026 and not recorded as held."
    assert plain(view.instead) == "July on 7 July 2026"
    assert not view.agenda.parts
    assert not view.has_outcome
    assert pages(subject_of(TREE, "2026-08-05"))["b"].instead == ""


def test_the_text_of_a_cancelled_session_is_no_minutes(subject_of: SubjectOf) -> None:
    view = pages(subject_of(TREE, "2026-05-06"))["c"]
    assert (view.text_heading, view.reasons) == ("Notes", "Cancelled; it was planned for 2 June 2026.")
    assert view.text.markdown


def test_a_session_leads_to_its_neighbours_in_the_series_with_their_days(subject_of: SubjectOf) -> None:
    subject = subject_of(TREE, "2026-05-06")
    found = facts(subject, "b")
    assert (found["Series"], found["Previous"], found["Next"]) == (
        "Monthly check-in",
        "April, 7 April 2026 [held]",
        "June, 2 June 2026 [cancelled]",
    )
    assert "Previous" not in facts(subject, "a")


ACTION = "title: %s\nowner: n.dlamini\ndue: %s\nfollow_up: 2026-09-01\ndepartment: finance\nsession: a\nupdates: {%s}\n"
PLAN = """\
title: The plan
department: finance
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2026-01-02}]
milestones: {portal: {title: The portal, owner: n.dlamini, due: 2026-11-30}}
"""
ADJUSTMENT = """\
title: Move it
reason: Late.
owner: n.dlamini
session: a
follow_up: 2026-08-10
proposed: {by: n.dlamini, on: 2026-04-08}
approvals: [{by: z.khumalo, on: 2026-04-09}]
changes: [{milestone: finance-2026/portal, due: {from: 2026-11-30, to: 2026-12-15}}]
"""
AGREED = TREE | {
    "records/actions/one.yml": ACTION
    % ("Verified", "2026-04-20", "2026-04-19: {state: done}, 2026-04-20: {state: verified}"),
    "records/actions/two.yml": ACTION % ("Going", "2026-07-20", "2026-04-19: {state: in_progress}"),
    "records/actions/six.yml": ACTION % ("Late", "2026-04-20", ""),
    "records/plans/finance-2026.yml": PLAN,
    "records/adjustments/finance/move.yml": ADJUSTMENT,
}


def test_a_held_session_says_first_what_came_of_it(subject_of: SubjectOf, read: Read) -> None:
    subject = subject_of(AGREED, "2026-05-06")
    found = facts(subject, "a")
    assert found["To do"] == "3 actions: 1 overdue, 1 in progress, 1 verified"
    assert found["To change"] == "1 adjustment: 1 approved"
    assert (found["Decided"], found["Changed"], found["Reports"], found["Attended"]) == (
        "1 decision",
        "1 promise",
        "none of 1 departments",
        "1",
    )
    outcome = pages(subject)["a"].outcome
    assert [(row["Action"], row["State today"]) for row in read(outcome.actions)] == [
        ("Late", "[overdue]"),
        ("Going", "[in progress]"),
        ("Verified", "[verified]"),
    ]
    assert (
        read(outcome.adjustments)[0]["What it changes"] == "The portal: Due from 30 November 2026 to 15 December 2026"
    )
    assert outcome.moved == (Link("The portal", "plans/finance-2026/index.html#portal"),)


def test_a_session_leads_to_its_actions_in_the_tracker(subject_of: SubjectOf) -> None:
    subject = subject_of(AGREED, "2026-05-06")
    assert pages(subject)["a"].outcome.tracker == Link("See them in the tracker", "actions/index.html?session=a")
    rows = {row.cells[0]: row.cells[-1] for past in build_sessions(subject).past for row in past.table.rows}
    assert [cell for name, cell in rows.items() if isinstance(name, Link) and name.text == "April"] == [
        Link("3 actions: 1 overdue, 1 in progress, 1 verified", "actions/index.html?session=a")
    ]
    assert [cell for name, cell in rows.items() if isinstance(name, Link) and name.text == "May"] == ["–"]


def test_what_a_confidential_adjustment_moved_stays_with_it(subject_of: SubjectOf) -> None:
    secret = {"records/adjustments/finance/move.yml": ADJUSTMENT + "confidential: true\n"}
    outcome = pages(subject_of(AGREED | secret, "2026-05-06"))["a"].outcome
    assert outcome.moved == ()
    assert "15 December" not in str(outcome)
    assert "The portal" not in str(outcome)


def test_a_confidential_session_keeps_its_place_and_its_milestone(subject_of: SubjectOf) -> None:
    text = AGREED["records/sessions/b/session.md"].replace(
        "chair:", "place: The attic\nmilestone: finance-2026/portal\nconfidential: true\nchair:"
    )
    view = pages(subject_of(AGREED | {"records/sessions/b/session.md": text}, "2026-05-01"))["b"]
    assert view.is_hidden
    assert not view.agenda.parts
    assert not view.summary
    assert "attic" not in str(view)
    assert "portal" not in str(view)
