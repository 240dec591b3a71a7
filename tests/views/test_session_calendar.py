from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.views.month import Entry
from followup_build.views.session_calendar import Calendars, CalendarView, build_department_calendars
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]

ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
fiscal_year: {first_month: 3}
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: n.dlamini, approvers: [z.khumalo]}
cadences:
  check-in: {kind: monthly, every: month, on: first tuesday, from: 2026-10-01, until: 2026-10-31,
             time: 09:00, minutes: 45}
"""
SESSION = "---\ntitle: %s\nkind: monthly\ndate: %s\nstatus: %s\nchair: z.khumalo\n%s\n---\n"
PLAN = """\
title: The plan of %s
department: %s
owner: t.mokoena
period: {start: 2026-03-01, end: 2027-02-28}
milestones:
  portal: {title: Portal of %s, owner: n.dlamini, due: 2026-11-30}
%s
"""
APPROVED = "approvals: [{by: z.khumalo, on: 2026-03-01}]"
TREE = {
    "records/organisation.yml": ORGANISATION,
    "records/holidays.yml": "2026-12-25: Christmas Day\n",
    "records/sessions/past/session.md": SESSION % ("Past", "2026-10-06", "held", "cadence: check-in"),
    "records/sessions/lost/session.md": SESSION % ("Lost", "2026-11-03", "planned", "departments: [legal]"),
    "records/sessions/off/session.md": SESSION % ("Off", "2026-11-10", "cancelled", "departments: [finance]"),
    "records/sessions/soon/session.md": SESSION % ("Soon", "2026-12-01", "planned", "departments: [legal]"),
    "records/sessions/later/session.md": SESSION % ("Later", "2026-12-08", "planned", "departments: [finance]"),
    "records/sessions/both/session.md": SESSION % ("Both", "2027-01-05", "planned", "departments: all"),
    "records/plans/finance-2026.yml": PLAN % ("finance", "finance", "finance", APPROVED),
    "records/plans/legal-2026.yml": PLAN % ("legal", "legal", "legal", ""),
}


def entries(view: CalendarView) -> list[Entry]:
    return [
        entry
        for month in view.months
        for week in month.weeks
        for day in week
        if day is not None
        for entry in day.entries
    ]


def told(view: CalendarView) -> list[tuple[str, str]]:
    return [(entry.what.text, entry.chip.word) for entry in entries(view)]


def test_every_session_stands_on_its_day_with_its_state(subject_of: SubjectOf) -> None:
    view = Calendars(subject_of(TREE, "2026-11-20")).build()
    assert told(view) == [
        ("Past", "held"),
        ("Lost", "missed"),
        ("Off", "cancelled"),
        ("Portal of finance", "on track"),
        ("Soon", "next"),
        ("Later", "planned"),
        ("Both", "planned"),
    ]
    assert [(one.note, one.whose) for one in entries(view)[:4]] == [
        ("09:00", ""),
        ("", "Legal"),
        ("", "Finance"),
        ("due", "Finance"),
    ]


def test_a_departments_calendar_has_what_asks_it_and_its_own_next_session(subject_of: SubjectOf) -> None:
    found = {name: view.calendar for name, view in build_department_calendars(subject_of(TREE, "2026-11-20"))}
    assert told(found["finance"]) == [
        ("Past", "held"),
        ("Off", "cancelled"),
        ("Portal of finance", "on track"),
        ("Later", "next"),
        ("Both", "planned"),
    ]
    assert [word for _, word in told(found["legal"])] == ["held", "missed", "next", "planned"]


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [("2026-11-20", "2026-03", "2027-02"), ("2026-03-02", "2025-11", "2027-02"), ("2027-02-20", "2026-03", "2027-05")],
)
def test_the_calendar_is_the_fiscal_year_and_three_months_at_least(
    subject_of: SubjectOf, as_of: str, first: str, last: str
) -> None:
    view = Calendars(subject_of(TREE, as_of)).build()
    assert (view.months[0].anchor, view.months[-1].anchor) == (first, last)
    assert (*view.before, *view.now, *view.after) == view.months
    assert view.now[0].is_current


def test_the_day_of_a_confidential_milestone_is_not_told(subject_of: SubjectOf) -> None:
    plan = TREE["records/plans/finance-2026.yml"] + "confidential: true\n"
    view = Calendars(subject_of(TREE | {"records/plans/finance-2026.yml": plan}, "2026-11-20")).build()
    assert all(entry.noun == "session" for entry in entries(view))


def test_a_confidential_session_has_a_day_and_no_name(subject_of: SubjectOf) -> None:
    secret = SESSION % ("Secret", "2026-12-02", "planned", "confidential: true")
    view = Calendars(subject_of(TREE | {"records/sessions/secret/session.md": secret}, "2026-11-20")).build()
    assert "Confidential session" in [name for name, _ in told(view)]
    assert "Secret" not in str(view)


def test_several_sessions_of_one_day_are_all_next(subject_of: SubjectOf) -> None:
    other = SESSION % ("Other", "2026-12-01", "planned", "")
    view = Calendars(subject_of(TREE | {"records/sessions/other/session.md": other}, "2026-11-20")).build()
    assert [name for name, word in told(view) if word == "next"] == ["Other", "Soon"]


def test_holidays_are_named(subject_of: SubjectOf) -> None:
    view = Calendars(subject_of(TREE, "2026-11-20")).build()
    days = [day for month in view.months for week in month.weeks for day in week if day is not None]
    assert [(day.iso, day.holiday) for day in days if day.holiday] == [("2026-12-25", "Christmas Day")]
