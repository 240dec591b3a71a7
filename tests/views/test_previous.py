from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.views.previous import previous_day
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]

SESSION = "---\ntitle: Session\nkind: monthly\n%sdate: %s\nstatus: held\nchair: z.khumalo\ndepartments: %s\n---\n"
ORGANISATION = """\
name: Rights House
timezone: Africa/Johannesburg
approvers: [z.khumalo]
departments:
  finance: {name: Finance, head: t.mokoena, approvers: [z.khumalo]}
  legal: {name: Legal, head: s.pillay, approvers: [c.botha]}
cadences:
  monthly: {kind: monthly, every: month, on: first tuesday, from: 2026-01-01}
"""
SERIES = "cadence: monthly\n"


@pytest.mark.parametrize(
    ("wanted", "held", "expected"),
    [
        (("", "[legal]"), {"2026-03-01": ("", "all"), "2026-04-01": ("", "[finance]")}, "2026-03-01"),
        (("", "[legal]"), {"2026-04-01": ("", "[finance]")}, None),
        (("", "all"), {"2026-03-01": ("", "all"), "2026-04-01": ("", "[legal]")}, "2026-03-01"),
        (("", "all"), {"2026-03-01": ("", "[finance, legal]")}, "2026-03-01"),
        ((SERIES, "[legal]"), {"2026-03-01": (SERIES, "[legal]"), "2026-04-01": (SERIES, "[finance]")}, "2026-03-01"),
        ((SERIES, "[legal]"), {"2026-03-01": ("", "[legal]"), "2026-04-01": (SERIES, "[finance]")}, "2026-04-01"),
        ((SERIES, "[legal]"), {"2026-03-01": (SERIES, "[legal]"), "2026-04-01": ("", "all")}, "2026-03-01"),
        ((SERIES, "[legal]"), {"2026-04-01": ("", "all")}, "2026-04-01"),
        (("", "[legal]"), {"2026-05-20": ("", "all")}, "2026-05-20"),
        (("", "[legal]"), {"2026-05-21": ("", "all")}, None),
    ],
    ids=[
        "one that left it out tells nothing",
        "none asked it",
        "one of a department is none of the whole",
        "all by their names",
        "its own in the series",
        "another's in the series before its own outside",
        "the series before a later one outside",
        "one outside before none",
        "of today",
        "not yet",
    ],
)
def test_the_session_before_asked_the_same_departments_or_belongs_to_the_series(
    subject_of: SubjectOf, wanted: tuple[str, str], held: Mapping[str, tuple[str, str]], expected: str | None
) -> None:
    tree = {
        "records/organisation.yml": ORGANISATION,
        "records/sessions/next/session.md": (SESSION % (wanted[0], "2026-06-02", wanted[1])).replace("held", "planned"),
    } | {f"records/sessions/{day}/session.md": SESSION % (series, day, who) for day, (series, who) in held.items()}
    subject = subject_of(tree, "2026-05-20")
    found = previous_day(subject, subject.portfolio.sessions["next"])
    assert (found.isoformat() if found else None) == expected
