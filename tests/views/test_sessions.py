from __future__ import annotations

from collections.abc import Callable, Mapping

from followup_build.views.cells import Link, Table
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
  check-in: {kind: monthly, title: Monthly check-in, every: month, on: first tuesday, from: 2026-03-01}
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


def pages(subject: Subject) -> dict[str, SessionView]:
    return dict(build_session_pages(subject))


def test_sessions_to_come_are_soonest_first_and_past_ones_latest_first(subject_of: SubjectOf, read: Read) -> None:
    view = build_sessions(subject_of(TREE, "2026-06-02"))
    assert [row["Session"] for row in read(view.coming)] == ["July", "August"]
    assert [(row["Session"], row["State"]) for row in read(view.past)] == [
        ("June", "[cancelled]"),
        ("May", "[missed]"),
        ("April", "[held]"),
    ]
    assert read(view.past)[0]["Departments"] == "all departments"


def test_a_session_of_today_is_to_come_until_it_was_held(subject_of: SubjectOf, read: Read) -> None:
    on_its_day = build_sessions(subject_of(TREE, "2026-05-05"))
    assert [row["Session"] for row in read(on_its_day.coming)] == ["May", "June", "July", "August"]
    held = build_sessions(subject_of(TREE, "2026-04-07"))
    assert [row["Session"] for row in read(held.past)] == ["April"]


def test_a_session_after_the_day_tells_nothing_of_what_happened_in_it(subject_of: SubjectOf) -> None:
    before, on = (pages(subject_of(TREE, day))["d"] for day in ("2026-07-06", "2026-07-07"))
    assert (before.chip.word, before.attendees, before.decisions, before.text.markdown, before.reports) == (
        "planned",
        (),
        (),
        "",
        (),
    )
    assert before.agenda
    assert not before.has_outcome
    assert on.text_heading == "Minutes"
    assert on.text.markdown.strip() == "What was said."
    assert (len(on.reports), len(on.decisions), len(on.attendees)) == (1, 1, 1)
    assert on.has_outcome
    assert not on.agenda


def test_a_missed_session_says_why_and_has_no_agenda(subject_of: SubjectOf) -> None:
    view = pages(subject_of(TREE, "2026-05-06"))["b"]
    assert view.is_missed
    assert view.reasons == "Planned for 5 May 2026 and not recorded as held."
    assert not view.agenda
    assert not view.has_outcome


def test_the_text_of_a_cancelled_session_is_no_minutes(subject_of: SubjectOf) -> None:
    view = pages(subject_of(TREE, "2026-05-06"))["c"]
    assert (view.text_heading, view.reasons) == ("Notes", "Cancelled; it was planned for 2 June 2026.")
    assert view.text.markdown


def test_a_session_leads_to_its_neighbours_in_the_series(subject_of: SubjectOf) -> None:
    found = pages(subject_of(TREE, "2026-05-06"))
    series = found["b"].series
    assert series is not None
    assert series.name == "Monthly check-in"
    assert (series.previous, series.next) == (
        Link("April", "sessions/a/index.html"),
        Link("June", "sessions/c/index.html"),
    )
    assert found["a"].series is not None
    assert found["a"].series.previous == ""
