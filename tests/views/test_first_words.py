"""What papers say where there was nothing before, or only one department to speak of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.exports.papers.paper_markdown import paper_markdown
from followup_build.views.papers.agenda_paper import build_agenda_paper
from followup_build.views.papers.session_report import build_session_report
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
SESSION = (
    "---\ntitle: First\nkind: ad-hoc\ndate: 2026-05-05\nstatus: %s\nchair: z.khumalo\ndepartments: [finance]\n---\n"
)
REPORT = {"records/sessions/a/finance.md": "---\nby: t.mokoena\n---\nAll is well.\n"}


def test_of_the_first_session_no_paper_says_since(subject_of: SubjectOf) -> None:
    subject = subject_of({"records/sessions/a/session.md": SESSION % "held"}, "2026-05-05")
    printed = paper_markdown(build_session_report(subject, "a").paper)
    assert "No report has told of one yet." in printed
    assert " since" not in printed


@pytest.mark.parametrize(("more", "said"), [({}, "no report yet"), (REPORT, "sent")])
def test_where_one_department_is_asked_its_report_is_not_counted(
    more: Mapping[str, str], said: str, subject_of: SubjectOf
) -> None:
    subject = subject_of({"records/sessions/a/session.md": SESSION % "planned", **more}, "2026-05-01")
    paper = build_agenda_paper(subject, subject.portfolio.sessions["a"], None)
    assert f"\n- Reports: {said}\n" in paper_markdown(paper)
