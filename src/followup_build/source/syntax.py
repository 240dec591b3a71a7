"""Syntax faults in plain words: what a person most likely meant, and what to type instead."""

from __future__ import annotations

import re

from yaml.error import MarkedYAMLError

from followup_build.diagnostics.finding import Finding, Location

_ENTRY = re.compile(r"^(?P<lead>\s*(?:- )?(?P<key>[^\s:#'\"][^:]*):[ ]+)(?P<value>\S.*)$")
_TIGHT = re.compile(r"\s*(?:- )?(?P<key>[A-Za-z_][\w.-]*):(?P<value>[^\s/].*)$")
"""A key, a colon and its value without a space between; an address such as https://… is none."""
_CUT = 60


def syntax_finding(path: str, text: str, first_line: int, error: MarkedYAMLError) -> Finding:
    """The finding for a fault of the parser, placed where the mistake was made and not where the parser gave up."""
    problem, context = str(error.problem or ""), str(error.context or "")
    mark = error.problem_mark or error.context_mark
    start = error.context_mark or mark
    lines = text.split("\n")

    def found(rule: str, line: int, column: int, message: str, hint: str) -> Finding:
        return Finding(rule, Location(path, line=line + first_line, column=column + 1), message, hint)

    if mark is None or start is None:
        return found("yaml-syntax", 0, 0, "this file cannot be read", "compare it with a record of the same kind")
    line, column = mark.line, mark.column
    this = lines[line] if line < len(lines) else ""
    character = this[column : column + 1]
    if "cannot start any token" in problem:
        return found("needs-quotes", line, column, f"a value cannot begin with {character}", _quoted(this))
    if "escape" in problem or "hexadecimal" in problem or "hexdecimal" in problem:
        return found(
            "needs-quotes",
            start.line,
            start.column,
            "a backslash in double quotes begins an escape",
            "use single quotes, or write each backslash twice",
        )
    if "quoted scalar" in context:
        return found(
            "unclosed-quote",
            start.line,
            start.column,
            f"this {_char(lines, start)} is not closed",
            "write the same quote at the end of the text",
        )
    if "flow sequence" in context or "flow mapping" in context:
        return found(
            "unclosed-bracket",
            start.line,
            start.column,
            f"this {_char(lines, start)} is not closed",
            f"write {'}' if 'mapping' in context else ']'} at its end, and a comma between two entries",
        )
    if "flow node" in context:
        opened = max(text.rfind("{"), text.rfind("["))
        row = text.count("\n", 0, opened)
        return found(
            "unclosed-bracket",
            row,
            opened - (text.rfind("\n", 0, opened) + 1),
            f"this {text[opened]} is not closed",
            "close it, and write a comma between two entries",
        )
    if "mapping values" in problem:
        return _colon(path, lines, first_line, line, column)
    if "expected ':'" in problem:
        return _no_colon(path, lines, first_line, start.line)
    if "sequence entries" in problem:
        return found(
            "yaml-syntax",
            line,
            column,
            "a list cannot start on the line of its key",
            "start each - on a line of its own",
        )
    if "block scalar" in context:
        return found(
            "needs-quotes",
            start.line,
            start.column,
            f"a value cannot begin with {_char(lines, start)}",
            _quoted(lines[start.line]),
        )
    if "node content" in problem and character in ("]", "}", ","):
        return found("needs-quotes", line, column, f"a value cannot begin with {character}", _quoted(this))
    if "anchor" in context or "alias" in context or "tag" in context:
        return found(
            "needs-quotes",
            start.line,
            start.column,
            f"a value cannot begin with {_char(lines, start)}",
            _quoted(lines[start.line]),
        )
    if "document start" in problem:
        return found(
            "several-documents",
            line,
            column,
            "text stands after the end of the document",
            "delete the line ... above it",
        )
    if this[:column].strip() and _ENTRY.match(this):
        return found("needs-quotes", line, column, "text goes on after the closing quote", _quoted(this))
    indent = len(this) - len(this.lstrip())
    if this.lstrip().startswith(":"):
        return found("key-not-text", line, indent, "there is no key before this colon", "write KEY: VALUE")
    return found(
        "bad-indentation",
        line,
        indent,
        "this line is not indented like the lines it belongs to",
        "give keys of one level the same number of spaces",
    )


def _colon(path: str, lines: list[str], first_line: int, line: int, column: int) -> Finding:
    """A colon where none can be: in a value, or on a line that is indented without need."""
    this = lines[line]
    entry = _ENTRY.match(this)
    if entry is not None and entry.end("lead") <= column:
        at = Location(path, line=line + first_line, column=entry.end("lead") + 1)
        return Finding("needs-quotes", at, "this value contains a colon followed by a space", _quoted(this))
    above = line - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    indent = len(this) - len(this.lstrip())
    if above >= 0 and ":" not in lines[above]:
        return _no_colon(path, lines, first_line, above)
    if above >= 0 and _TIGHT.match(lines[above]):
        return _no_colon(path, lines, first_line, above)
    at = Location(path, line=line + first_line, column=indent + 1)
    return Finding(
        "bad-indentation",
        at,
        "this line is indented below a line that already has a value",
        "give keys of one level the same number of spaces, or delete the value above",
    )


def _no_colon(path: str, lines: list[str], first_line: int, line: int) -> Finding:
    """A line that is no entry: its colon is missing, or the space after it."""
    text = lines[line]
    at = Location(path, line=line + first_line, column=len(text) - len(text.lstrip()) + 1)
    tight = _TIGHT.match(text)
    if tight:
        message = f"a space is missing after the colon in '{text.strip()[:40]}'"
        return Finding("missing-space-after-colon", at, message, f"write {tight['key']}: {tight['value'].strip()}")
    return Finding("yaml-syntax", at, "this line has no colon", "write KEY: VALUE")


def _char(lines: list[str], mark: object) -> str:
    line, column = getattr(mark, "line", 0), getattr(mark, "column", 0)
    return lines[line][column : column + 1] if line < len(lines) else ""


def _quoted(line: str) -> str:
    """The line as it should be typed, its value in double quotes."""
    entry = _ENTRY.match(line)
    if entry is None:
        return "put the whole text in double quotes"
    value = entry["value"].rstrip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1]
    value = value.replace("\\", "\\\\").replace('"', '\\"')
    text = f'{entry["key"]}: "{value}"'
    return f"write {text}" if len(text) <= _CUT else "put the whole text in double quotes"
