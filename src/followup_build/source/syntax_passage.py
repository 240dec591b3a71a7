"""The passage around a syntax fault: its lines, and findings placed in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from followup_build.diagnostics.finding import Finding, Location


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that cannot be read, and the place where the parser gave up."""

    path: str
    text: str
    first_line: int
    """The line of the file on which the text starts."""
    line: int
    """Where the parser gave up, from 0, as are all lines and columns here."""
    column: int
    lines: list[str] = field(repr=False)

    @property
    def this(self) -> str:
        """The line on which the parser gave up."""
        return self.line_text(self.line)

    @property
    def stop(self) -> int:
        """The index at which the parser gave up."""
        return self.index(self.line, self.column)

    @property
    def character(self) -> str:
        """The character at which the parser gave up; nothing at the end of a line."""
        return self.this[self.column : self.column + 1]

    def line_text(self, line: int) -> str:
        """One of the lines, empty where there is none."""
        return self.lines[line] if 0 <= line < len(self.lines) else ""

    def indent(self, line: int) -> int:
        """How many spaces a line begins with."""
        text = self.line_text(line)
        return len(text) - len(text.lstrip(" "))

    def above(self, line: int) -> int:
        """The nearest line above that says something, or -1."""
        line -= 1
        while line >= 0 and not self.lines[line].strip():
            line -= 1
        return line

    def index(self, line: int, column: int) -> int:
        """The index of a place."""
        return min(sum(len(text) + 1 for text in self.lines[:line]) + column, len(self.text))

    def line_of(self, index: int) -> int:
        """The line of an index."""
        return self.text.count("\n", 0, index)

    def found(self, rule: str, line: int, column: int, message: str, hint: str) -> Finding:
        """A finding at a line and column."""
        return Finding(rule, Location(self.path, line=line + self.first_line, column=column + 1), message, hint)

    def found_at(self, rule: str, index: int, message: str, hint: str) -> Finding:
        """A finding at an index."""
        return self.found(rule, self.line_of(index), index - (self.text.rfind("\n", 0, index) + 1), message, hint)
