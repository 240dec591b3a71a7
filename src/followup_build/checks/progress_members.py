"""The KPIs and milestones that progress speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from followup_build.checks.registry import Subject
from followup_build.load.records import Record
from followup_build.model.progress import Progress


def unknown_members(subject: Subject, kind: str) -> Iterator[tuple[Record[Progress], str, str | None]]:
    """Records of progress, keys that their plans do not have, and the nearest that they do have."""
    portfolio = subject.portfolio
    for record in portfolio.progress.values():
        plan = portfolio.plans.get(record.id)
        if plan is None:
            continue
        known: dict[str, object] = getattr(plan.data, f"{kind}s")
        for key in getattr(record.data, f"{kind}s"):
            ref = f"{record.id}/{key}"
            if key not in known and not portfolio.find(ref, kind) and not subject.refused.covers(ref, (kind,)):
                yield record, key, next(iter(get_close_matches(key, known, n=1)), None)
