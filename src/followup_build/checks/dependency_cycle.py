"""Milestones that wait for one another, or goals that support one another."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.cycles import find_cycles
from followup_build.checks.plan_versions import Version
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Location, Related, Severity

SEVERITY = Severity.ERROR

_FIELD = {"milestone": "depends_on", "goal": "supports"}


def check(subject: Subject) -> Iterator[Finding]:
    """No chain of dependencies leads back to where it began, neither as first written nor now."""
    first = [version for version in subject.versions if version.is_first]
    told: set[frozenset[str]] = set()
    for kind, field in _FIELD.items():
        for versions in (first, subject.current):
            by_ref = {version.ref: version for version in versions if version.kind == kind}
            links = {ref: names for ref, version in by_ref.items() if (names := getattr(version.promise, field))}
            for circle in find_cycles(links):
                if frozenset(circle) not in told:
                    told.add(frozenset(circle))
                    yield _finding(kind, field, circle, by_ref)


def _finding(kind: str, field: str, circle: tuple[str, ...], by_ref: dict[str, Version]) -> Finding:
    places = [_place(by_ref[ref], field, circle[(number + 1) % len(circle)]) for number, ref in enumerate(circle)]
    verb = "depends on" if kind == "milestone" else "supports"
    if len(circle) == 1:
        message = f"{circle[0]} {verb} itself"
    else:
        message = f"{circle[0]} {verb} {f', which {verb} '.join((*circle[1:], circle[0]))}"
    related = tuple(
        Related(place, f"{ref} {verb} {circle[(number + 2) % len(circle)]}")
        for number, (ref, place) in enumerate(zip(circle[1:], places[1:], strict=True))
    )
    return Finding("dependency-cycle", places[0], message, "take one of these steps out", related)


def _place(version: Version, field: str, name: str) -> Location:
    return version.last_place((field, getattr(version.promise, field).index(name)))
