from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from followup_build.status.schedule import appointments
from followup_build.views.session_names import new_session_id, new_session_title
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
fiscal_year: {first_month: 3, named_by: start}
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
cadences:
  series: {kind: monthly, from: 2026-01-01, EVERY}
"""


def named(subject_of: SubjectOf, every: str, *sessions: tuple[str, str, str]) -> tuple[str, str]:
    """The id and title of the next session of a series that has had some, each with its id, day and title."""
    files = {
        f"records/sessions/{name}/session.md": (
            f'---\ntitle: "{title}"\nkind: monthly\ncadence: series\ndate: {day}\nstatus: held\nchair: z.khumalo\n---\n'
        )
        for name, day, title in sessions
    }
    as_of = max((day for _, day, _ in sessions), default="2026-01-01")
    subject = subject_of({"records/organisation.yml": ORGANISATION.replace("EVERY", every), **files}, as_of)
    found = appointments(
        subject.portfolio, subject.ledger, subject.snapshot, date.fromisoformat(as_of), date(2028, 1, 1)
    )
    call = next(one for one in found if one.session is None)
    return new_session_id(subject, call), new_session_title(subject, call)


MONTH, QUARTER, WEEK = (
    "every: month, on: first tuesday",
    "every: 3 months, on: second wednesday",
    "every: week, on: friday",
)


@pytest.mark.parametrize(
    ("every", "sessions", "expected"),
    [
        (MONTH, [], ("2026-01-06-series", "Series, January 2026")),
        (f"title: Check-in, {WEEK}", [], ("2026-01-02-series", "Check-in, 2 January 2026")),
        (MONTH, [("2026-01-talk", "2026-01-06", "Talk of January 2026")], ("2026-02-talk", "Talk of February 2026")),
        (
            MONTH,
            [
                ("2025-12-talk", "2026-01-06", "Talk: December 2025"),
                ("2026-01-talk", "2026-02-03", "Talk: January 2026"),
            ],
            ("2026-02-talk", "Talk: February 2026"),
        ),
        # Where the latest two do not agree, there is no habit.
        (
            MONTH,
            [
                ("2026-01-talk", "2026-01-06", "Talk, January 2026"),
                ("2026-02-chat", "2026-02-03", "February 2026, chat"),
            ],
            ("2026-03-03-series", "Series, March 2026"),
        ),
        # One that is named otherwise does not end a habit.
        (
            MONTH,
            [
                ("2026-01-talk", "2026-01-06", "Talk, January 2026"),
                ("special", "2026-02-03", "The audit"),
                ("2026-03-talk", "2026-03-03", "Talk, March 2026"),
            ],
            ("2026-04-talk", "Talk, April 2026"),
        ),
        (
            QUARTER,
            [("2025-q3-review", "2026-01-14", "Review of the third quarter of 2025")],
            ("2025-q4-review", "Review of the fourth quarter of 2025"),
        ),
        (QUARTER, [("2025-q4", "2026-01-14", "Q4 2025")], ("2026-q1", "Q1 2026")),
        (WEEK, [("2026-w01", "2026-01-02", "Week: 2026-W01")], ("2026-w02", "Week: 2026-W02")),
        (WEEK, [("f-2026-01-02", "2026-01-02", "Friday, 2 January 2026")], ("f-2026-01-09", "Friday, 9 January 2026")),
        # An id that is taken is no use.
        (
            WEEK,
            [("2026-01-talk", "2026-01-02", "Talk, January 2026")],
            ("2026-01-09-series", "Series, 9 January 2026"),
        ),
    ],
)
def test_a_new_session_is_called_as_those_before_it(
    every: str, sessions: list[tuple[str, str, str]], expected: tuple[str, str], subject_of: SubjectOf
) -> None:
    assert named(subject_of, every, *sessions) == expected
