from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from followup_build.views.cells import Link, Outside, Table
from followup_build.views.quality import build_quality
from followup_build.views.subject import Subject

SubjectOf = Callable[[Mapping[str, str], str], Subject]
Read = Callable[[Table], list[dict[str, str]]]

PLAN = """\
title: The plan
department: finance
owner: t.mokoena
period: {start: 2026-01-01, end: 2026-12-31}
approvals: [{by: z.khumalo, on: 2026-01-02}]
goals: {timely: {title: Timely, owner: t.mokoena}}
kpis:
  paid:
    title: Paid on time
    goal: timely
    owner: n.dlamini
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2026-01-31, value: 80}
    targets: {2026-12-31: 92}
"""
ACTION = "title: Do it\nowner: n.dlamini\ndue: 2026-06-30\nfollow_up: 2026-06-01\ndepartment: finance\nsession: start\n"
SESSION = "---\ntitle: Start\nkind: monthly\ndate: 2026-04-01\nstatus: held\nchair: z.khumalo\n---\n"
REPORT = "---\nby: t.mokoena\nassessment: {status: on_track, because: All is well}\n---\n"
TREE = {
    "records/sessions/start/session.md": SESSION,
    "records/sessions/start/finance.md": REPORT,
    "records/plans/finance-2026.yml": PLAN,
    "records/actions/do.yml": ACTION,
}


def test_a_finding_says_what_to_type_and_leads_to_its_rule(subject_of: SubjectOf, read: Read) -> None:
    view = build_quality(subject_of(TREE, "2026-05-20"), "https://example.org/blob/HEAD/")
    ((_, _, where, rule),) = [row.cells for row in view.findings.rows]
    assert isinstance(where, Outside)
    assert where.address == "https://example.org/blob/HEAD/records/actions/do.yml#L4"
    assert rule == Link("follow-up-before-due", "rules/follow-up-before-due/index.html")
    (row,) = read(view.findings)
    assert " | Mend: " in row["What"]
    assert row["Severity"] in {"[error]", "[warning]"}


def test_a_finding_in_a_confidential_record_keeps_its_words(subject_of: SubjectOf, read: Read) -> None:
    tree = TREE | {"records/actions/do.yml": ACTION + "confidential: true\n"}
    (row,) = read(build_quality(subject_of(tree, "2026-05-20")).findings)
    assert row["What"] == "Confidential"


@pytest.mark.parametrize(
    ("measured", "unmeasured", "stale"), [("", ["Paid on time"], []), ("2026-01: 80", [], ["Paid on time"])]
)
def test_a_kpi_is_told_once_as_never_measured_or_as_out_of_date(
    subject_of: SubjectOf, read: Read, measured: str, unmeasured: list[str], stale: list[str]
) -> None:
    tree = TREE | {"records/progress/finance-2026.yml": f"kpis: {{paid: {{{measured}}}}}\n"}
    view = build_quality(subject_of(tree, "2026-05-01"))
    assert [row["Item"] for row in read(view.unmeasured)] == unmeasured
    assert [row["Item"] for row in read(view.stale)] == stale


def test_a_contradiction_leads_to_the_item_that_says_so(subject_of: SubjectOf) -> None:
    view = build_quality(subject_of(TREE, "2026-05-01"))
    assert view.contradictions.rows[0].cells[1] == Link("Paid on time", "kpis/finance-2026/paid/index.html")


def test_progress_of_a_confidential_plan_keeps_its_words_as_well(subject_of: SubjectOf, read: Read) -> None:
    tree = {
        "records/plans/finance-2026.yml": PLAN + "confidential: true\n",
        "records/progress/finance-2026.yml": "kpis: {secret: {2026-01: 80}}\n",
    }
    rows = read(build_quality(subject_of(tree, "2026-05-20")).findings)
    assert rows
    assert {row["What"] for row in rows} == {"Confidential"}
