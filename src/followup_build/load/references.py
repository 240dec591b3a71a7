"""The references that stand in a record, found by the marks on its fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, RootModel

from followup_build.diagnostics.finding import Location, Route
from followup_build.load.records import Record
from followup_build.load.schema import Slot, step
from followup_build.model.adjustment import Alteration
from followup_build.model.scalars import Refers

_OWN_GOAL = ("own-goal",)
_GOAL = ("goal",)
_FEW = 200
"""So many refs are compared closely with a mistyped one."""


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
    found: list[Reference] = []
    if isinstance(record.data, RootModel):
        for key, value in record.data.root.items():
            if isinstance(value, BaseModel):
                _collect(value, (str(key),), record.path, None, found)
    else:
        _collect(record.data, (), record.path, record.id if record.kind == "plan" else None, found)
    if record.kept:
        return (one._replace(route=record.written_route(one.route)) for one in found)
    return iter(found)


def iter_written_references(model: type[BaseModel], path: str, data: Any, record_id: str) -> Iterator[Reference]:
    """Every reference that stands in a file's text, for a record from which something had to be left out."""
    return _written(Slot(model), data, (), path, record_id)


def _written(slot: Slot | None, data: Any, route: Route, path: str, plan: str) -> Iterator[Reference]:
    if slot is None:
        return
    if isinstance(data, str):
        kinds = slot.reference_kinds if slot.is_scalar else ()
        if kinds and slot.accepts(data):
            ref = f"{plan}/{data}" if kinds == _OWN_GOAL else data
            yield Reference(ref, _GOAL if kinds == _OWN_GOAL else kinds, path, route, on_key=False)
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from _written(step(slot, number, data), item, (*route, number), path, plan)
    elif isinstance(data, dict):
        plan = next(
            (str(data[key]).partition("/")[0] for key in ("milestone", "kpi", "goal") if "/" in str(data.get(key))),
            plan,
        )
        for key, item in data.items():
            if slot.key_kinds:
                yield Reference(key, slot.key_kinds, path, (*route, key), on_key=True)
            yield from _written(step(slot, key, data), item, (*route, key), path, plan)


def _collect(data: BaseModel, route: Route, path: str, plan: str | None, found: list[Reference]) -> None:
    fields, promise = _layout(type(data))
    values = data.__dict__
    if promise is not None:
        plan = str(values[promise]).partition("/")[0]
    for name, key, kinds, key_kinds in fields:
        value = values[name]
        if not value:
            continue
        if kinds is not None:
            if kinds is _OWN_GOAL:
                found.append(Reference(f"{plan}/{value}", _GOAL, path, (*route, key), on_key=False))
            elif type(value) is tuple:
                below = (*route, key)
                found.extend(
                    Reference(item, kinds, path, (*below, number), on_key=False) for number, item in enumerate(value)
                )
            elif type(value) is str:
                found.append(Reference(value, kinds, path, (*route, key), on_key=False))
            else:
                _below(value, (*route, key), path, plan, found)
            continue
        if key_kinds is not None:
            found.extend(Reference(str(item), key_kinds, path, (*route, key, str(item)), on_key=True) for item in value)
        _below(value, (*route, key), path, plan, found)


def _below(value: Any, route: Route, path: str, plan: str | None, found: list[Reference]) -> None:
    if isinstance(value, BaseModel):
        if _layout(type(value)).fields:
            _collect(value, route, path, plan, found)
    elif isinstance(value, dict):
        for key, item in value.items():
            _below(item, (*route, str(key)), path, plan, found)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            _below(item, (*route, number), path, plan, found)


class _Layout(NamedTuple):
    """What a class says of the references in its instances."""

    fields: tuple[_Field, ...]
    promise: str | None
    """The field that names the promise of a change, so that goals inside are those of its plan."""


@cache
def _layout(model: type[BaseModel]) -> _Layout:
    if issubclass(model, Alteration):
        return _Layout(_fields(model), model.kind)
    name = model.__name__
    return _Layout(_fields(model), name.removeprefix("Added").lower() if name.startswith("Added") else None)


@cache
def _fields(model: type[BaseModel]) -> tuple[_Field, ...]:
    found = []
    for name, info in model.model_fields.items():
        annotation = info.annotation
        marks = [mark for mark in (*info.metadata, *_marks(annotation)) if isinstance(mark, Refers)]
        key_marks = [mark for mark in _key_marks(annotation) if isinstance(mark, Refers)]
        if marks or key_marks or any(_fields(part) for part in _models(annotation)):
            kinds = (_OWN_GOAL if marks[0].kinds == _OWN_GOAL else marks[0].kinds) if marks else None
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


def nearest_ref(ref: str, known: Sequence[str]) -> str | None:
    """The one of the known refs that is most like a mistyped one; None where nothing comes near.

    A slip of the finger leaves the first or the second half as it was, so that only few refs are compared closely,
    however many there are.
    """
    head, tail = ref[: (len(ref) + 1) // 2], ref[len(ref) // 2 :]
    last = ref.rpartition("/")[2]
    alike = known if len(known) <= _FEW else [one for one in known if one.startswith(head) or one.endswith(tail)][:_FEW]
    near = get_close_matches(ref, alike, n=1, cutoff=0.6)
    return near[0] if near else next((one for one in known if one.rpartition("/")[2] == last), None)
