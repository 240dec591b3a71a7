"""`followup insight --format json`, the stable answer for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from followup_build.diagnostics.terminal import shown_text
from followup_build.exports.status_answer import HIDDEN_TITLE, plain
from followup_build.portfolio import Portfolio
from followup_build.status.insight import Insight
from followup_build.status.reported import known_practices
from followup_build.status.scope import Scope, practice_is_of

VERSION = 1


def insight_json(
    found: Insight, portfolio: Portfolio, *, as_of: date, revision: str | None, department: str | None, scope: Scope
) -> str:
    """`version`, `as_of`, `revision`, `department`, `since`, and the figures of each page of the site's learning."""
    answer = {
        "version": VERSION,
        "as_of": as_of.isoformat(),
        "revision": revision,
        "department": department,
        "since": plain(scope.since),
        "challenges": {
            "answers": _keyed(found.answers),
            "causes": _keyed(found.causes),
            "returning": plain(found.returning),
        },
        "adjustments": {"effects": _keyed(found.effects), "by_kind": _keyed(found.effects_by_kind)},
        "promises": {"by_department": _keyed(found.promises), "moves": _keyed(found.moves)},
        "training": {"by_department": _keyed(found.training)},
        "practices": {**plain(found.practices), "items": _practices(portfolio, as_of, scope)},
        "feedback": plain(found.feedback),
        "achievements": {"by_department": _keyed(found.achievements)},
    }
    return shown_text(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1), keep="\n") + "\n"


def _keyed(counts: Mapping[Any, Any]) -> dict[str, Any]:
    """Counts under the names of what they count, which stay when people's words change; quarters in their order."""
    if all(isinstance(key, str) and not isinstance(key, Enum) and isinstance(counts[key], int) for key in counts):
        return dict(sorted(counts.items()))
    return {_key(key): _keyed(one) if isinstance(one, Mapping) else one for key, one in counts.items()}


def _key(key: object) -> str:
    if key is None:
        return "confidential"
    return key.name.lower() if isinstance(key, Enum) else str(key)


def _practices(portfolio: Portfolio, as_of: date, scope: Scope) -> list[dict[str, Any]]:
    """Those of the scope, in order of their ids."""
    return [
        {
            "ref": record.id,
            "title": HIDDEN_TITLE if record.data.confidential else record.data.title,
            "from": record.data.from_,
            "since": plain(record.data.since),
            "adopted": {one: plain(when) for one, when in sorted(record.data.adopted.items()) if when <= as_of},
        }
        for record in sorted(known_practices(portfolio, as_of), key=lambda one: one.id)
        if practice_is_of(record.data, scope, as_of)
    ]
