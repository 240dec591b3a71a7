"""`followup status` as JSON and CSV: the stable answer for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from followup_build.diagnostics.terminal import shown_text
from followup_build.status.item import (
    ActionFigures,
    AdjustmentFigures,
    ItemStatus,
    KpiFigures,
    MilestoneFigures,
    RollupFigures,
    SessionFigures,
)
from followup_build.status.rollup import ORDER

VERSION = 1
HIDDEN_TITLE = "(confidential)"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def status_json(items: Iterable[ItemStatus], *, as_of: date, revision: str | None) -> str:
    """An object with `version`, `as_of`, `revision` and `items`; days are ISO dates, numbers are JSON numbers."""
    head = {"version": VERSION, "as_of": as_of.isoformat(), "revision": revision}
    start = json.dumps(head, ensure_ascii=False)[:-1]
    # One item a line: a diff of two answers reads well, and the fast encoder is only used without indentation.
    # It leaves some controls as they are; spelled out by their code they mean the same to a program.
    lines = ",\n".join(shown_text(json.dumps(_item(item), ensure_ascii=False, allow_nan=False)) for item in items)
    return f'{start}, "items": [\n{lines}\n]}}\n'


def _figure_columns() -> Iterator[str]:
    for figures in (KpiFigures, MilestoneFigures, ActionFigures, AdjustmentFigures, SessionFigures):
        yield from (one.name for one in fields(figures))
    yield from (f"{one.name}_{status}" for one in fields(RollupFigures) for status in ORDER)


_COLUMNS = tuple(
    dict.fromkeys(
        ("as_of", "ref", "kind", "title", "status", "stale", "owner", "department", *_figure_columns(), "reasons")
    )
)
"""The same in every answer, whatever it holds."""


def status_csv(items: Iterable[ItemStatus], *, as_of: date) -> str:
    """One line an item, the figures in columns of their own; a cell that a spreadsheet would run gets an apostrophe."""
    rows = [{"as_of": as_of.isoformat(), **_flat(_item(item))} for item in items]
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows({column: csv_cell(value) for column, value in row.items()} for row in rows)
    return text.getvalue()


def _item(item: ItemStatus) -> dict[str, Any]:
    return {
        "ref": item.ref,
        "kind": item.kind,
        "title": HIDDEN_TITLE if item.confidential else item.title,
        "status": str(item.status),
        "stale": item.stale,
        "owner": item.owner,
        "department": item.department,
        "reasons": [] if item.confidential else list(item.reasons),
        "figures": _figures(item),
    }


def _figures(item: ItemStatus) -> Any:
    """The figures; a confidential KPI has the same keys, and keeps its values to itself."""
    is_hidden = item.confidential and isinstance(item.figures, KpiFigures)
    return plain(KpiFigures() if is_hidden else item.figures)


def plain(value: Any) -> Any:
    """A computed value as JSON has it."""
    if value is None or type(value) in (str, int, bool):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _flat(item: dict[str, Any]) -> dict[str, Any]:
    figures = item.pop("figures")
    reasons = item.pop("reasons")
    for name, value in figures.items():
        if isinstance(value, dict):
            item.update({f"{name}_{key}": one for key, one in value.items()})
        else:
            item[name] = ", ".join(value) if isinstance(value, list) else value
    return {**item, "reasons": " ".join(reasons)}


def csv_cell(value: Any) -> str:
    """A plain value as a cell of CSV: nothing that a spreadsheet would run, nothing that steers a terminal."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = shown_text(str(value), keep="\n")
    return f"'{text}" if isinstance(value, str) and str(value).startswith(_FORMULA_STARTS) else text
