"""The records of two states side by side, whatever their files are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from followup_build.load.records import Record
from followup_build.model.scalars import TopRecord

_NO_WORDS = ("formerly",)
"""Fields that say nothing to a reader."""

DataT = TypeVar("DataT", bound=TopRecord)
Pair = tuple[str, Record[DataT] | None, Record[DataT] | None]


def pairs(before: Mapping[str, Record[DataT]], after: Mapping[str, Record[DataT]]) -> Iterator[Pair[DataT]]:
    """Each record as it was and as it is, by the id that both states have for it."""
    for ref in {**before, **after}:
        yield ref, before.get(ref), after.get(ref)


def is_reworded(old: Record[DataT], new: Record[DataT], *told: str) -> bool:
    """Whether a record differs in more than in fields that are told by themselves; line breaks are no words."""
    fields = [name for name in type(new.data).model_fields if name not in (*told, *_NO_WORDS)]
    return old.body.split() != new.body.split() or any(
        getattr(old.data, name) != getattr(new.data, name) for name in fields
    )
