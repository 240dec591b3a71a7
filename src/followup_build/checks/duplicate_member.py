"""Two members of one plan with one name."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Related, Severity
from followup_build.portfolio import members_of

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """Goals, milestones, KPIs and resources of a plan share one set of names."""
    for record in subject.portfolio.plans.values():
        first: dict[str, str] = {}
        for kind, key, _ in members_of(record.data):
            other = first.setdefault(key, kind)
            if other != kind:
                yield Finding(
                    "duplicate-member",
                    record.at(f"{kind}s", key, on_key=True),
                    f"{key} is already a {other.replace('kpi', 'KPI')} here, "
                    f"so {record.id}/{key} would name two things",
                    f"give one of the two another name, for example {key}-{kind}",
                    (Related(record.at(f"{other}s", key, on_key=True), "the other one"),),
                )
