"""The KPIs and milestones that progress speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from followup_build.checks.as_written import refused_refs
from followup_build.load.records import Record
from followup_build.model.progress import Progress
from followup_build.portfolio import Portfolio


def unknown_members(portfolio: Portfolio, kind: str) -> Iterator[tuple[Record[Progress], str, str | None]]:
    """Records of progress, keys that their plans do not have, and the nearest that they do have."""
    refused: frozenset[str] | None = None
    for record in portfolio.progress.values():
        plan = portfolio.plans.get(record.id)
        if plan is None:
            continue
        known: dict[str, object] = getattr(plan.data, f"{kind}s")
        for key in getattr(record.data, f"{kind}s"):
            ref = f"{record.id}/{key}"
            if key in known or portfolio.find(ref, kind):
                continue
            refused = refused_refs(portfolio) if refused is None else refused
            if ref not in refused:
                yield record, key, next(iter(get_close_matches(key, known, n=1)), None)
