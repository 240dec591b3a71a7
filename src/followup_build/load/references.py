"""The references that stand in a record, found by the marks on its fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel, RootModel

from followup_build.diagnostics.finding import Location, Route
from followup_build.load.records import Record
from followup_build.model.adjustment import Alteration
from followup_build.model.scalars import Refers


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as it stands in a record."""

    ref: str
    kinds: tuple[str, ...]
    location: Location


@cache
def _reference_fields(model: type[BaseModel]) -> tuple[tuple[str, str, Any, Refers | None], ...]:
    """The fields of a class that are, or may hold, references: name, key as typed, key marker of a mapping, marker."""
    found = []
    hints = get_type_hints(model, include_extras=True)
    for name, info in model.model_fields.items():
        annotation = hints.get(name, info.annotation)
        marks = [mark for mark in _marks(annotation) if isinstance(mark, Refers)]
        key_marks = [mark for mark in _key_marks(annotation) if isinstance(mark, Refers)]
        if marks or key_marks or _holds_models(annotation):
            found.append((name, info.alias or name, key_marks[0] if key_marks else None, marks[0] if marks else None))
    return tuple(found)


def _marks(annotation: Any) -> Iterator[Any]:
    yield from getattr(annotation, "__metadata__", ())
    arguments = get_args(annotation)
    is_mapping = getattr(annotation, "__origin__", None) is dict
    for argument in arguments[1:] if is_mapping else arguments:
        yield from _marks(argument)


def _key_marks(annotation: Any) -> Iterator[Any]:
    if getattr(annotation, "__origin__", None) is dict:
        yield from getattr(get_args(annotation)[0], "__metadata__", ())
    for argument in get_args(annotation):
        yield from _key_marks(argument)


def _holds_models(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_holds_models(argument) for argument in get_args(annotation))


def iter_references(record: Record[BaseModel]) -> Iterator[Reference]:
    """Every reference of a record, with its place; the goal of a plan's member comes as `PLAN/GOAL`."""
    if isinstance(record.data, RootModel):
        for key, value in record.data.root.items():
            if isinstance(value, BaseModel):
                yield from _model_references(value, (str(key),), record, None)
        return
    yield from _model_references(record.data, (), record, record.id if record.kind == "plan" else None)


def _model_references(data: BaseModel, route: Route, record: Record[BaseModel], plan: str | None) -> Iterator[Reference]:
    if isinstance(data, Alteration):
        plan = data.ref.partition("/")[0]
    if type(data).__name__.startswith("Added"):
        kind = type(data).__name__.removeprefix("Added").lower()
        plan = str(getattr(data, kind)).partition("/")[0]
    for name, key, key_mark, mark in _reference_fields(type(data)):
        value = getattr(data, name)
        if value is None or value == ():
            continue
        if key_mark is not None and isinstance(value, dict):
            for item in value:
                yield Reference(str(item), key_mark.kinds, Location(record.path, (*route, key, str(item)), on_key=True))
        yield from _value_references(value, (*route, key), record, plan, mark)


def _value_references(
    value: Any, route: Route, record: Record[BaseModel], plan: str | None, mark: Refers | None
) -> Iterator[Reference]:
    if isinstance(value, BaseModel):
        yield from _model_references(value, route, record, plan)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _value_references(item, (*route, str(key)), record, plan, mark)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _value_references(item, (*route, number), record, plan, mark)
    elif isinstance(value, str) and mark is not None:
        own = mark.kinds == ("own-goal",)
        yield Reference(f"{plan}/{value}" if own else value, ("goal",) if own else mark.kinds, Location(record.path, route))
