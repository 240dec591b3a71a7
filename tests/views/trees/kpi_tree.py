"""One KPI in a plan of a calendar year, its measurements, and the course that a chart shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from promise_tree import open_subject

from followup_build.status.item import ItemStatus
from followup_build.views.charts.course import Course, build_course
from followup_build.views.subject import Subject

WriteTree = Callable[[Mapping[str, str]], Path]
REF = "finance-2026/rate"
RISING = """\
    unit: "%"
    direction: increase
    frequency: monthly
    baseline: {date: 2025-12-31, value: 80}
    targets: {2026-06-30: 90, 2026-12-31: 100}
"""
VALUES = "2026-01: 81, 2026-02: 83, 2026-03: 84, 2026-04: 86"
AT = "records/adjustments/finance/2026-04-15-change.yml"


def kpi_files(kpi: str = RISING, values: str = VALUES, title: str = "Rate", more: str = "") -> dict[str, str]:
    """The records of a plan with one KPI; `more` stands at the top of the facts."""
    plan = f"""\
title: Finance 2026
department: finance
owner: t.mokoena
period: {{start: 2026-01-01, end: 2026-12-31}}
approvals: [{{by: z.khumalo, on: 2025-12-20}}]
goals:
  timely: {{title: Pay on time, owner: t.mokoena}}
kpis:
  rate:
    title: {title}
    goal: timely
    owner: n.dlamini
{kpi}"""
    return {
        "records/plans/finance-2026.yml": plan,
        "records/progress/finance-2026.yml": f"{more}kpis:\n  rate: {{{values}}}\n",
    }


def open_kpi(
    write_tree: WriteTree, files: Mapping[str, str], as_of: date = date(2026, 5, 20)
) -> tuple[Subject, ItemStatus]:
    """The KPI's item, and what its page is built from."""
    subject = open_subject(write_tree(files), as_of)
    return subject, subject.snapshot.items["kpi", REF]


def course_of(write_tree: WriteTree, files: Mapping[str, str], as_of: date = date(2026, 5, 20)) -> Course:
    """The KPI's course."""
    course = build_course(*open_kpi(write_tree, files, as_of))
    assert course is not None
    return course
