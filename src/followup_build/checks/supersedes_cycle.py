"""Plans that each replace the other."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.cycles import find_cycles
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Related, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """No plan supersedes itself, not even through others."""
    plans = {version.ref: version for version in subject.current if version.kind == "plan"}
    links = {ref: (version.promise.supersedes,) for ref, version in plans.items() if version.promise.supersedes}
    for circle in find_cycles(links):
        places = [plans[ref].last_place(("supersedes",)) for ref in circle]
        chain = ", which supersedes ".join((*circle[1:], circle[0])) if len(circle) > 1 else "itself"
        related = tuple(
            Related(place, f"{ref} supersedes {links[ref][0]}")
            for ref, place in zip(circle[1:], places[1:], strict=True)
        )
        yield Finding(
            "supersedes-cycle",
            places[0],
            f"{circle[0]} supersedes {chain}",
            "keep supersedes: only in the newest plan",
            related,
        )
