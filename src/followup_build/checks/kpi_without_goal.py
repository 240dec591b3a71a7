"""A KPI that serves no goal."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Finding]:
    """Every KPI names the goal that it measures."""
    for version in subject.current:
        if version.kind == "kpi" and not version.promise.goal:
            at = version.last_place(("goal",))
            if not is_written(subject.portfolio, at):
                hint = "add goal: and one of the plan's goals"
                yield Finding("kpi-without-goal", at, f"{version.ref} measures no goal of its plan", hint)
