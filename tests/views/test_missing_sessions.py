"""Sessions that were called for and of which nothing is on file: wherever the site tells of sessions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from followup_build.views.cells import Chip, Line, Link
from followup_build.views.concerns import Concern, build_concerns
from followup_build.views.datasets.registry import build_datasets
from followup_build.views.schedule import build_schedule, missing_sessions
from followup_build.views.search import build_search
from followup_build.views.session_calendar import Calendars, CalendarView
from followup_build.views.sessions import build_sessions
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


def test_the_page_of_sessions_lists_them_among_the_past_ones(subject_of: SubjectOf) -> None:
    view = build_sessions(subject_of(TREE, "2026-02-20"))
    named = [one.parts[0] for one in view.missed if isinstance(one, Line)]
    assert [one.text for one in named if isinstance(one, Link)] == [
        "After a milestone: Portal live",
        "Check-in",
        "January",
    ]
    (past,) = view.past
    listed = [(row.anchor, [cell.word for cell in row.cells if isinstance(cell, Chip)]) for row in past.table.rows]
    assert listed == [
        ("missed-after-finance-2026-portal", ["missed"]),
        ("missed-check-in-2026-02-01", ["missed"]),
        ("", ["missed"]),
    ]
    assert past.table.rows[1].cells[0] == ("Check-in", "not on file")


def test_the_search_finds_them_where_the_page_lists_them(subject_of: SubjectOf) -> None:
    subject = subject_of(TREE, "2026-02-20")
    found = {entry.path: entry for entry in build_search(subject)}
    anchors = [row.anchor for row in build_sessions(subject).past[0].table.rows if row.anchor]
    entries = [found[f"sessions/index.html#{anchor}"] for anchor in anchors]
    assert [one.title for one in entries] == ["After a milestone: Portal live", "Check-in"]
    said = "Session, monthly: missed. Called for by 3 February 2026, and nothing is on file. Finance."
    assert entries[1].text == said


def test_the_dataset_has_them_behind_those_on_file(subject_of: SubjectOf) -> None:
    data = next(one for one in build_datasets(subject_of(TREE, "2026-02-20")) if one.name == "sessions")
    names = [column.name for column in data.columns]
    rows = [dict(zip(names, row, strict=True)) for row in data.rows]
    assert [row["ref"] for row in rows] == ["january", None, None]
    assert rows[1]["date"] == date(2026, 2, 3)
    assert rows[1]["departments"] == "finance"
    assert (rows[2]["status"], rows[2]["milestone"]) == ("off_track", "finance-2026/portal")


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
    data = next(one for one in build_datasets(subject) if one.name == "sessions")
    page, found = build_sessions(subject), [one for one in build_search(subject) if one.path.startswith("sessions/")]
    told = repr((page.past, page.missed, data.rows, found))
    assert "3 February 2026" in told
    assert not [word for word in ("ortal", "2026-02-12", "12 Feb", "date(2026, 2, 12)") if word in told]
