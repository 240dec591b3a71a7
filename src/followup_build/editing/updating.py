"""An entry of a log, by its day: a new one, or more in the one that the day has already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from followup_build.diagnostics.finding import Route
from followup_build.editing.edits import Put
from followup_build.editing.fault import RefusedError
from followup_build.editing.values import Line, data_of

_WORDS = ("note", "evidence")
"""What somebody has worded, which nobody else's words replace."""


def update_edits(route: Route, present: BaseModel | None, said: Mapping[str, Any]) -> list[Put]:
    """The edits that make a day say something; none where it does already.

    Args:
        route: of the day.
        present: what the day says already, None where it says nothing.
        said: the fields, in the order of the model; None for what nobody said.

    Raises:
        RefusedError: the day has other words already.
    """
    said = {name: value for name, value in said.items() if value is not None}
    if present is None:
        return [Put(route, Line(data_of(said)))] if said else []
    new = {name: value for name, value in said.items() if getattr(present, name) != value}
    for name in _WORDS:
        if name in new and getattr(present, name) is not None:
            raise RefusedError(
                f"{route[-1]} has its {name} already: {getattr(present, name)!r}; give another day by --on, or edit it "
                "in the file"
            )
    return [Put((*route, name), data_of(value)) for name, value in new.items()]
