"""Everything in a text with its first and last character: what an edit of the text has to know."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from followup_build.source.parsers import FastestParser, ParserOf


@dataclass(slots=True)
class Node:
    """A value: a scalar, a mapping or a list, and where it stands."""

    start: int
    """The index of its first character; of an empty value, where it would start."""
    end: int
    """The index behind its last character; a block mapping or list ends with the last value in it."""
    column: int
    """From 0; of a block list, the column of its hyphens."""
    value: str = ""
    """Of a scalar."""
    quote: str = ""
    """Of a scalar: `'`, `"`, `|` or `>`; nothing where it is plain."""
    is_mapping: bool = False
    is_list: bool = False
    is_flow: bool = False
    """Whether it is a mapping in braces, or a list in brackets."""
    entries: list[Entry] = field(default_factory=list)
    """Of a mapping or a list, in the order of the text."""

    @property
    def is_scalar(self) -> bool:
        """Whether it is neither a mapping nor a list."""
        return not self.is_mapping and not self.is_list

    @property
    def is_block_text(self) -> bool:
        """Whether it is text over lines of its own, below `|` or `>`."""
        return self.quote in ("|", ">") and self.is_scalar

    @property
    def is_missing(self) -> bool:
        """Whether it is empty, `~` or `null`, which means that there is nothing."""
        return self.is_scalar and not self.quote and self.value in ("", "~", "null")

    @property
    def last(self) -> Node:
        """The value that stands last in it, which is itself where nothing is in it."""
        return self if self.is_scalar or self.is_flow or not self.entries else self.entries[-1].value.last

    def find(self, key: str) -> Entry | None:
        """The entry of a mapping with that key."""
        return next((entry for entry in self.entries if entry.name == key), None)


@dataclass(slots=True)
class Entry:
    """A key and its value; or an item of a list, which has no key."""

    value: Node
    key: Node | None = None
    name: str = ""

    @property
    def start(self) -> int:
        """The index of its first character."""
        return self.value.start if self.key is None else self.key.start


def read_nodes(text: str, offset: int = 0, parser_of: ParserOf = FastestParser) -> Node:
    """The top mapping of a text that was read before without a syntax fault.

    Args:
        text: the YAML.
        offset: added to every index, where the YAML is a part of a larger text.
        parser_of: the parser that could read it.
    """
    following = parser_of(text).get_event

    def visit(event: Any) -> Node:
        start, end = event.start_mark, event.end_mark
        node = Node(start.index, end.index, start.column)
        if type(event) is ScalarEvent:
            node.value, node.quote = event.value, event.style or ""
            return node
        node.is_mapping = type(event) is MappingStartEvent
        node.is_list = not node.is_mapping
        node.is_flow = bool(event.flow_style)
        node.entries.extend(mapping_entries() if node.is_mapping else list_entries())
        node.end = closing.end_mark.index if node.is_flow else node.last.end
        return node

    closing: Any = None

    def mapping_entries() -> Iterator[Entry]:
        nonlocal closing
        while type(event := following()) is not MappingEndEvent:
            key = visit(event)
            value = visit(following())
            if value.is_scalar and value.start == value.end:
                value.start = value.end = _after_colon(text, key.end)
            yield Entry(value, key, unicodedata.normalize("NFC", key.value))
        closing = event

    def list_entries() -> Iterator[Entry]:
        nonlocal closing
        while type(event := following()) is not SequenceEndEvent:
            yield Entry(visit(event))
        closing = event

    following()
    following()
    root = visit(following())
    return _moved(root, offset) if offset else root


def _after_colon(text: str, index: int) -> int:
    """Where the empty value of a key starts; the parsers disagree about it."""
    stop = index
    while text[stop : stop + 1] == " ":
        stop += 1
    return stop + 1 if text[stop : stop + 1] == ":" else index


def _moved(node: Node, offset: int) -> Node:
    node.start += offset
    node.end += offset
    for entry in node.entries:
        if entry.key is not None:
            _moved(entry.key, offset)
        _moved(entry.value, offset)
    return node
