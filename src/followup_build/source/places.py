"""Where everything stands in a text that was read before: the way back from a route to a mark."""

from __future__ import annotations

import unicodedata
from typing import Any

from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from followup_build.diagnostics.finding import Route
from followup_build.source.parsers import FastestParser, ParserOf

Places = dict[Route, tuple[Any, Any, Any]]
"""By route: where its key starts, where its value starts, and, for a plain scalar, where it ends."""


def read_places(text: str, parser_of: ParserOf = FastestParser) -> Places:
    """The marks of everything in a text that was read before without a syntax fault; of duplicates, the first."""
    parser = parser_of(text)
    following = parser.get_event
    places: Places = {}

    def visit(event: Any, route: Route, key_mark: Any) -> None:
        is_plain = type(event) is ScalarEvent and not event.style
        is_empty = is_plain and event.start_mark.index == event.end_mark.index
        value_mark = key_mark if is_empty and key_mark else event.start_mark
        places.setdefault(
            route, (key_mark or event.start_mark, value_mark, event.end_mark if is_plain and not is_empty else None)
        )
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
