"""A promise that waits for one that was taken back."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.plan_versions import Version
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.ledger.entry import Entry

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """What is still promised neither depends on a dropped milestone nor belongs to a dropped goal."""
    dropped: dict[str, Entry] = {}
    for plan in subject.ledger.plans.values():
        dropped.update(plan.dropped)
    if not dropped:
        return
    for version in subject.current:
        if version.kind == "milestone" and not subject.is_achieved(version.ref):
            for number, ref in enumerate(version.promise.depends_on):
                if ref in dropped:
                    yield Finding(
                        "dependency-on-dropped",
                        version.last_place(("depends_on", number)),
                        f"{version.ref} depends on {ref}, which {dropped[ref].adjustment} dropped on {dropped[ref].on}",
                        _hint(version, "take it out of depends_on"),
                    )
        goal = f"{version.of_plan.id}/{getattr(version.promise, 'goal', None)}"
        if goal in dropped and not subject.is_achieved(version.ref):
            yield Finding(
                "dependency-on-dropped",
                version.last_place(("goal",)),
                f"{version.ref} belongs to the goal {goal}, "
                f"which {dropped[goal].adjustment} dropped on {dropped[goal].on}",
                _hint(version, "give it another goal"),
            )


def _hint(version: Version, what: str) -> str:
    return what if version.of_plan.current.is_draft else f"{what} with an adjustment, or drop this as well"
