from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from promise_tree import PLANS, adjustment, open_subject, words

from followup_build.views.between import Span, find_latest, find_spans
from followup_build.views.changes import build_changes
from followup_build.views.departments import build_department_pages
from followup_build.views.home import build_home
from followup_build.views.subject import Subject

WriteTree = Callable[[Mapping[str, str]], Path]
SubjectOf = Callable[[Mapping[str, str], str], Subject]

SESSION = "---\ntitle: %s\nkind: monthly\ndate: %s\nstatus: %s\nchair: z.khumalo\n%s---\n"
PROGRESS = """\
kpis:
  paid: {2026-03: 86.4, 2026-04: 60, 2026-05: 89.5}
milestones:
  tests: {2026-05-10: {achieved: 2026-05-09}}
"""
MOVE = "  - {milestone: finance-2026/portal, due: {from: 2026-06-30, to: 2026-08-15}}"
ACTION = """\
title: Agree tests
owner: n.dlamini
due: 2026-05-15
follow_up: 2026-06-15
department: finance
session: april
updates: {2026-05-14: {state: done}}
"""
TREE = {
    **PLANS,
    "records/progress/finance-2026.yml": PROGRESS,
    "records/adjustments/finance/2026-04-15-change.yml": adjustment(MOVE),
    "records/actions/tests.yml": ACTION,
    "records/sessions/march/session.md": SESSION % ("March", "2026-03-31", "held", ""),
    "records/sessions/april/session.md": SESSION % ("April", "2026-04-15", "held", ""),
    "records/sessions/may/session.md": SESSION % ("May", "2026-05-05", "held", ""),
    "records/sessions/legal/session.md": SESSION % ("Legal alone", "2026-05-19", "held", "departments: [legal]\n"),
    "records/sessions/lost/session.md": SESSION % ("Lost", "2026-05-12", "planned", ""),
}


def told(span: Span) -> dict[str, list[str]]:
    return {group.kind: [words(line) for line in group.lines] for group in span.groups}


def test_what_changed_between_two_sessions_is_told_in_sentences(write_tree: WriteTree) -> None:
    spans = find_spans(open_subject(write_tree(TREE)))
    assert [span.title for span in spans] == [
        "Since 19 May 2026",
        "From 5 May 2026 to 19 May 2026",
        "From 15 April 2026 to 5 May 2026",
        "From 31 March 2026 to 15 April 2026",
    ]
    assert [span.anchor for span in spans] == [
        "since-2026-05-19",
        "until-2026-05-19",
        "until-2026-05-05",
        "until-2026-04-15",
    ]
    _, may, april, march = spans
    assert told(march)["agreed"] == ["Agree tests (Neo Dlamini)"]
    found = told(april)
    (red,) = found["red"]
    assert red.startswith("Paid on time is now off track, it was ")
    assert found["promises"] == [
        "A change (17 April 2026) | Royalty portal live: due from 30 June 2026 to 15 August 2026"
    ]
    assert found["values"] == ["1 value measured: Finance 1."]
    assert april.summary == "1 went off track, 1 adjustment approved."
    assert told(may)["reached"] == ["Acceptance tests agreed is now achieved, it was on track."]
    assert told(may)["done"] == ["Agree tests (done, 14 May 2026)"]
    assert words(may.sessions[0]) == "May"


def test_the_last_session_is_one_of_all_departments_where_there_was_one(write_tree: WriteTree) -> None:
    latest = find_latest(open_subject(write_tree(TREE)))
    assert latest is not None
    assert (latest.anchor, words(latest.sessions[0])) == ("since-2026-05-05", "May")
    view = build_changes(open_subject(write_tree(TREE)))
    assert view.latest == latest
    assert latest.anchor not in [span.anchor for span in view.spans]


def test_without_a_session_of_all_the_last_one_counts(subject_of: SubjectOf) -> None:
    files = {
        f"records/sessions/s{day}/session.md": SESSION % (day, day, "held", "departments: [legal]\n")
        for day in ("2026-05-05", "2026-05-19")
    }
    latest = find_latest(subject_of(files, "2026-05-20"))
    assert latest is not None
    assert latest.anchor == "since-2026-05-19"


def test_the_first_page_tells_of_what_weighs_most_and_leads_to_the_rest(write_tree: WriteTree) -> None:
    view = build_home(open_subject(write_tree(TREE)))
    assert [words(line) for line in view.changes] == [
        "Acceptance tests agreed is now achieved, it was on track.",
        "Agree tests (done, 14 May 2026)",
    ]
    assert view.span is not None
    assert view.span.anchor == "since-2026-05-05"


@pytest.mark.parametrize(("as_of", "expected"), [("2026-05-18", "no change"), ("2026-05-20", "turned")])
def test_time_alone_turns_a_promise_red(subject_of: SubjectOf, as_of: str, expected: str) -> None:
    plan = """\
title: The plan
department: finance
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2026-01-02}]
milestones: {portal: {title: Portal live, owner: n.dlamini, due: 2026-05-19}}
"""
    files = {
        "records/plans/finance-2026.yml": plan,
        "records/progress/finance-2026.yml": "milestones: {portal: {2026-05-01: {percent: 90}}}\n",
        "records/sessions/may/session.md": SESSION % ("May", "2026-05-05", "held", ""),
    }
    span = find_latest(subject_of(files, as_of))
    assert span is not None
    if expected == "turned":
        assert told(span)["red"] == [
            "Portal live is now off track, it was on track. | Due 19 May 2026, one day overdue."
        ]
    else:
        assert (span.groups, span.summary) == ((), "Nothing changed.")


def test_a_department_hears_of_its_own_changes_alone(write_tree: WriteTree) -> None:
    subject = open_subject(write_tree(TREE))
    pages = dict(build_department_pages(subject))
    assert pages["finance"].last_session == "5 May 2026"
    assert [words(line) for line in pages["finance"].changes] == [
        "Acceptance tests agreed is now achieved, it was on track."
    ]
    assert pages["legal"].changes == ()


def test_nothing_is_told_before_the_first_session(subject_of: SubjectOf) -> None:
    files = {"records/sessions/may/session.md": SESSION % ("May", "2026-05-05", "held", "")}
    assert find_latest(subject_of(files, "2026-05-05")) is None
    assert find_spans(subject_of(files, "2026-05-05")) == ()
    assert find_latest(subject_of(files, "2026-05-06")) is not None


def test_a_confidential_plan_changes_without_its_words(write_tree: WriteTree) -> None:
    plan = "records/plans/finance-2026.yml"
    spans = find_spans(open_subject(write_tree({**TREE, plan: f"confidential: true\n{TREE[plan]}"})))
    text = repr(spans)
    assert "Confidential milestone" in text
    for secret in ("Royalty portal", "Acceptance tests", "Paid on time", "15 August", "60 %", "60\u00a0%"):
        assert secret not in text
