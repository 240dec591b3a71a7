"""The way back from a route in the data to a line, found by a second pass over a file that has a finding."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from followup_build.diagnostics.finding import Route
from followup_build.source.parsers import ParserOf

MOST_LEVELS = 32
"""People nest three or four levels; the limit keeps the readers' recursion shallow on hostile files."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a route's key and value start; lines and columns from 0, in the YAML text alone."""

    key: tuple[int, int]
    """Of a list's item, which has no key: where the item starts."""
    value: tuple[int, int]
    """Of an empty value: where its key starts."""


def read_places(text: str, parser_of: ParserOf) -> dict[Route, Spot]:
    """The spots of everything in a text, as far as it can be read, in order; of duplicate keys, the first."""
    following = parser_of(text).get_event
    places: dict[Route, Spot] = {}
    try:
        following()
        following()
        _visit(following(), (), None, following, places)
    except (YAMLError, _TooDeepError):
        # The reading before this one has reported it; what stands above the fault has its place.
        pass
    return places


class _TooDeepError(Exception):
    """The rest of the file cannot be told apart."""


def _visit(event: Any, route: Route, key: tuple[int, int] | None, following: Any, places: dict[Route, Spot]) -> None:
    if len(route) > MOST_LEVELS:
        raise _TooDeepError
    start = (event.start_mark.line, event.start_mark.column)
    is_empty = type(event) is ScalarEvent and not event.style and event.start_mark.index == event.end_mark.index
    places.setdefault(route, Spot(key or start, key if is_empty and key else start))
    if type(event) is MappingStartEvent:
        while type(name := following()) is not MappingEndEvent:
            at = (name.start_mark.line, name.start_mark.column)
            if type(name) not in {ScalarEvent, AliasEvent}:
                # A key that is no text is left out of the data, and so is its value.
                _visit(name, (*route, ""), at, following, places)
            text = unicodedata.normalize("NFC", name.value) if type(name) is ScalarEvent else ""
            _visit(following(), (*route, text), at, following, places)
    elif type(event) is SequenceStartEvent:
        number = 0
        while type(item := following()) is not SequenceEndEvent:
            _visit(item, (*route, number), None, following, places)
            number += 1
