"""JSON Schemas of the records, from their models, for editors that complete and check while somebody types.

Draft 7, because that is what editors' YAML language servers read best. A schema lets through every record that the
loader takes; it sees one file at a time, so references, days that do not exist and the rules are left to
`followup check`.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from followup_build.exports.field_texts import field_texts
from followup_build.model.adjustment import Alteration
from followup_build.model.kinds import KINDS, Kind
from followup_build.model.scalars import Scalar, Shorthand, TopRecord

_DRAFT = "http://json-schema.org/draft-07/schema#"
_NULL: dict[str, Any] = {"type": "null"}

Form = dict[str, Any]


def schema_name(kind: Kind) -> str:
    """The name of the file with the schema of a kind."""
    return f"{kind.name}.schema.json"


def schema_files() -> dict[str, bytes]:
    """The schemas of all kinds, by the names of their files."""
    return {schema_name(kind): schema_file(kind) for kind in KINDS}


def schema_file(kind: Kind) -> bytes:
    """The schema of one kind of record; of a Markdown file, that of its front matter."""
    return (json.dumps(record_schema(kind), indent=2, ensure_ascii=False) + "\n").encode()


def record_schema(kind: Kind) -> Form:
    """The schema of one kind of record, as data."""
    definitions: dict[str, Form] = {}
    if issubclass(kind.model, RootModel):
        form = {**_form(kind.model.model_fields["root"].annotation, (), definitions), "description": _said(kind.model)}
    else:
        form = _mapping(kind.model, definitions)
    head = {"$schema": _DRAFT, "title": f"{kind.name}: {kind.place}", **form}
    return {**head, "definitions": dict(sorted(definitions.items()))} if definitions else head


def _form(annotation: Any, marks: Iterable[Any], definitions: dict[str, Form]) -> Form:
    """The form of what belongs at a place, without the word on whether it may be missing."""
    marks = [part for mark in marks for part in ((*mark.metadata,) if isinstance(mark, FieldInfo) else (mark,))]
    scalar = next((mark for mark in marks if isinstance(mark, Scalar)), None)
    if scalar is not None:
        return dict(scalar.schema)
    shorthand = next((mark for mark in marks if isinstance(mark, Shorthand)), None)
    if shorthand is not None:
        return {"anyOf": [_form(shorthand.annotation, (), definitions), _form(annotation, (), definitions)]}
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _form(parts[0], (*annotation.__metadata__, *marks), definitions)
    if origin in (Union, UnionType):
        forms = [_form(part, marks, definitions) for part in parts if part is not type(None)]
        return forms[0] if len(forms) == 1 else {"anyOf": forms}
    if origin is tuple:
        least = next((mark.min_length for mark in marks if hasattr(mark, "min_length")), 0)
        form = {"type": "array", "items": _form(parts[0], (), definitions)}
        return {**form, "minItems": least} if least else form
    if origin is dict:
        return {
            "type": "object",
            "propertyNames": _key(_form(parts[0], (), definitions)),
            "additionalProperties": _form(parts[1], (), definitions),
        }
    return _named(annotation, definitions)


def _key(form: Form) -> Form:
    # Keys are text in JSON whatever they look like, and an editor shows nothing of them but what is wrong.
    return {name: form[name] for name in ("pattern", "format") if name in form}


def _named(model: type[BaseModel], definitions: dict[str, Form]) -> Form:
    if model.__pydantic_generic_metadata__["args"]:
        return _mapping(model, definitions)
    if model.__name__ not in definitions:
        definitions[model.__name__] = {}
        definitions[model.__name__] = _mapping(model, definitions)
    return {"$ref": f"#/definitions/{model.__name__}"}


def _mapping(model: type[BaseModel], definitions: dict[str, Form]) -> Form:
    """The form of a mapping with fixed keys; what every record may say about itself comes last."""
    texts = _texts(model)
    fields = sorted(model.model_fields.items(), key=lambda item: item[0] in TopRecord.model_fields)
    required = [info.alias or name for name, info in fields if info.is_required()]
    return {
        "description": _said(model),
        "type": "object",
        "properties": {info.alias or name: _field(info, texts[name], definitions) for name, info in fields},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _texts(model: type[BaseModel]) -> dict[str, str]:
    """What each field means; what moves in an alteration is a field of the promise."""
    of_promise = _texts(model.promise) if issubclass(model, Alteration) else {}
    named = {name: info.description for name, info in model.model_fields.items() if info.description}
    return {**of_promise, **field_texts(model), **named}


def _field(info: FieldInfo, text: str, definitions: dict[str, Form]) -> Form:
    form = _form(info.annotation, info.metadata, definitions)
    more = form.pop("description", None)
    if "enum" in form or "properties" in form:
        # The field's own sentence says it better than that of its type.
        more = None
    if not info.is_required():
        form = _or_empty(form)
    default = _default(info.default)
    return {
        "description": f"{text} {more}." if more else text,
        **form,
        **({"default": default} if default is not None else {}),
    }


def _or_empty(form: Form) -> Form:
    """The same, or nothing behind the key, which means that the field is missing."""
    if "enum" in form:
        return {**form, "type": [form["type"], "null"], "enum": [*form["enum"], None]}
    if "type" in form:
        types = form["type"] if isinstance(form["type"], list) else [form["type"]]
        return {**form, "type": [*types, "null"]}
    return {"anyOf": [*form.get("anyOf", [form]), _NULL]}


def _default(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return float(value) if value % 1 else int(value)
    return value if isinstance(value, bool | int | str) else None


def _said(model: type[BaseModel]) -> str:
    return " ".join((inspect.getdoc(model) or "").split())
