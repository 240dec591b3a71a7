"""The edits that commands ask for, and what a file's data is after them."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from followup_build.diagnostics.finding import Route
from followup_build.editing.fault import UneditableError


@dataclass(frozen=True, slots=True)
class Put:
    """A value under a key: another one where the key is there, else a new entry; what lacks above it is made."""

    route: Route
    value: Any


@dataclass(frozen=True, slots=True)
class Append:
    """One more item at the end of a list; the list is made where it lacks."""

    route: Route
    item: Any
    in_rows: bool = False
    """Whether a list that has to be made has one item a line."""


Edit = Put | Append


def applied(data: dict[str, Any], edit: Edit) -> dict[str, Any]:
    """The data of a file after an edit.

    Raises:
        UneditableError: the edit does not fit, since there is a text where a mapping or list should be.
    """
    after = copy.deepcopy(data)
    route = edit.route
    here: Any = after
    for number, key in enumerate(route[:-1]):
        below = _child(here, key, route[: number + 1])
        if below is None:
            below = here[key] = {}
        here = below
    last = route[-1]
    old = _child(here, last, route)
    if isinstance(edit, Put):
        here[last] = _plain(edit.value)
    elif old is None:
        here[last] = [_plain(edit.item)]
    elif isinstance(old, list):
        old.append(_plain(edit.item))
    else:
        raise UneditableError(f"{route_text(route)} is no list")
    return after


def _child(here: Any, key: str | int, route: Route) -> Any:
    if isinstance(here, dict):
        return here.get(key)
    if isinstance(here, list) and isinstance(key, int) and key < len(here):
        return here[key]
    raise UneditableError(f"{route_text(route[:-1]) or 'the file'} has no place for {key}")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def route_text(route: Route) -> str:
    """A route as people read it: `changes 2, due`."""
    words: list[str] = []
    for key in route:
        if isinstance(key, int) and words:
            words[-1] = f"{words[-1]} {key + 1}"
        else:
            words.append(str(key))
    return ", ".join(words)
