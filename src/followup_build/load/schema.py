"""What the models say of a place in a record: the class there, its fields, whether free text belongs there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Discriminator, RootModel, Tag
from pydantic_core import PydanticCustomError

from followup_build.diagnostics.finding import Route
from followup_build.model.scalars import Refers, Scalar, Text

_TEXT_MARK = get_args(Text)[1]


@dataclass(frozen=True, slots=True)
class Slot:
    """The type that the models give to one place in a record."""

    annotation: Any
    metadata: tuple[Any, ...] = ()
    is_required: bool = True
    """Whether the place is a field that must be there."""

    @property
    def is_nullable(self) -> bool:
        """Whether a record goes on without it, once the fault was reported."""
        return type(None) in get_args(self.annotation)

    @property
    def is_free_text(self) -> bool:
        """Whether people write prose here."""
        return any(mark is _TEXT_MARK for mark in (*self.metadata, *_marks(self.annotation)))

    @property
    def reference_kinds(self) -> tuple[str, ...]:
        """What a reference at this place may lead to; nothing where no reference belongs."""
        marks = (*self.metadata, *_marks(_unwrapped(self.annotation)), *_marks(self.annotation))
        return next((mark.kinds for mark in marks if isinstance(mark, Refers)), ())

    @property
    def is_scalar(self) -> bool:
        """Whether one text belongs here, and not a list or a mapping."""
        return _unwrapped(self.annotation) is str

    @property
    def key_kinds(self) -> tuple[str, ...]:
        """What the keys of a mapping at this place may lead to; nothing where they are no references."""
        annotation = _unwrapped(self.annotation)
        marks = _marks(get_args(annotation)[0]) if get_origin(annotation) is dict else ()
        return next((mark.kinds for mark in marks if isinstance(mark, Refers)), ())

    def accepts(self, text: str) -> bool:
        """Whether a scalar's type takes this text."""
        marks = (*self.metadata, *_marks(_unwrapped(self.annotation)), *_marks(self.annotation))
        scalar = next((mark for mark in marks if isinstance(mark, Scalar)), None)
        try:
            return scalar is None or scalar.parse(text) is not None
        except PydanticCustomError:
            return False

    @property
    def model(self) -> type[BaseModel] | None:
        """The class of the mapping that belongs here, if one does."""
        annotation = _unwrapped(self.annotation)
        return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _marks(annotation: Any) -> Iterator[Any]:
    for part in (annotation, *get_args(annotation)):
        if get_origin(part) is Annotated:
            yield from part.__metadata__


def _unwrapped(annotation: Any) -> Any:
    """The annotation without `Annotated` and without `None`."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, UnionType) and type(None) in get_args(annotation):
            rest = [part for part in get_args(annotation) if part is not type(None)]
            if len(rest) != 1:
                return annotation
            annotation = rest[0]
        else:
            return annotation


@cache
def field_slots(model: type[BaseModel]) -> dict[str, Slot]:
    """The fields of a class by the key that people type."""
    return {
        info.alias or name: Slot(info.annotation, tuple(info.metadata), info.is_required())
        for name, info in model.model_fields.items()
    }


def step(slot: Slot, key: str | int, value: Any) -> Slot | None:
    """The slot one key further; `value` is the data at `slot`, which decides between the forms of a change."""
    slot = _chosen(slot, value)
    model = slot.model
    if model is not None:
        if issubclass(model, RootModel):
            return step(Slot(model.model_fields["root"].annotation), key, value)
        return field_slots(model).get(str(key))
    annotation = _unwrapped(slot.annotation)
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return Slot(arguments[1])
    if get_origin(annotation) is tuple:
        return Slot(arguments[0])
    return None


def _chosen(slot: Slot, value: Any) -> Slot:
    marks = (*slot.metadata, *_marks(slot.annotation))
    chooser = next((mark for mark in marks if isinstance(mark, Discriminator)), None)
    if chooser is None or not callable(chooser.discriminator):
        return slot
    tag = chooser.discriminator(value)
    for part in get_args(_unwrapped(slot.annotation)):
        if Tag(str(tag)) in getattr(part, "__metadata__", ()):
            return Slot(part)
    return slot


def slot_at(model: type[BaseModel], data: Any, route: Route) -> Slot | None:
    """The slot at a route below a record's top mapping; None where the models know of nothing."""
    slot: Slot | None = Slot(model)
    for key in route:
        if slot is None:
            return None
        slot = step(slot, key, data)
        data = child(data, key)
    return _chosen(slot, data) if slot is not None else None


def child(data: Any, key: str | int) -> Any:
    """What stands under a key or index, or None."""
    if isinstance(data, dict):
        return data.get(key)
    if isinstance(data, list) and isinstance(key, int) and key < len(data):
        return data[key]
    return None


def without_nulls(data: Any, slot: Slot | None) -> Any:
    """The data without what is empty, which means missing.

    What lacks behind the key of an item stays empty, and so does a key that nobody knows: both are faults.
    """
    if isinstance(data, list):
        return [without_nulls(item, step(slot, 0, data) if slot else None) for item in data]
    if not isinstance(data, dict):
        return data
    kept: dict[str, Any] = {}
    chosen = _chosen(slot, data) if slot is not None else None
    is_record = chosen is not None and chosen.model is not None and not issubclass(chosen.model, RootModel)
    for key, value in data.items():
        below = step(slot, key, data) if slot else None
        if value is not None:
            kept[key] = without_nulls(value, below)
        elif not is_record:
            kept[key] = {} if below is not None and below.model is not None else None
        elif below is None:
            kept[key] = None
    return kept


def value_at(data: Any, route: Route) -> Any:
    """What stands at a route, or None."""
    for key in route:
        data = child(data, key)
    return data


def written_route(route: Route, kept: Mapping[Route, tuple[int, ...]]) -> Route:
    """The route in the file to what stands at a route in the data, once items of lists were taken out."""
    written: Route = ()
    for key in route:
        places = kept.get(written) if isinstance(key, int) else None
        written = (*written, places[key] if places and isinstance(key, int) and key < len(places) else key)
    return written
