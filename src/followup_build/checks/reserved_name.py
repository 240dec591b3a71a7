"""A department with a name that means something else."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR
IS_STRUCTURE = True

_MEANING = {"session": "session.md holds a session's minutes", "organisation": "organisation stands for the whole"}


def check(subject: Subject) -> Iterator[Finding]:
    """No department is called session or organisation."""
    record = subject.portfolio.organisation_record
    for name in subject.portfolio.departments:
        if name in _MEANING:
            message = f"a department cannot be called {name}: {_MEANING[name]}"
            yield Finding("reserved-name", record.at("departments", name, on_key=True), message, "give it another id")
