"""What a record's file says, before anything that was refused was taken out of it."""

from __future__ import annotations

from typing import Any

from followup_build.diagnostics.finding import Location
from followup_build.load.schema import child
from followup_build.model.kinds import kind_of
from followup_build.portfolio import MEMBER_KINDS, Portfolio

_TABLES_BY_KIND = {
    "organisation": ("departments", "cadences"),
    "plan": tuple(f"{kind}s" for kind in MEMBER_KINDS),
    "report": ("challenges", "training_needs"),
}


def written_at(portfolio: Portfolio, location: Location) -> Any:
    """What stands at a place in the file, or None."""
    document = portfolio.loaded.documents.get(location.path)
    value: Any = document.data if document else None
    for key in location.route:
        value = child(value, key)
    return value


def is_written(portfolio: Portfolio, location: Location) -> bool:
    """Whether something stands at a place in the file; if the record lacks it, that was reported before."""
    return written_at(portfolio, location) is not None


def below_records(portfolio: Portfolio, path: str) -> str:
    """A file's path below the records folder."""
    return path.removeprefix(portfolio.organisation_record.path.removesuffix("organisation.yml"))


def refused_refs(portfolio: Portfolio) -> frozenset[str]:
    """What stands in the files but could not be read, so that a reference to it is not a second fault."""
    refs: set[str] = set()
    for location in portfolio.loaded.left_out:
        found = kind_of(below_records(portfolio, location.path))
        if found is not None and not location.route:
            refs.add(found[1])
    for path, document in portfolio.loaded.documents.items():
        found = kind_of(below_records(portfolio, path))
        if found is None:
            continue
        kind, record_id = found
        prefix = "" if kind.name == "organisation" else f"{record_id}/"
        for table in _TABLES_BY_KIND.get(kind.name, ()):
            members = document.data.get(table)
            if isinstance(members, dict):
                refs.update(f"{prefix}{key}" for key in members)
        if kind.name == "people":
            refs.update(document.data)
    return frozenset(refs)


def is_refused(refused: frozenset[str], ref: str) -> bool:
    """Whether a reference, or what it lies in, is among what could not be read."""
    parts = ref.split("/")
    return any("/".join(parts[:count]) in refused for count in range(1, len(parts) + 1))
