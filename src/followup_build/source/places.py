"""Where everything stands in a text that was read before: the way back from a route to a mark."""

from __future__ import annotations

import unicodedata
from typing import Any, NamedTuple

from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from followup_build.diagnostics.finding import Route
from followup_build.source.parsers import FastestParser, ParserOf


class Place(NamedTuple):
    """Where one thing stands in a text."""

    key: Any
    """The mark at which its key starts; in a list, the value."""
    value: Any
    """The mark at which its value starts; the key's where nothing stands behind it."""
    end: Any
    """The mark at which a plain scalar ends; None for everything else."""
    is_empty: bool
    """Whether nothing stands behind the key."""


Places = dict[Route, Place]


def read_places(text: str, parser_of: ParserOf = FastestParser) -> Places:
    """The marks of everything in a text that was read before without a syntax fault; of duplicates, the first."""
    parser = parser_of(text)
    following = parser.get_event
    places: Places = {}

    def visit(event: Any, route: Route, key_mark: Any) -> None:
        is_plain = type(event) is ScalarEvent and not event.style
        is_empty = is_plain and event.start_mark.index == event.end_mark.index
        value_mark = key_mark if is_empty and key_mark else event.start_mark
        end_mark = event.end_mark if is_plain else None
        places.setdefault(route, Place(key_mark or event.start_mark, value_mark, end_mark, is_empty))
        if type(event) is MappingStartEvent:
            while type(key := following()) is not MappingEndEvent:
                name = unicodedata.normalize("NFC", key.value) if type(key) is ScalarEvent else ""
                if type(key) is not ScalarEvent:
                    visit(key, (*route, ""), None)
                visit(following(), (*route, name), key.start_mark)
        elif type(event) is SequenceStartEvent:
            number = 0
            while type(item := following()) is not SequenceEndEvent:
                visit(item, (*route, number), None)
                number += 1

    following()
    following()
    visit(following(), (), None)
    return places


def is_inside_scalar(text: str, line: int, column: int, parser_of: ParserOf = FastestParser) -> bool:
    """Whether a place, line and column from 0, lies inside a value or a key, where `#` begins no comment."""
    following = parser_of(text).get_event
    event = following()
    while type(event) is not StreamEndEvent:
        if type(event) is ScalarEvent:
            start: Any = event.start_mark
            end: Any = event.end_mark
            if (start.line, start.column) <= (line, column) < (end.line, end.column):
                return True
        event = following()
    return False
