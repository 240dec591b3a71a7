"""What stands in the files but could not be read, so that a reference to it is not a second fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from followup_build.model.kinds import kind_of
from followup_build.model.scalars import slug
from followup_build.portfolio import MEMBER_KINDS, Portfolio

_TABLES_BY_KIND: Mapping[str, Mapping[str, str]] = {
    "organisation": {"department": "departments", "cadence": "cadences"},
    "plan": {kind: f"{kind}s" for kind in MEMBER_KINDS},
    "report": {"challenge": "challenges", "training-need": "training_needs"},
}
"""The mappings of a record whose keys others name, by the kind of what they hold."""

_PARENTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(MEMBER_KINDS, ("plan",)),
    **dict.fromkeys(("challenge", "training-need"), ("session", "report")),
}
"""What lies around something: the first parts of its ref name it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What was refused while files were read; each fault in it was reported there."""

    refs: frozenset[tuple[str, str]]
    """Kinds and refs."""
    kinds: frozenset[tuple[str, str]]
    """Kinds of which nothing is known, and in which record: its prefix, or nothing for the whole tree."""
    names: frozenset[str]
    """Refs that a file or a key seems to mean that has a wrong name or stands in a wrong place."""

    def covers(self, ref: str, kinds: Iterable[str]) -> bool:
        """Whether a reference to one of these kinds may lead to something that could not be read."""
        parts = ref.split("/")
        heads = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
        if any(head in self.names for head in heads):
            return True
        for kind in kinds:
            if (kind, ref) in self.refs or ("", kind) in self.kinds or (parts[0], kind) in self.kinds:
                return True
            if any((parent, head) in self.refs for parent in _PARENTS.get(kind, ()) for head in heads):
                return True
        return False


def find_refused(portfolio: Portfolio) -> Refused:
    """Everything that the files name and the portfolio does not have."""
    refs: set[tuple[str, str]] = set()
    kinds: set[tuple[str, str]] = set()
    names = {name for path in portfolio.loaded.misnamed for name in _meant_by(path)}
    for location in portfolio.loaded.left_out:
        found = kind_of(portfolio.below_records(location.path))
        if found is not None and not location.route:
            refs.add((found[0].name, found[1]))
            if found[0].name == "people":
                kinds.add(("", "person"))
    for kind, ref, key in _written(portfolio, kinds):
        if ref not in portfolio.targets.get(kind, {}):
            refs.add((kind, ref))
            names.add(ref.removesuffix(key) + slug(key))
    ids = [record.id for records in portfolio.loaded.records.values() for record in records.values()]
    names.update(meant for one in ids if (meant := slug_of(one)) != one)
    # What is there under that name was not meant; progress and reports only share the names of plans and sessions.
    for kind in ("plan", "session", "adjustment", "action", "practice", "feedback"):
        names.difference_update(portfolio.loaded.records[kind])
    # A session that has reports but no session.md is told once, where the reports are.
    names.update(
        session for session in (one.partition("/")[0] for one in portfolio.reports) if session not in portfolio.sessions
    )
    return Refused(frozenset(refs), frozenset(kinds), frozenset(names))


def slug_of(ref: str) -> str:
    """The ref that a wrongly spelt one seems to mean."""
    return "/".join(slug(part) for part in ref.split("/"))


def _meant_by(path: str) -> Iterator[str]:
    """The ids that a file which is no record may have been meant to have."""
    pure = PurePosixPath(path)
    yield slug(pure.stem)
    if pure.parts[0] == "sessions" and len(pure.parts) > 1:
        yield slug(pure.parts[1])


def _written(portfolio: Portfolio, kinds: set[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Kind, ref and key of everything that the files name; kinds whose mapping is none are added to `kinds`."""
    for path, document in portfolio.loaded.documents.items():
        found = kind_of(portfolio.below_records(path))
        if found is None:
            continue
        kind, record_id = found
        prefix = "" if kind.name == "organisation" else f"{record_id}/"
        for member, table in _TABLES_BY_KIND.get(kind.name, {}).items():
            members: Any = document.data.get(table)
            if isinstance(members, dict):
                yield from ((member, f"{prefix}{key}", key) for key in members)
            elif members is not None:
                kinds.add((prefix.rstrip("/"), member))
        if kind.name == "people":
            yield from (("person", key, key) for key in document.data)
