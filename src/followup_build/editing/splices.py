"""Where the text of a file changes for an edit: as few characters as possible, comments and style kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from followup_build.diagnostics.finding import Route
from followup_build.editing.edits import Append, Edit, Put, route_text
from followup_build.editing.fault import UneditableError
from followup_build.editing.scalars import write_scalar
from followup_build.editing.values import (
    STEP,
    WIDTH,
    Rows,
    Spread,
    entry_lines,
    entry_text,
    flow_text,
    item_lines,
)
from followup_build.source.nodes import Entry, Node

KeyBefore = Callable[[Route, str, list[str]], str | None]
"""Tells where a new key belongs: the route of the mapping, the key, the keys that are there."""

_NAME = re.compile(r"[\w./-]+\Z")


@dataclass(frozen=True, slots=True)
class Splice:
    """A stretch of text, and what takes its place."""

    start: int
    end: int
    text: str


class Splicer:
    """One file's text and everything in it, for one edit."""

    def __init__(self, text: str, root: Node, key_before: KeyBefore) -> None:
        self.text = text
        self.root = root
        self.key_before = key_before
        self.step = _step_of(root)

    def splice(self, edit: Edit) -> Splice:
        """What the text becomes.

        Raises:
            UneditableError: the text is written in a style that cannot be edited safely.
        """
        node, in_flow = self.root, self.root.is_flow
        entry: Entry | None = None
        for number, key in enumerate(edit.route):
            entry = self._entry(node, key, edit.route[:number])
            if entry is None:
                value = _nested(edit.route[number + 1 :], _new_value(edit))
                return self._insert_key(node, edit.route[:number], str(key), value)
            is_last = number == len(edit.route) - 1
            if entry.value.is_missing and (not is_last or isinstance(edit, Append)):
                return self._fill(entry, node, _nested(edit.route[number + 1 :], _new_value(edit)))
            if not is_last:
                node, in_flow = entry.value, in_flow or entry.value.is_flow
        if entry is None:
            raise UneditableError("an edit needs a place")
        if isinstance(edit, Append):
            return self._append(entry.value, edit)
        return self._replace(entry, node, edit, in_flow=in_flow)

    def _entry(self, node: Node, key: str | int, route: Route) -> Entry | None:
        if node.is_mapping:
            return node.find(str(key))
        if node.is_list and isinstance(key, int) and key < len(node.entries):
            return node.entries[key]
        raise UneditableError(f"{route_text(route) or 'the file'} has no place for {key}")

    def _insert_key(self, node: Node, route: Route, key: str, value: Any) -> Splice:
        if not node.is_mapping:
            raise UneditableError(f"{route_text(route) or 'the file'} is no mapping")
        before = self.key_before(route, key, [entry.name for entry in node.entries])
        neighbour = node.find(before) if before is not None else None
        if node.is_flow:
            return self._insert_in_flow(node, neighbour, entry_text(key, value))
        lines = entry_lines(key, _like(neighbour, value), node.column, self.step)
        lines[0] = " " * node.column + lines[0]
        if neighbour is not None:
            return self._insert_below(neighbour, node.column, lines)
        first = node.entries[0].start
        return Splice(first, first, "\n".join(lines).lstrip(" ") + "\n" + " " * node.column)

    def _insert_below(self, entry: Entry, column: int, lines: list[str]) -> Splice:
        at = self._end_of(entry, column)
        return Splice(at, at, "\n" + "\n".join(lines))

    def _end_of(self, entry: Entry, column: int) -> int:
        """The end of an entry's last line, with the comments below that are indented like what is in it."""
        last = entry.value.last
        stop = last.end
        if last.is_block_text:
            header = self.text[last.start :].partition("\n")[0].partition(" #")[0]
            if "+" in header:
                raise UneditableError("a text below |+ or >+ stands above, whose empty lines count")
            stop = last.start + len(self.text[last.start : last.end].rstrip("\n "))
        at = self._line_end(stop)
        # A list may stand at the column of its key; there what is deeper is indented less than elsewhere.
        while at < len(self.text):
            end = self._line_end(at + 1)
            line = self.text[at + 1 : end]
            if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
                break
            at = end
        return at

    def _line_end(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end

    def _insert_in_flow(self, node: Node, neighbour: Entry | None, text: str) -> Splice:
        if not node.entries:
            return Splice(node.start + 1, node.start + 1, text)
        if neighbour is None:
            first = node.entries[0].start
            return Splice(first, first, f"{text}, ")
        at = neighbour.value.end
        if neighbour.value.start == at:
            raise UneditableError(f"{neighbour.name or 'an item'} has no value")
        start = self.text.rfind("\n", 0, at) + 1
        rest = self.text[at : self._line_end(at)].partition(" #")[0].rstrip()
        if at - start + len(text) + 2 + len(rest) <= WIDTH:
            return Splice(at, at, f", {text}")
        first = node.entries[0].start
        column = first - (self.text.rfind("\n", 0, first) + 1)
        return Splice(at, at, ",\n" + " " * column + text)

    def _fill(self, entry: Entry, parent: Node, value: Any) -> Splice:
        """A value where there is none: behind the colon, or on lines below it."""
        node = entry.value
        if entry.key is None:
            raise UneditableError("an item of the list is empty")
        has_colon = self.text[entry.key.end : node.start].strip() == ":"
        is_empty = node.start == node.end
        if not parent.is_flow and is_empty and not isinstance(value, str):
            lines = entry_lines(entry.name, value, parent.column, self.step)
            if len(lines) > 1:
                at = self._line_end(node.end)
                return Splice(at, at, "\n" + "\n".join(lines[1:]))
        if isinstance(value, str):
            quote = '"' if self._has_comment(node.end) and not _NAME.match(value) else ""
            text = write_scalar(value, in_flow=parent.is_flow, quote=quote)
        else:
            text = flow_text(value)
        return Splice(node.start, node.end, ("" if not is_empty else " " if has_colon else ": ") + text)

    def _has_comment(self, index: int) -> bool:
        return self.text[index : self._line_end(index)].lstrip(" ").startswith("#")

    def _replace(self, entry: Entry, parent: Node, edit: Put, *, in_flow: bool) -> Splice:
        node = entry.value
        if node.is_missing:
            return self._fill(entry, parent, edit.value)
        if node.is_block_text:
            raise UneditableError(f"{route_text(edit.route)} is a text over several lines")
        if not node.is_scalar and not node.is_flow:
            raise UneditableError(f"{route_text(edit.route)} stands on several lines")
        if not node.is_scalar and "#" in self.text[node.start : node.end]:
            raise UneditableError(f"{route_text(edit.route)} may hold a comment")
        if isinstance(edit.value, str):
            return Splice(node.start, node.end, write_scalar(edit.value, in_flow=in_flow, quote=node.quote))
        return Splice(node.start, node.end, flow_text(edit.value))

    def _append(self, node: Node, edit: Append) -> Splice:
        if not node.is_list:
            raise UneditableError(f"{route_text(edit.route)} is no list")
        if node.is_flow:
            return self._insert_in_flow(node, node.entries[-1] if node.entries else None, flow_text(edit.item))
        lines = item_lines(_like(node.entries[-1], edit.item), node.column, self.step)
        lines[0] = " " * node.column + lines[0]
        return self._insert_below(node.entries[-1], node.column, lines)


def _like(neighbour: Entry | None, value: Any) -> Any:
    """The value, spread over lines where the one before it is."""
    is_spread = neighbour is not None and neighbour.value.is_mapping and not neighbour.value.is_flow
    return Spread(value) if is_spread and isinstance(value, dict) and value else value


def _new_value(edit: Edit) -> Any:
    if isinstance(edit, Put):
        return edit.value
    return Rows([edit.item]) if edit.in_rows else [edit.item]


def _nested(route: Route, value: Any) -> Any:
    """The value below the keys that lack as well, one a line."""
    for key in reversed(route):
        value = Spread({str(key): value})
    return value


def _step_of(node: Node) -> int:
    """How far the file's first nested mapping is indented."""
    for entry in node.entries:
        if entry.value.is_mapping and not entry.value.is_flow:
            return max(1, entry.value.column - node.column)
    return STEP
