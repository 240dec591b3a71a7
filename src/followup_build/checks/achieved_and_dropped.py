"""A milestone that was reached and taken back."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.plan_versions import place_of_entry
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Related, Severity

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """What an approved adjustment dropped was not achieved."""
    portfolio = subject.portfolio
    for plan_id, plan in subject.ledger.plans.items():
        progress = portfolio.progress.get(plan_id)
        for ref, entry in plan.dropped.items() if progress else ():
            key = ref.partition("/")[2]
            for day, update in progress.data.milestones.get(key, {}).items() if progress else ():
                if update.achieved is not None and progress:
                    yield Finding(
                        "achieved-and-dropped",
                        progress.at("milestones", key, day.isoformat(), "achieved"),
                        f"{ref} was achieved on {update.achieved}, but {entry.adjustment} dropped it on {entry.on}",
                        "take out what is not true: this line, or the change that drops it",
                        (Related(place_of_entry(portfolio, entry), "dropped here"),),
                    )
