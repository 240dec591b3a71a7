"""`followup diff` as JSON: the stable answer for programs."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from followup_build.diagnostics.terminal import shown_text
from followup_build.exports.status_answer import plain
from followup_build.history.change import Change
from followup_build.history.compare import Comparison

VERSION = 1


def diff_json(comparison: Comparison, base: str, head: str | None) -> str:
    """`version`, `as_of`, `base`, `head` (null for a work tree), `changes` and `status_changes`."""
    answer = {
        "version": VERSION,
        "as_of": comparison.as_of.isoformat(),
        "base": base,
        "head": head,
        "changes": [_change(one) for one in comparison.changes],
        "status_changes": [
            {"ref": one.ref, "kind": one.kind, "from": str(one.before), "to": str(one.after), "text": one.text}
            for one in comparison.status_changes
        ],
    }
    return shown_text(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1), keep="\n") + "\n"


def _change(change: Change) -> dict[str, Any]:
    return {
        "ref": change.ref,
        "kind": change.kind,
        "change": str(change.way),
        "field": change.field,
        "from": _value(change.before),
        "to": _value(change.after),
        "effect": str(change.effect) if change.effect else None,
        "covered_by": change.covered_by,
        "uncovered": change.is_uncovered,
        "text": change.text,
    }


def _value(value: Any) -> Any:
    """A value as JSON has it; what is more than a word, a number or a day is told as people type it."""
    if isinstance(value, BaseModel):
        dumped = value.model_dump(by_alias=True, exclude_none=True)
        return "{" + ", ".join(f"{key}: {one}" for key, one in dumped.items()) + "}"
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    return plain(value)
