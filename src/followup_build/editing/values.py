"""Values as lines of a record: on one line where it fits, else one entry a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from followup_build.editing.scalars import write_block_text, write_scalar

WIDTH = 120
"""A longer line is broken, if it can be."""
STEP = 2
"""Spaces of one level, where a file has none yet that shows what its people like."""

Data = str | Mapping[str, Any] | Sequence[Any]
"""What a file says: text, and mappings and lists of it."""


class Spread(dict[str, Any]):
    """A mapping that is written with one entry a line, however short it is."""


class Line(dict[str, Any]):
    """A mapping that stays on one line, however long that is: an entry of a log, which branches can merge."""


class Rows(list[Any]):
    """A list that is written with one item a line."""


def data_of(value: Any) -> Any:
    """A value of a record as a file says it: text, and mappings and lists of text; what is left out stays out."""
    if isinstance(value, Spread):
        return Spread({str(data_of(key)): data_of(one) for key, one in value.items()})
    if isinstance(value, Rows):
        return Rows(data_of(one) for one in value)
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {
            fields[name].alias or name: data_of(one)
            for name, one in value
            if one is not None and one != fields[name].get_default()
        }
    if isinstance(value, Mapping):
        return {str(data_of(key)): data_of(one) for key, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [data_of(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value.value if isinstance(value, Enum) else value)


def flow_text(value: Any) -> str:
    """A value on one line, mappings in braces and lists in brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(entry_text(key, one) for key, one in value.items()) + "}"
    if isinstance(value, str):
        return write_scalar(value, in_flow=True)
    return "[" + ", ".join(flow_text(one) for one in value) + "]"


def entry_text(key: str, value: Any) -> str:
    """A key and its value, as they stand inside braces."""
    return f"{write_scalar(key, in_flow=True)}: {flow_text(value)}"


def entry_lines(key: str, value: Any, indent: int, step: int = STEP, first: int | None = None) -> list[str]:
    """A key and its value as lines of a block; the first line without its indentation.

    Args:
        key: the key.
        value: its value.
        indent: of the key, in spaces.
        step: spaces of one level.
        first: the column at which the first line starts, where it is not `indent`.
    """
    head = f"{write_scalar(key)}:"
    if isinstance(value, str):
        block = write_block_text(value, indent + step) if "\n" in value else None
        text = [write_scalar(value)] if block is None else block
        return [f"{head} {text[0]}", *text[1:]]
    if _fits(value, (indent if first is None else first) + len(head) + 1):
        return [f"{head} {flow_text(value)}"]
    return [head, *nested_lines(value, indent + step, step)]


def item_lines(value: Any, indent: int, step: int = STEP) -> list[str]:
    """An item of a block list as lines, its hyphen at `indent`; the first line without its indentation."""
    if isinstance(value, str):
        return [f"- {write_scalar(value)}"]
    if _fits(value, indent + STEP) or not value:
        return [f"- {flow_text(value)}"]
    lines = nested_lines(value, indent + STEP, step)
    return [f"- {lines[0][indent + STEP :]}", *lines[1:]]


def nested_lines(value: Mapping[str, Any] | Sequence[Any], indent: int, step: int = STEP) -> list[str]:
    """What is in a mapping or list, one entry a line."""
    pad = " " * indent
    found: list[str] = []
    if isinstance(value, Mapping):
        for key, one in value.items():
            lines = entry_lines(key, one, indent, step)
            found += [pad + lines[0], *lines[1:]]
    else:
        for one in value:
            lines = item_lines(one, indent, step)
            found += [pad + lines[0], *lines[1:]]
    return found


def record_text(data: Mapping[str, Any]) -> str:
    """A whole record of a new file."""
    return "\n".join(nested_lines(data, 0)) + "\n"


def _fits(value: Any, column: int) -> bool:
    if isinstance(value, Spread | Rows) and value:
        return False
    if isinstance(value, Line):
        return not _has_lines(value)
    return not value or (column + len(flow_text(value)) <= WIDTH and not _has_lines(value))


def _has_lines(value: Any) -> bool:
    if isinstance(value, str):
        return "\n" in value
    return any(map(_has_lines, value.values() if isinstance(value, Mapping) else value))
