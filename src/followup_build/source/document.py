"""A document: a file's data, its Markdown, and the way back from a route in the data to a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from followup_build.diagnostics.finding import Finding, Location, Route
from followup_build.source.characters import conflicts, decode, hidden_characters, tabs, without_hidden
from followup_build.source.events import Reading
from followup_build.source.nodes import Node, read_nodes
from followup_build.source.parsers import FastestParser, ParserOf
from followup_build.source.places import Places, is_inside_scalar, read_places
from followup_build.source.tree import SourceFile

_LONGEST_LINE = 200
_LONGEST_HINT = 60
_COMMENT = re.compile(r"[ ]+#(.?)")
_FENCE = "---"


@dataclass(slots=True)
class Document:
    """What one file says, before anybody knows what kind of record it is."""

    path: str
    text: str
    """The whole file, with `\\n` line ends."""
    data: dict[str, Any]
    """Mappings, lists and text; None where a value is empty."""
    body: str = ""
    """The Markdown below the front matter."""
    body_line: int = 0
    """The line on which the Markdown starts, from 1; 0 if there is none."""
    has_null: bool = False
    trailing_comments: tuple[Route, ...] = ()
    """Plain values that a comment follows on their line."""
    _yaml: str = ""
    _first_line: int = 1
    _parser_of: ParserOf = FastestParser
    """The parser that could read it; on hostile text the two disagree."""
    _places: Places | None = field(default=None, repr=False)
    _lines: list[str] | None = field(default=None, repr=False)

    def place(self, location: Location) -> Location:
        """The location with line, column and the line's text; a route that is not there leads to what lacks it."""
        if location.is_placed:
            return replace(location, text=self.line_text(location.line))
        places = self._all_places()
        route = location.route
        while route not in places:
            route = route[:-1]
        place = places[route]
        is_key = location.on_key or route != location.route
        if not route:
            place = places[next((route for route in places if len(route) == 1), ())]
            is_key = True
        mark = place.key if is_key else place.value
        line = mark.line + self._first_line
        return replace(location, line=line, column=mark.column + 1, text=self.line_text(line))

    def line_text(self, line: int) -> str:
        """A line of the file, from 1, cut to a length that fits on a screen."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines[line - 1][:_LONGEST_LINE] if 0 < line <= len(self._lines) else ""

    def read_nodes(self) -> Node:
        """The top mapping with all that is in it, each with its indices in the file's text."""
        start = sum(len(line) + 1 for line in self.text.split("\n", self._first_line - 1)[: self._first_line - 1])
        return read_nodes(self._yaml, start, self._parser_of)

    def _all_places(self) -> Places:
        if self._places is None:
            self._places = read_places(self._yaml, self._parser_of)
        return self._places

    def is_comment(self, line: int, column: int) -> bool:
        """Whether what stands at a place, from 1, is a comment: in YAML outside of all values, in Markdown HTML's."""
        if self.body_line and line >= self.body_line:
            return self.line_text(line)[column - 1 :].startswith("<!--")
        return line < self._first_line or not is_inside_scalar(
            self._yaml, line - self._first_line, column - 1, self._parser_of
        )


def parse_document(
    file: SourceFile, parser_of: ParserOf = FastestParser
) -> tuple[Document | None, tuple[Finding, ...]]:
    """Read one file, YAML or Markdown with front matter; all its faults are reported, and what can be read is kept."""
    text, findings = decode(file.path, file.content)
    if text is None:
        return None, tuple(findings)
    findings.extend(hidden_characters(file.path, text))
    in_conflict = list(conflicts(file.path, text))
    findings.extend(in_conflict)
    parts = _split(file.path, text)
    if isinstance(parts, Finding):
        return None, (*findings, parts)
    front, body, body_line, first_line = parts
    if any(first_line <= finding.location.line < (body_line or len(text)) for finding in in_conflict):
        return None, tuple(findings)
    findings.extend(tabs(file.path, front, first_line))
    is_marred = bool(findings)
    if is_marred:
        front = without_hidden(front).replace("\t", " ")
    reading = Reading(file.path, front, first_line, parser_of)
    data = reading.read()
    if data is None and is_marred:
        # What broke the parser was reported already.
        return None, tuple(findings)
    findings.extend(reading.findings)
    if data is None:
        return None, tuple(findings)
    document = Document(
        file.path, text, data, body, body_line, reading.has_null, (), front, first_line, reading.parser_of
    )
    if " #" in front:
        places = read_places(front, reading.parser_of)
        document._places = places  # noqa: SLF001 - they are its own
        cut, document.trailing_comments = _comments(file.path, front, first_line, places)
        findings.extend(cut)
    return document, tuple(findings)


def _split(path: str, text: str) -> tuple[str, str, int, int] | Finding:
    """YAML, Markdown, the Markdown's first line and the YAML's first line; or what is wrong with the front matter."""
    if not path.endswith(".md"):
        return text, "", 0, 1
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return Finding(
            "front-matter-missing",
            Location(path, line=1, column=1),
            "this file does not begin with front matter",
            "begin it with a line ---, the record's keys, and another line ---",
        )
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == _FENCE), None)
    if end is None:
        return Finding(
            "front-matter-unclosed",
            Location(path, line=1, column=1),
            "the front matter has no end",
            "write a line --- after the record's keys",
        )
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :]), end + 2, 2


def _comments(path: str, text: str, first_line: int, places: Places) -> tuple[list[Finding], tuple[Route, ...]]:
    lines = text.split("\n")
    cut, trailing = [], []
    for route, (_, start, end, is_empty) in places.items():
        if end is None or not route:
            continue
        match = _COMMENT.match(lines[end.line][end.column :]) if end.line < len(lines) else None
        if match is None:
            continue
        if match[1].strip():
            begin = end.column if is_empty else start.column if start.line == end.line else 0
            value = lines[end.line][begin:].strip()
            hint = (
                f'write "{value}"'
                if len(value) <= _LONGEST_HINT and '"' not in value
                else "put the whole text in double quotes"
            )
            cut.append(
                Finding(
                    "text-cut-by-comment",
                    Location(path, line=end.line + first_line, column=end.column + match.start(1)),
                    "the text from # on would be lost, because # begins a comment",
                    hint,
                )
            )
        elif not is_empty:
            trailing.append(route)
    return cut, tuple(trailing)
