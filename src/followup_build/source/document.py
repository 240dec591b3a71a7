"""A document: a file's data, its Markdown, and the way back from a route in the data to a line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from followup_build.diagnostics.finding import Finding, Location, Route
from followup_build.source.characters import read_text, tabs, without_hidden
from followup_build.source.events import read_yaml
from followup_build.source.parsers import FastestParser, ParserOf
from followup_build.source.places import Spot, read_places
from followup_build.source.tree import SourceFile, file_finding

_LONGEST_LINE = 200
_FENCE = "---"
_SYNTAX = frozenset(("bad-indentation", "needs-quotes", "unclosed-bracket", "unclosed-quote", "yaml-syntax"))
_FOLLOWS_FROM_TABS = frozenset(("bad-indentation", "yaml-syntax"))


@dataclass(slots=True)
class Document:
    """What one file says, before anybody knows what kind of record it is."""

    path: str
    text: str
    """The whole file, with `\\n` line ends and without a BOM."""
    data: dict[str, Any]
    """Mappings, lists and text; None where a value is empty."""
    body: str = ""
    """The Markdown below the front matter."""
    body_line: int = 0
    """The line on which the Markdown starts, from 1; 0 if there is none."""
    has_null: bool = False
    """Whether some value is None."""
    trailing_comments: tuple[Route, ...] = ()
    """Plain values that a comment follows on their line."""
    _yaml: str = field(default="", repr=False)
    _first_line: int = field(default=1, repr=False)
    _parser_of: ParserOf = field(default=FastestParser, repr=False)
    _places: dict[Route, Spot] | None = field(default=None, repr=False)
    _lines: list[str] | None = field(default=None, repr=False)

    def place(self, location: Location) -> Location:
        """The location with line, column and the line's text; a route that is not there leads to what lacks it."""
        if location.is_placed:
            return replace(location, text=self.line_text(location.line))
        if self._places is None:
            self._places = read_places(self._yaml, self._parser_of)
        places, route = self._places, location.route
        while route and route not in places:
            route = route[:-1]
        is_key = location.on_key or route != location.route
        if not route:
            # The top has no key: its first one stands for it.
            route, is_key = next((one for one in places if one), ()), True
        spot = places.get(route) or Spot((0, 0), (0, 0))
        row, column = spot.key if is_key else spot.value
        line = row + self._first_line
        return replace(location, line=line, column=column + 1, text=self.line_text(line))

    def line_text(self, line: int) -> str:
        """A line of the file, from 1, cut to a length that fits on a screen."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines[line - 1][:_LONGEST_LINE] if 0 < line <= len(self._lines) else ""


def parse_document(
    file: SourceFile, parser_of: ParserOf = FastestParser
) -> tuple[Document | None, tuple[Finding, ...]]:
    """Read one file, YAML or Markdown with front matter; all its faults are reported, and what can be read is kept."""
    text, findings = read_text(file.path, file.content)
    if text is None:
        return None, tuple(findings)
    front, body, body_line = text, "", 0
    if file.path.endswith(".md"):
        parts = _split(file.path, text)
        if isinstance(parts, Finding):
            return None, (*findings, parts)
        front, body, body_line = parts
    first_line = 2 if body_line else 1
    if "\t" in front:
        findings.extend(tabs(file.path, front, first_line))
    if findings:
        if any(one.rule == "conflict-marker" and not 0 < body_line <= one.location.line for one in findings):
            # Both sides stand there, so anything else that is said about the data would be wrong.
            return None, tuple(findings)
        front, body = without_hidden(front).replace("\t", " "), without_hidden(body)
    reading = read_yaml(file.path, front, first_line, parser_of)
    if reading.findings:
        findings.extend(_new(reading.findings, findings))
    if reading.data is None:
        return None, tuple(findings)
    document = Document(
        file.path,
        text,
        reading.data,
        body,
        body_line,
        reading.has_null,
        tuple(reading.trailing_comments),
        front,
        first_line,
        reading.parser_of,
    )
    return document, tuple(findings)


def _new(found: list[Finding], before: list[Finding]) -> list[Finding]:
    """The faults of the YAML that do not merely follow from a tab or a hidden character which was reported."""
    lines = {one.location.line for one in before}
    has_tab = any(one.rule == "tab" for one in before)
    return [
        one
        for one in found
        if not (one.rule in _SYNTAX and one.location.line in lines) and not (has_tab and one.rule in _FOLLOWS_FROM_TABS)
    ]


def _split(path: str, text: str) -> tuple[str, str, int] | Finding:
    """YAML, Markdown and the Markdown's first line; or what is wrong with the fences between them."""
    lines = text.split("\n")
    if lines[0].rstrip(" ") != _FENCE:
        return file_finding(
            "front-matter-missing",
            path,
            "this file does not begin with front matter",
            "begin it with a line ---, the record's keys, and another line ---",
        )
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip(" ") == _FENCE), None)
    if end is None:
        message = "the front matter that begins here has no end"
        return file_finding("front-matter-unclosed", path, message, "write a line --- after the record's keys")
    return "".join(f"{line}\n" for line in lines[1:end]), "\n".join(lines[end + 1 :]), end + 2
