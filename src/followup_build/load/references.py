"""The references that stand in a record, found by the marks on its fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, RootModel

from followup_build.diagnostics.finding import Location, Route
from followup_build.load.records import Record
from followup_build.model.adjustment import Alteration
from followup_build.model.scalars import Refers

_OWN_GOAL = ("own-goal",)
_GOAL = ("goal",)


class Reference(NamedTuple):
    """A reference as it stands in a record; a plain tuple, because a large tree has tens of thousands of them."""

    ref: str
    kinds: tuple[str, ...]
    path: str
    route: Route
    on_key: bool

    @property
    def location(self) -> Location:
        """The place of the reference."""
        return Location(self.path, self.route, on_key=self.on_key)


class _Field(NamedTuple):
    """A field that is, or may hold, references."""

    name: str
    key: str
    kinds: tuple[str, ...] | None
    """Of the reference, or of each reference in a list."""
    key_kinds: tuple[str, ...] | None
    """Of the keys of a mapping."""


def iter_references(record: Record[BaseModel]) -> Iterator[Reference]:
    """Every reference of a record, with its place; the goal of a plan's member comes as `PLAN/GOAL`."""
    if isinstance(record.data, RootModel):
        for key, value in record.data.root.items():
            if isinstance(value, BaseModel):
                yield from _of_model(value, (str(key),), record.path, None)
        return
    yield from _of_model(record.data, (), record.path, record.id if record.kind == "plan" else None)


def _of_model(data: BaseModel, route: Route, path: str, plan: str | None) -> Iterator[Reference]:
    kind = type(data)
    if issubclass(kind, Alteration):
        plan = data.ref.partition("/")[0]  # type: ignore[attr-defined]
    elif kind.__name__.startswith("Added"):
        plan = str(getattr(data, kind.__name__.removeprefix("Added").lower())).partition("/")[0]
    values = data.__dict__
    for name, key, kinds, key_kinds in _fields(kind):
        value = values[name]
        if not value:
            continue
        if kinds is not None and type(value) is str:
            yield _reference(value, kinds, path, (*route, key), plan)
        elif kinds is not None and type(value) is tuple:
            for number, item in enumerate(value):
                yield _reference(item, kinds, path, (*route, key, number), plan)
        else:
            if key_kinds is not None:
                for item in value:
                    yield Reference(str(item), key_kinds, path, (*route, key, str(item)), on_key=True)
            yield from _below(value, (*route, key), path, plan)


def _reference(ref: str, kinds: tuple[str, ...], path: str, route: Route, plan: str | None) -> Reference:
    if kinds == _OWN_GOAL:
        return Reference(f"{plan}/{ref}", _GOAL, path, route, on_key=False)
    return Reference(ref, kinds, path, route, on_key=False)


def _below(value: Any, route: Route, path: str, plan: str | None) -> Iterator[Reference]:
    if isinstance(value, BaseModel):
        if _fields(type(value)):
            yield from _of_model(value, route, path, plan)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _below(item, (*route, str(key)), path, plan)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _below(item, (*route, number), path, plan)


@cache
def _fields(model: type[BaseModel]) -> tuple[_Field, ...]:
    found = []
    for name, info in model.model_fields.items():
        annotation = info.annotation
        marks = [mark for mark in (*info.metadata, *_marks(annotation)) if isinstance(mark, Refers)]
        key_marks = [mark for mark in _key_marks(annotation) if isinstance(mark, Refers)]
        if marks or key_marks or any(_fields(part) for part in _models(annotation)):
            kinds = marks[0].kinds if marks else None
            found.append(_Field(name, info.alias or name, kinds, key_marks[0].kinds if key_marks else None))
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


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
