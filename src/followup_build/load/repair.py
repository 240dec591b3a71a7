"""A record without what was refused: the smallest thing is taken out each time, until the rest is whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from followup_build.diagnostics.finding import Location, Route
from followup_build.load.schema import slot_at, value_at, written_route
from followup_build.load.shape import MISSING, shape_finding


@dataclass(slots=True)
class Repair:
    """A record's data while what was refused is taken out, the smallest thing each time."""

    path: str
    model: type[BaseModel]
    record_id: str
    data: dict[str, Any]
    left_out: list[Location] = field(default_factory=list)
    kept: dict[Route, tuple[int, ...]] = field(default_factory=dict)
    removed: list[Route] = field(default_factory=list)

    def run(self, errors: list[Any]) -> BaseModel | None:
        """The record without what was refused; None when nothing of it can stay."""
        while errors:
            if not self._take_out(errors):
                break
            try:
                return self.model.model_validate(self.data)
            except ValidationError as error:
                # What is missing around the gaps goes in the next round.
                before, errors = errors, error.errors(include_url=False, include_input=False)
                if errors == before:
                    break
        self.left_out.append(Location(self.path))
        return None

    def _take_out(self, errors: list[Any]) -> bool:
        """Take the smallest thing out of the data for each error; False when nothing of the record can stay."""
        faults = {
            shape_finding(self.path, self.model, self.data, error)[1]: error["type"] in MISSING for error in errors
        }
        targets: set[Route] = set()
        for route, is_missing in faults.items():
            if not (is_missing and _fill_in(self.model, self.data, route, self.record_id)):
                targets.add(route[:-1] if is_missing else route)
        if () in targets:
            return False
        for target in sorted(targets, key=_deepest_last_first):
            slot = slot_at(self.model, self.data, target)
            if isinstance(value_at(self.data, target), dict) or (slot is not None and slot.model is not None):
                self.left_out.append(Location(self.path, written_route(target, self.kept), on_key=True))
            self.removed.append(written_route(target, self.kept))
            self._remove(target)
        return True

    def _remove(self, route: Route) -> None:
        parent = value_at(self.data, route[:-1])
        key = route[-1]
        if isinstance(parent, dict):
            parent.pop(str(key), None)
        elif isinstance(parent, list) and isinstance(key, int) and key < len(parent):
            written = written_route(route[:-1], self.kept)
            places = self.kept.get(written, tuple(range(len(parent))))
            self.kept[written] = (*places[:key], *places[key + 1 :])
            del parent[key]


def _deepest_last_first(route: Route) -> tuple[int, ...]:
    # List items are removed from the end, so that the indices before them stay right.
    return (-len(route), *(-part for part in route if isinstance(part, int)))


def _fill_in(model: type[BaseModel], data: dict[str, Any], route: Route, record_id: str) -> bool:
    """Put None, or the id for a title, where a required field is missing and the record can go on without."""
    slot = slot_at(model, data, route)
    parent = value_at(data, route[:-1])
    if slot is None or not isinstance(parent, dict):
        return False
    field_name = str(route[-1])
    if slot.is_nullable:
        parent[field_name] = None
        return True
    if field_name == "title":
        parent[field_name] = next((part for part in reversed(route[:-1]) if isinstance(part, str)), record_id)
        return True
    return False
