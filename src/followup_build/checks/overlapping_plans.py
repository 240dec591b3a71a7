"""Two plans of one department for one time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from followup_build.checks.plan_versions import Version
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Related, Severity

SEVERITY = Severity.WARNING


def check(subject: Subject) -> Iterator[Finding]:
    """The approved plans of a department follow one another, unless one supersedes the other."""
    plans: dict[str, list[Version]] = defaultdict(list)
    for version in subject.current:
        if (
            version.kind == "plan"
            and not version.promise.is_draft
            and version.promise.period.start <= version.promise.period.end
        ):
            plans[version.promise.department].append(version)
    for department, of_department in plans.items():
        of_department.sort(key=lambda version: (version.promise.period.start, version.ref))
        longest = of_department[0]
        for version in of_department[1:]:
            period, before = version.promise.period, longest.promise.period
            is_successor = version.promise.supersedes == longest.ref or longest.promise.supersedes == version.ref
            if period.start <= before.end and not is_successor:
                yield Finding(
                    "overlapping-plans",
                    version.last_place(("period", "start")),
                    f"{version.ref} and {longest.ref} are both plans of {department} from {period.start} on",
                    f"end {longest.ref} before, or write supersedes: {longest.ref}",
                    (Related(longest.last_place(("period", "end")), f"{longest.ref} ends on {before.end}"),),
                )
            if period.end > before.end or is_successor:
                longest = version
