from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.views.achievements import build_achievements
from followup_build.views.cells import Table
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

SESSION = "---\ntitle: Start\nkind: monthly\ndate: 2026-04-01\nstatus: held\nchair: z.khumalo\n---\n"
REPORT = "---\nby: t.mokoena\nachievements: {done: {title: All is cleared, thanks: [n.dlamini]}}\n%s---\n"


@pytest.mark.parametrize(
    ("more", "expected"),
    [("", ("All is cleared", "Neo Dlamini")), ("confidential: true\n", ("Confidential achievement", ""))],
)
def test_an_achievement_names_whom_to_thank_unless_it_is_confidential(
    subject_of: SubjectOf, read: Read, more: str, expected: tuple[str, str]
) -> None:
    tree = {"records/sessions/start/session.md": SESSION, "records/sessions/start/finance.md": REPORT % more}
    (row,) = read(build_achievements(subject_of(tree, "2026-04-01")).table)
    assert (row["Achievement"], row["Thanks to"]) == expected
    assert not build_achievements(subject_of(tree, "2026-03-31")).table.rows
