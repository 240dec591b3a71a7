from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from followup_build.views.cells import Table
from followup_build.views.subject import Subject
from followup_build.views.waiting_feedback import feedback_table, waiting_feedback

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

FEEDBACK = "---\ntitle: Words\ndate: %s\n%s---\n"
ALL = ("organisation", "finance", "legal")


@pytest.mark.parametrize(
    ("given", "as_of", "session", "waits", "is_overdue"),
    [
        ("2026-04-20", "2026-05-19", "2026-05-19", "29 days", False),
        ("2026-04-20", "2026-05-19", "2026-05-20", "29 days, a month or more by the session", True),
        ("2026-04-20", "2026-05-20", "2026-05-20", "30 days, a month", True),
        ("2026-04-20", "2026-05-21", "2026-05-21", "31 days, more than a month", True),
        ("2026-01-31", "2026-02-27", "2026-02-27", "27 days", False),
        ("2026-01-31", "2026-02-28", "2026-02-28", "28 days, a month", True),
        ("2025-12-31", "2026-01-31", "2026-01-31", "31 days, a month", True),
        ("2026-05-20", "2026-05-20", "2026-05-20", "no days", False),
    ],
)
def test_feedback_is_overdue_after_a_month_on_the_sessions_day(
    subject_of: SubjectOf, read: Read, given: str, as_of: str, session: str, waits: str, is_overdue: bool
) -> None:
    subject = subject_of({"records/feedback/f.md": FEEDBACK % (given, "")}, as_of)
    on = date.fromisoformat(session)
    found = waiting_feedback(subject, ALL, on)
    assert [one.id for one in found.overdue] == (["f"] if is_overdue else [])
    assert [row["Waits for"] for row in read(feedback_table(subject, found, on))] == [waits]


@pytest.mark.parametrize(
    ("response", "expected"),
    [("2026-05-19", []), ("2026-05-20", []), ("2026-05-21", ["f"])],
)
def test_an_answer_counts_from_its_day(subject_of: SubjectOf, response: str, expected: list[str]) -> None:
    text = FEEDBACK % ("2026-04-01", f"response: {{by: z.khumalo, on: {response}, note: Yes}}\n")
    subject = subject_of({"records/feedback/f.md": text}, "2026-05-20")
    assert [one.id for one in waiting_feedback(subject, ALL, date(2026, 6, 1)).records] == expected


SMALL = (
    "---\ntitle: Small\nkind: ad-hoc\ndate: 2026-04-01\nstatus: held\nchair: z.khumalo\ndepartments: [finance]\n---\n"
)


@pytest.mark.parametrize(
    ("more", "departments", "is_told"),
    [
        ("", ("legal",), True),
        ("from: t.mokoena\n", ("legal",), False),
        ("from: t.mokoena\n", ("finance",), True),
        ("from: t.mokoena\n", ALL, True),
        ("from: z.khumalo\n", ("legal",), True),
        ("session: small\n", ("legal",), False),
        ("session: small\n", ("finance",), True),
    ],
    ids=["anonymous", "of another", "its own", "all come", "of no department", "said to others", "said to it"],
)
def test_a_session_of_one_department_hears_what_concerns_it_or_nobody_in_particular(
    subject_of: SubjectOf, more: str, departments: tuple[str, ...], is_told: bool
) -> None:
    tree = {
        "records/sessions/small/session.md": SMALL,
        "records/feedback/f.md": FEEDBACK % ("2026-04-01", more),
    }
    found = waiting_feedback(subject_of(tree, "2026-05-20"), departments, date(2026, 6, 1))
    assert bool(found.records) is is_told
