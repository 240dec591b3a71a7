"""The one layout of records: what blanks, line ends and indentation should be, and nothing that a record says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import unified_diff
from itertools import accumulate

from followup_build.editing.fault import UneditableError
from followup_build.source.document import Document, parse_document
from followup_build.source.nodes import Node
from followup_build.source.tree import SourceFile

_STEP = 2
_ROUNDS = 4
_LAST_BLANKS = re.compile(r"[ \t]+(?=(\\u000d)?$)", re.MULTILINE)
_HARMLESS = "text-cut-by-comment"
"""A fault that leaves no doubt about what is text and what is comment."""


def in_layout(file: SourceFile) -> bytes:
    """The bytes of a record in the one layout: UTF-8 without a mark, LF, no blanks at line ends, levels of two spaces.

    Keys, comments, quotes and the breaks of lines stay, and so does the Markdown below front matter. Where a part of
    the layout would change what the record says, the file goes without that part.

    Raises:
        UneditableError: it cannot be told for sure what the file says.
    """
    document, findings = parse_document(file)
    doubt = next((one for one in findings if one.rule != _HARMLESS), None)
    if document is None or doubt is not None:
        why = f"line {doubt.location.line}: {doubt.message}" if doubt else "it cannot be read"
        raise UneditableError(f"{file.path} is left as it is ({why})")
    rules = Counter(finding.rule for finding in findings)
    text = document.text
    # A step may make room for one before it, and once is enough for whoever calls.
    for _ in range(_ROUNDS):
        before = text
        for step in (_without_blanks, _with_one_end, _indented):
            after = _same(document, rules, step(document))
            # What moves again when it is laid out again has no layout that one could hold it to.
            if after is not None and step(after) == after.text:
                document, text = after, after.text
        if text == before:
            break
    return text.encode()


def layout_diff(path: str, before: bytes, after: bytes) -> Iterator[str]:
    r"""The unified diff of two layouts of a file, in which what nobody sees is spelled out.

    A byte order mark is `\ufeff`, a carriage return `\u000d`, and a blank at the end of a line `·`.
    """
    old, new = (_spelled_out(content) for content in (before, after))
    return unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="")


def _spelled_out(content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace").replace("\ufeff", "\\ufeff", 1).replace("\r", "\\u000d")
    lines = _LAST_BLANKS.sub(lambda match: "·" * len(match[0]), text).split("\n")
    return lines[:-1] if lines[-1] == "" else [*lines[:-1], f"{lines[-1]}\\ no line end"]


def _same(before: Document, rules: Counter[str], text: str) -> Document | None:
    """The document that a text makes, if it says the same in the same order, with the same comments and faults."""
    after, findings = parse_document(SourceFile(before.path, text.encode()))
    if after is None or Counter(finding.rule for finding in findings) != rules:
        return None
    # Data is text, lists and mappings alone, so that their print tells the order of keys as well.
    is_same = repr(after.data) == repr(before.data) and after.body.rstrip("\n") == before.body.rstrip("\n")
    return after if is_same and _said(after.text) == _said(before.text) else None


def _said(text: str) -> list[str]:
    return [line.strip(" ") for line in text.rstrip("\n ").split("\n")]


def _with_one_end(document: Document) -> str:
    return document.text.rstrip("\n") + "\n"


def _without_blanks(document: Document) -> str:
    """The text without blanks at the ends of lines, but for text blocks and Markdown, where they may mean something."""
    text = _Text(document.text)
    kept = {row for node in _within(document.read_nodes()) if node.is_block_text for row in text.rows_below(node)}
    last = document.body_line - 1 if document.body_line else len(text.lines)
    return "\n".join(line if row in kept or row >= last else line.rstrip(" ") for row, line in enumerate(text.lines))


def _indented(document: Document) -> str:
    """The text with each level of its YAML two spaces further in than the one above."""
    text, root = _Text(document.text), document.read_nodes()
    wanted = dict(_columns(text, root, 0)) if not root.is_flow else {}
    inner = {row for node in _within(root) if node.is_scalar or node.is_flow for row in text.rows_below(node)}
    lines = list(text.lines)
    end = document.body_line - 2 if document.body_line else len(lines)
    below: int | None = None
    belongs: dict[int, int] = {}
    for row in range(end - 1, -1, -1):
        if row in wanted:
            below = row
        elif below is not None and row not in inner and _is_comment(lines[row], _column(lines[below])):
            # A comment belongs to what stands below it at the same level.
            belongs[row] = wanted[below]
    shift = 0
    for row in range(min((*wanted, *belongs), default=end), end):
        column = _column(lines[row])
        if row in wanted:
            shift = wanted[row] - column
        if lines[row]:
            lines[row] = " " * max(belongs.get(row, column + shift), 0) + lines[row].lstrip(" ")
    return "\n".join(lines)


def _columns(text: _Text, node: Node, column: int) -> Iterator[tuple[int, int]]:
    """The lines on which entries of block mappings and lists begin, and where they should."""
    for entry in node.entries:
        row = text.row(entry.start)
        if _column(text.lines[row]) == node.column:
            yield row, column
        value = entry.value
        if not value.is_scalar and not value.is_flow:
            is_beside = text.row(value.start) == row
            yield from _columns(text, value, column + (value.column - node.column if is_beside else _STEP))


@dataclass(slots=True)
class _Text:
    """A text and its lines, all counted from 0."""

    text: str
    lines: list[str] = field(init=False)
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")
        self._starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))

    def row(self, index: int) -> int:
        """The line with a character."""
        return bisect_right(self._starts, index) - 1

    def rows_below(self, node: Node) -> range:
        """The lines of a value below its first one."""
        return range(self.row(node.start) + 1, self.row(max(node.end - 1, node.start)) + 1)


def _within(node: Node) -> Iterator[Node]:
    yield node
    for entry in node.entries:
        yield from _within(entry.value)


def _is_comment(line: str, column: int) -> bool:
    return line.startswith("#", column) and _column(line) == column


def _column(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
