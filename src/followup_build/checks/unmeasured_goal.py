"""A goal that nothing measures."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import written_at
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Location, Severity
from followup_build.model.kinds import kind_of

SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Finding]:
    """Some KPI or milestone of the plan names the goal, or another plan's goal supports it."""
    measured = set(_of_refused_members(subject))
    for version in subject.current:
        if version.kind in ("kpi", "milestone") and version.promise.goal:
            measured.add(f"{version.of_plan.id}/{version.promise.goal}")
        elif version.kind == "goal":
            measured.update(version.promise.supports)
    for version in subject.current:
        if version.kind == "goal" and version.ref not in measured:
            key = version.ref.partition("/")[2]
            yield Finding(
                "unmeasured-goal",
                version.start,
                f"no KPI or milestone belongs to the goal {version.ref}, so nobody can say whether it is reached",
                f"write goal: {key} at a KPI or milestone of this plan",
            )


def _of_refused_members(subject: Subject) -> Iterator[str]:
    """Goals of KPIs and milestones that could not be read, which was reported."""
    for location in subject.portfolio.loaded.left_out:
        if location.route[:1] in (("kpis",), ("milestones",)):
            found = kind_of(subject.portfolio.below_records(location.path))
            goal = written_at(subject.portfolio, Location(location.path, (*location.route, "goal")))
            if found is not None and goal is not None:
                yield f"{found[1]}/{goal}"
