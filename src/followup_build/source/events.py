"""YAML events to plain data: every scalar stays text, and what the dialect leaves out is a finding at its place."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from followup_build.diagnostics.finding import Finding, Location, Related, Route
from followup_build.source import constructs
from followup_build.source.characters import without_hidden
from followup_build.source.comments import comment_behind
from followup_build.source.constructs import Fault
from followup_build.source.parsers import ParserOf, PureParser
from followup_build.source.places import MOST_LEVELS, Spot, read_places
from followup_build.source.quoting import cut
from followup_build.source.syntax import syntax_fault

MOST_NODES = 50_000
_NODE_SIGNS = ",[{:-?"
_NODES_A_SIGN = 3
_NULLS = frozenset(("", "~", "null"))
_LONGEST_NULL = 4
_ODD_KEYS = _NULLS | {"<<"}
_MOST_READ_AGAIN = 64 * 1024
"""PyYAML's own parser needs about half a second for this much text."""


def read_yaml(path: str, text: str, first_line: int, parser_of: ParserOf) -> Reading:
    """Read one file's YAML.

    libyaml finds out fast that a file is good. What is wrong in one that is not, PyYAML's own parser tells, so that the
    faults and their places are the same on every machine; only far down in a huge file would that take too long.
    """
    reading = Reading(path, text, first_line, parser_of)
    reading.read()
    is_sure = not reading.findings and not constructs.is_read_differently(text)
    if is_sure or parser_of is PureParser or reading.reach > _MOST_READ_AGAIN:
        return reading
    reading = Reading(path, text, first_line, PureParser)
    reading.read()
    return reading


class _Stop(Exception):  # noqa: N818 - not an error: the rest of the file cannot be read
    """The file was given up after a finding that says why."""


class Reading:
    """One file's YAML while it is read: data and findings grow together."""

    def __init__(self, path: str, text: str, first_line: int, parser_of: ParserOf) -> None:
        self.data: dict[str, Any] | None = None
        self.findings: list[Finding] = []
        self.has_null = False
        self.trailing_comments: list[Route] = []
        self.reach = len(text)
        """How far the text had to be read."""
        self.parser_of = parser_of
        self._path = path
        self._text = text
        self._first_line = first_line
        self._next: Callable[[], Any] = lambda: None
        self._route: list[str | int] = []
        self._has_comments = " #" in text
        self._is_careful = constructs.has_odd_signs(text)
        self._cut = (0, 0)
        self._line_starts: list[int] = []
        self._spots: dict[Route, Spot] | None = None

    def read(self) -> None:
        """Fill the top mapping, if it can be read at all."""
        try:
            self._next = self._events()
            self.data = self._document()
        except _Stop:
            pass
        except YAMLError as error:
            mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
            self.reach = mark.index if mark else 0
            self._give_up(syntax_fault(self._text, error))

    def _events(self) -> Callable[[], Any]:
        following = self.parser_of(self._text).get_event
        if len(self._text) * _NODES_A_SIGN < MOST_NODES:
            return following
        # Each sign brings three nodes at most (a pair in brackets), and nearly no file has enough for a count.
        if sum(map(self._text.count, _NODE_SIGNS)) * _NODES_A_SIGN < MOST_NODES:
            return following
        nodes = 0

        def counted() -> Any:
            nonlocal nodes
            event = following()
            if type(event) in {ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent}:
                nodes += 1
                if nodes > MOST_NODES:
                    self.reach = len(self._text) + _MOST_READ_AGAIN
                    raise self._stop(
                        "too-many-nodes", event, f"this file has more than {MOST_NODES:,} keys and values", "split it"
                    )
            return event

        return counted

    def _document(self) -> dict[str, Any] | None:
        self._next()
        event = self._next()
        if type(event) is StreamEndEvent:
            self._report(constructs.empty_file())
            return None
        if event.explicit:
            self._report(*constructs.directives(self._text))
        top = self._next()
        data = None
        if type(top) is ScalarEvent:
            self._careful(top)
        else:
            value = self._collection(top, 1)
            data = value if type(value) is dict else None
        self._next()
        after = self._next()
        if type(after) is DocumentStartEvent:
            hint = "delete the line ---, or move what follows into a file of its own"
            self._report(Fault("several-documents", after.start_mark.index, "a second document starts here", hint))
        elif data is None and type(top) is not AliasEvent:
            self._report(constructs.not_a_mapping(self._text, top))
        return data

    def _collection(self, event: Any, level: int) -> Any:
        """The value that any event but a scalar begins."""
        if type(event) is AliasEvent:
            self._report(constructs.alias(self._text, event))
            return ""
        if level > MOST_LEVELS:
            message = f"this is nested more than {MOST_LEVELS} levels deep"
            raise self._stop(
                "nested-too-deep", event, message, "a record needs three or four; look for brackets that are not closed"
            )
        if event.anchor or event.tag:
            self._report(*constructs.properties(self._text, event))
        return self._mapping(level) if type(event) is MappingStartEvent else self._sequence(level)

    def _sequence(self, level: int) -> list[Any]:
        following = self._next
        items: list[Any] = []
        while type(event := following()) is not SequenceEndEvent:
            if type(event) is ScalarEvent:
                items.append(self._scalar(event, len(items)))
            else:
                self._route.append(len(items))
                items.append(self._collection(event, level + 1))
                self._route.pop()
        return items

    def _mapping(self, level: int) -> dict[str, Any]:
        following, text, is_careful, has_comments = self._next, self._text, self._is_careful, self._has_comments
        data: dict[str, Any] = {}
        while type(key := following()) is not MappingEndEvent:
            if is_careful or type(key) is not ScalarEvent or key.value in _ODD_KEYS:
                name = self._odd_key(key, level)
            else:
                name = key.value
            if not name.isascii():
                name = self._unicode_key(key, name)
            event = following()
            if type(event) is ScalarEvent:
                value = event.value
                # Most values need no look; a call for each would cost a tenth of the whole.
                is_odd = len(value) <= _LONGEST_NULL or is_careful
                if is_odd or (has_comments and text.startswith(" ", event.end_mark.index)):
                    value = self._scalar(event, name)
            else:
                self._route.append(name)
                value = self._collection(event, level + 1)
                self._route.pop()
            if name in data:
                self._duplicate(key, name)
            elif name:
                if value is not None or self._has_colon(key, event, data):
                    data[name] = value
        return data

    def _scalar(self, event: Any, step: str | int) -> str | None:
        """The text of a value at a step of the route, or None."""
        value: str = self._careful(event) if self._is_careful else event.value
        if self._has_comments and not event.style and self._text.startswith(" ", event.end_mark.index):
            self._comment(event, step)
        if len(value) <= _LONGEST_NULL and value in _NULLS:
            if not event.style:
                self.has_null = True
                return None
            if fault := constructs.lost_block(self._text, event):
                self._report(fault)
        return value

    def _careful(self, event: Any) -> str:
        """The text of a scalar in a file with signs that might be constructs of YAML or escapes."""
        if event.anchor or event.tag:
            self._report(*constructs.properties(self._text, event))
        value: str = event.value
        if event.style == '"' and (faults := constructs.escapes(self._text, event)):
            self._report(*faults)
            return without_hidden(value).replace("\t", " ")
        return value

    def _odd_key(self, key: Any, level: int) -> str:
        """The name of a key that may be no plain text; empty where its value has to be left out, once that was reported."""
        if type(key) is not ScalarEvent:
            faults = len(self.findings)
            if type(key) is not AliasEvent:
                self._collection(key, level + 1)
            # What is wrong inside comes from reading a text as a collection.
            del self.findings[faults:]
            self._report(constructs.collection_as_key(self._text, key))
            return ""
        if fault := constructs.no_key(self._text, key):
            self._report(fault)
            return ""
        if self._is_careful and (fault := constructs.explicit_key(self._text, key)):
            self._report(fault)
        return self._careful(key)

    def _unicode_key(self, key: Any, name: str) -> str:
        if fault := constructs.odd_space(key):
            self._report(fault)
        return unicodedata.normalize("NFC", name)

    def _has_colon(self, key: Any, event: Any, data: dict[str, Any]) -> bool:
        """Whether an empty value has a colon before it; one that has none is reported, once for each text that was cut."""
        before = next((name for name in reversed(data) if isinstance(data[name], str)), "")
        fault = constructs.lost_colon(self._text, key, event, before)
        if fault and self._cut != (id(data), len(data)):
            self._cut = (id(data), len(data))
            self._report(fault)
        return fault is None

    def _comment(self, event: Any, step: str | int) -> None:
        found = comment_behind(self._text, event)
        if isinstance(found, Fault):
            self._report(found)
        elif found:
            self.trailing_comments.append((*self._route, step))

    def _duplicate(self, key: Any, name: str) -> None:
        if self._spots is None:
            self._spots = read_places(self._text, self.parser_of)
        spot = self._spots[*self._route, name]
        first = Location(self._path, line=spot.key[0] + self._first_line, column=spot.key[1] + 1)
        message = f"the key {cut(name)} stands here a second time, after line {first.line}"
        at = self._location(key.start_mark.index)
        related = (Related(first, f"the first {cut(name)}"),)
        self.findings.append(Finding("duplicate-key", at, message, "delete one of the two, or rename it", related))

    def _stop(self, rule: str, event: Any, message: str, hint: str) -> _Stop:
        self._report(Fault(rule, event.start_mark.index, message, hint))
        return _Stop()

    def _give_up(self, fault: Fault) -> None:
        """Report a syntax fault, unless something on its line or a cut text above, which led to it, was reported."""
        line = self._location(fault.index).line
        for finding in self.findings:
            at = finding.location.line
            if at == line or (finding.rule == "text-cut-by-comment" and at == line - 1):
                return
        self._report(fault)

    def _report(self, *faults: Fault) -> None:
        self.findings.extend(Finding(one.rule, self._location(one.index), one.message, one.hint) for one in faults)

    def _location(self, index: int) -> Location:
        if not self._line_starts:
            self._line_starts = [0, *accumulate(len(line) + 1 for line in self._text.split("\n"))]
        row = bisect_right(self._line_starts, index) - 1
        return Location(self._path, line=row + self._first_line, column=index - self._line_starts[row] + 1)
