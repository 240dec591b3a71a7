"""Sessions that were called for and of which nothing is on file: on the home page and in the calendars."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.views.cells import Link
from followup_build.views.concerns import Concern, build_concerns
from followup_build.views.schedule import build_schedule, missing_sessions
from followup_build.views.session_calendar import Calendars, CalendarView
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: n.dlamini, approvers: [z.khumalo]}
cadences:
  check-in: {title: Check-in, kind: monthly, every: month, on: first tuesday, from: 2026-01-01, departments: [finance]}
  after: {title: After a milestone, kind: post-milestone, within: 5}
"""
SESSION = "---\ntitle: January\nkind: monthly\ncadence: check-in\ndate: 2026-01-06\nstatus: planned\n---\n"
PLAN = """\
title: Finance 2026
department: finance
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2025-12-01}]
milestones:
  portal: {title: Portal live, owner: n.dlamini, due: 2026-03-31, major: true}
"""
TREE = {
    "records/organisation.yml": ORGANISATION,
    "records/sessions/january/session.md": SESSION,
    "records/plans/finance-2026.yml": PLAN,
    "records/progress/finance-2026.yml": "milestones: {portal: {2026-02-05: {achieved: 2026-02-05}}}\n",
}


def concern(subject: Subject) -> Concern:
    return next(one for one in build_concerns(subject) if one.call.anchor == "missed")


def missed(view: CalendarView) -> list[tuple[str, str, str]]:
    return [
        (day.iso, entry.what.text, entry.whose)
        for month in view.months
        for week in month.weeks
        for day in week
        if day is not None
        for entry in day.entries
        if entry.chip.word == "missed"
    ]


def test_the_home_page_tells_of_them_behind_those_on_file(subject_of: SubjectOf) -> None:
    found = concern(subject_of(TREE, "2026-02-20"))
    assert found.count == 3
    assert [(one.what.text, one.chip.word, one.why) for one in found.notices if isinstance(one.what, Link)] == [
        ("January", "missed", "Planned for 6 January 2026 and not recorded as held."),
        ("Check-in", "missed", "Called for by 3 February 2026, and nothing is on file."),
        ("After a milestone: Portal live", "missed", "Called for by 12 February 2026, and nothing is on file."),
    ]


def test_the_calendars_have_them_on_their_days(subject_of: SubjectOf) -> None:
    calendars = Calendars(subject_of(TREE, "2026-02-20"))
    after = ("2026-02-12", "After a milestone: Portal live", "")
    assert missed(calendars.build()) == [
        ("2026-01-06", "January", ""),
        ("2026-02-03", "Check-in", "Finance"),
        after,
    ]
    assert missed(calendars.build("legal")) == [("2026-01-06", "January", ""), after]


@pytest.mark.parametrize(
    ("as_of", "count"), [("2026-02-03", 0), ("2026-02-04", 1), ("2026-02-12", 1), ("2026-02-13", 2)]
)
def test_a_session_is_missed_from_the_day_after(subject_of: SubjectOf, as_of: str, count: int) -> None:
    assert len(missing_sessions(subject_of(TREE, as_of))) == count


def test_a_confidential_milestone_keeps_its_words_and_on_the_site_its_day(subject_of: SubjectOf) -> None:
    secret = {"records/plans/finance-2026.yml": PLAN + "confidential: true\n"}
    subject = subject_of(TREE | secret, "2026-02-20")
    rows = build_schedule(subject).rows
    assert "After a milestone: Confidential milestone" in [row.title for row in rows]
    assert "Portal" not in str(rows)
    assert "-portal/" not in str([row.file for row in rows])
    assert concern(subject).count == 2
    assert [what for _, what, _ in missed(Calendars(subject).build())] == ["January", "Check-in"]
