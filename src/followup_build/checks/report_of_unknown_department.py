"""A report of a department that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """A report's file has the name of its department."""
    portfolio = subject.portfolio
    for record in portfolio.reports.values():
        department = record.id.partition("/")[2]
        if department in portfolio.departments or subject.refused.covers(department, ("department",)):
            continue
        near = portfolio.nearest(department, "department")
        hint = (
            f"rename it to {near}.md"
            if near
            else "name the file after a department of organisation.yml; minutes belong in session.md"
        )
        yield Finding("report-of-unknown-department", record.at(), f"there is no department {department}", hint)
