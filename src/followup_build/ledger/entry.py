"""A line of the ledger, and its values as people type them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: what one approved adjustment did to one field of one promise."""

    ref: str
    """The promise: `finance-2026/portal-live`, or a plan's id."""
    field: str
    """`due`, `target 2026-Q2`, `amount`, …; `added` and `dropped` for the whole promise."""
    before: Any
    after: Any
    adjustment: str
    on: date
    """The day of the last approval needed."""
    because: str
    """Empty where the adjustment is confidential, so that its words reach no output."""


def value_text(value: Any) -> str:
    """A promise's value as people type it."""
    if value is None or value == ():
        return "nothing"
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    if hasattr(value, "model_dump"):
        dumped = value.model_dump(exclude_defaults=True, by_alias=True)
        return "{" + ", ".join(f"{key}: {item}" for key, item in dumped.items()) + "}"
    return str(value)
