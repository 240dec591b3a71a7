"""The records of two states side by side, whatever their files are called; a rename is no change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from followup_build.load.records import Record
from followup_build.model.scalars import TopRecord

DataT = TypeVar("DataT", bound=TopRecord)
Pair = tuple[str, Record[DataT] | None, Record[DataT] | None]


def pairs(before: Mapping[str, Record[DataT]], after: Mapping[str, Record[DataT]]) -> Iterator[Pair[DataT]]:
    """Each record as it was and as it is, under the id that it has now, or had where it is gone.

    A record that says `formerly`, and one whose text is the same under another id, is one that was renamed.
    """
    renamed = renames(before, after)
    for old_id, old in before.items():
        new_id = renamed.get(old_id, old_id)
        yield new_id, old, after.get(new_id)
    known = {renamed.get(old_id, old_id) for old_id in before}
    for new_id, new in after.items():
        if new_id not in known:
            yield new_id, None, new


def renames(before: Mapping[str, Record[DataT]], after: Mapping[str, Record[DataT]]) -> dict[str, str]:
    """The present ids of records that had another one, by that one."""
    gone = [old for old in before if old not in after]
    if not gone:
        return {}
    found = {old: new.id for new in after.values() for old in new.data.formerly if old in gone}
    arrived = [one for one in after.values() if one.id not in before and one.id not in found.values()]
    for old_id in gone:
        if old_id in found:
            continue
        old = before[old_id]
        twin = next((new for new in arrived if new.data == old.data and new.body.strip() == old.body.strip()), None)
        if twin is not None:
            arrived.remove(twin)
            found[old_id] = twin.id
    return found
