"""The records of the first state under the ids that they have in the second, so that a rename is no change."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError

from followup_build.diagnostics.finding import Route
from followup_build.load.records import Record
from followup_build.load.references import iter_references
from followup_build.load.schema import Slot, without_nulls
from followup_build.model.scalars import TopRecord
from followup_build.portfolio import MEMBER_KINDS, Portfolio

_RENAMED = ("plan", "session", "adjustment", "action", "practice", "feedback")
"""The kinds of records whose id is their own; progress goes by its plan, and a report by its session."""
_OF_HOLDER = {"progress": "plan", "report": "session"}
_HOLDER = {
    "plan": "plan",
    **dict.fromkeys(MEMBER_KINDS, "plan"),
    "session": "session",
    "challenge": "session",
    "training-need": "session",
    **{kind: kind for kind in ("adjustment", "action", "practice", "feedback")},
}
"""Whose id the first part of a reference of each kind is."""

Names = Mapping[str, Mapping[str, str]]
"""The present ids of renamed records by kind and former id."""


def under_present_names(base: Portfolio, head: Portfolio) -> Portfolio:
    """The base with every renamed record, and every reference to it, under the name that the head has for it.

    A record that says `formerly`, and one whose text is the same under another id, is one that was renamed.
    """
    names: Names = {kind: _renames(base.loaded.records[kind], head.loaded.records[kind]) for kind in _RENAMED}
    if not any(names.values()):
        return base
    records = {
        kind: {(present := _present(base, record, names)).id: present for record in of_kind.values()}
        for kind, of_kind in base.loaded.records.items()
    }
    return Portfolio(replace(base.loaded, records=records))


def _renames(before: Mapping[str, Record[BaseModel]], after: Mapping[str, Record[BaseModel]]) -> Mapping[str, str]:
    gone = [old_id for old_id in before if old_id not in after]
    if not gone:
        return {}
    found: dict[str, str] = {}
    for new in after.values():
        for former in new.data.formerly if isinstance(new.data, TopRecord) else ():
            if former in gone and new.id not in before:
                found.setdefault(former, new.id)
    arrived = [one for one in after.values() if one.id not in before and one.id not in found.values()]
    for old_id in gone:
        old = before[old_id]
        twin = next((one for one in arrived if one.data == old.data and one.body.strip() == old.body.strip()), None)
        if old_id not in found and twin is not None:
            arrived.remove(twin)
            found[old_id] = twin.id
    return found


def _present(base: Portfolio, record: Record[BaseModel], names: Names) -> Record[BaseModel]:
    holder, _, rest = record.id.partition("/")
    new_id = names.get(_OF_HOLDER.get(record.kind, record.kind), {}).get(holder, holder)
    data = _data(base, record, names)
    return replace(record, id=f"{new_id}/{rest}" if rest else new_id, data=data)


def _data(base: Portfolio, record: Record[BaseModel], names: Names) -> BaseModel:
    """The record's data with present names in it, read once more from its text."""
    moved: dict[Route, tuple[str, bool]] = {}
    for one in iter_references(record):
        first, _, rest = one.ref.partition("/")
        for kind in one.kinds:
            new = names.get(_HOLDER.get(kind, ""), {}).get(first)
            if new is not None:
                moved[one.route] = (f"{new}/{rest}" if rest else new, one.on_key)
                break
    document = base.loaded.documents.get(record.path)
    if not moved or document is None or record.removed:
        return record.data
    text = copy.deepcopy(document.data)
    for route, (ref, on_key) in moved.items():
        _put(text, route, ref, on_key=on_key)
    model = type(record.data)
    try:
        return model.model_validate(without_nulls(text, Slot(model)) if document.has_null else text)
    except ValidationError:
        return record.data


def _put(data: Any, route: Route, ref: str, *, on_key: bool) -> None:
    """Write a reference at its place; the goal of a plan's member is named without its plan, and stays."""
    for part in route[:-1]:
        data = data[part]
    last = route[-1]
    if on_key:
        items = [(ref if key == last else key, value) for key, value in data.items()]
        data.clear()
        data.update(items)
    elif "/" in str(data[last]) or "/" not in ref:
        data[last] = ref
