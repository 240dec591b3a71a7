"""Syntax faults in plain words: what a person most likely meant, and what to type instead."""

from __future__ import annotations

from yaml.error import MarkedYAMLError

from followup_build.diagnostics.finding import Finding
from followup_build.source.syntax_entries import IN_QUOTES, entry_at, line_entry
from followup_build.source.syntax_flow import flow_finding
from followup_build.source.syntax_lines import (
    bullet_finding,
    is_tight,
    missing_space,
    no_colon_finding,
    odd_space_finding,
)
from followup_build.source.syntax_outline import Outline, read_outline
from followup_build.source.syntax_passage import Passage

_SAME_SPACES = "give keys of one level the same number of spaces"
_LONGEST_HINT = 80


def syntax_finding(path: str, text: str, first_line: int, error: MarkedYAMLError) -> Finding:
    """The finding for a fault of the parser, placed where the mistake was made and not where the parser gave up."""
    problem, context = str(error.problem or ""), str(error.context or "")
    mark = error.problem_mark or error.context_mark
    start = error.context_mark or mark
    lines = text.split("\n")
    if mark is None or start is None:
        passage = Passage(path, text, first_line, 0, 0, lines)
        return passage.found(
            "yaml-syntax", 0, 0, "this file cannot be read", "compare it with a record of the same kind"
        )
    passage = Passage(path, text, first_line, mark.line, mark.column, lines)
    if "escape" in problem or "hexadecimal" in problem or "hexdecimal" in problem:
        return passage.found(
            "needs-quotes",
            start.line,
            start.column,
            "a backslash in double quotes begins an escape",
            "use single quotes, or write each backslash twice",
        )
    if "quoted scalar" in context:
        return _unclosed_quote(passage, passage.index(start.line, start.column))
    if "directive" in context or "document start" in problem:
        return _outside(passage)
    outline = read_outline(text, passage.stop)
    quote = outline.swallowing_quote(text, passage.stop)
    if quote is not None:
        return _unclosed_quote(passage, quote)
    if "unexpected ':'" in problem:
        return _tight_in_brackets(passage, passage.index(start.line, start.column))
    if "anchor" in context or "alias" in context or "tag" in context or "block scalar" in context:
        return _indicator(passage, start.line, start.column)
    if outline.open_brackets:
        return flow_finding(passage, outline)
    return _block(passage, outline, problem, start.line)


def _block(passage: Passage, outline: Outline, problem: str, start_line: int) -> Finding:
    """A fault outside of all brackets."""
    if "cannot start any token" in problem or "mapping keys" in problem:
        return _indicator(passage, passage.line, passage.column)
    if "expected ':'" in problem:
        return no_colon_finding(passage, start_line)
    odd = odd_space_finding(passage, passage.line)
    if odd is not None:
        return odd
    if "mapping values" in problem:
        return _colon(passage)
    line, column, this, character = passage.line, passage.column, passage.this, passage.character
    if "sequence entries" in problem:
        return passage.found(
            "yaml-syntax",
            line,
            column,
            "a list cannot start on the line of its key",
            "start each - on a line of its own",
        )
    entry = line_entry(this)
    if character and character in "]},":
        if entry is not None and entry.start == column:
            return _indicator(passage, line, column)
        if character != ",":
            return passage.found("yaml-syntax", line, column, f"there is one {character} too many", "delete it")
    before = this[:column].rstrip()
    if before and (entry is not None or outline.ends_with_quoted(passage.text, passage.stop)):
        closing = before[-1] if before[-1] in "]}" else "quote"
        whole = entry_at(passage.text, passage.stop, outline)
        return passage.found(
            "needs-quotes",
            line,
            column,
            f"text goes on after the closing {closing}",
            whole.quoted if whole else IN_QUOTES,
        )
    if this.lstrip().startswith(":"):
        return passage.found(
            "key-not-text", line, passage.indent(line), "there is no key before this colon", "write KEY: VALUE"
        )
    message = "this line is not indented like the lines it belongs to"
    return passage.found("bad-indentation", line, passage.indent(line), message, _SAME_SPACES)


def _unclosed_quote(passage: Passage, index: int) -> Finding:
    message = f"this {passage.text[index]} is not closed"
    return passage.found_at("unclosed-quote", index, message, "write the same quote at the end of the text")


def _indicator(passage: Passage, line: int, column: int) -> Finding:
    """A value, or a line, that begins with a sign that means something else."""
    index = passage.index(line, column)
    bullet = bullet_finding(passage, line) if passage.indent(line) == column else None
    if bullet is not None:
        return bullet
    entry = entry_at(passage.text, index, read_outline(passage.text, index))
    message = f"a value cannot begin with {passage.text[index : index + 1]}"
    return passage.found("needs-quotes", line, column, message, entry.quoted if entry else IN_QUOTES)


def _tight_in_brackets(passage: Passage, start: int) -> Finding:
    key, _, _ = passage.text[start : passage.stop + 1].rpartition(":")
    outline = read_outline(passage.text, start)
    entry = entry_at(passage.text, start, outline)
    written = entry.value if entry is not None and entry.start == start else passage.text[start : passage.stop + 1]
    message, hint = missing_space(key, written[len(key) + 1 :], written)
    return passage.found_at("missing-space-after-colon", start, message, hint)


def _outside(passage: Passage) -> Finding:
    """Text before or after what the parser takes for the record."""
    said = [number for number, text in enumerate(passage.lines) if text.strip() and not text.lstrip().startswith("#")]
    first = said[0] if said else 0
    if passage.line_text(first).startswith("%"):
        return passage.found(
            "directive", first, 0, "records have no % directives", "delete the line that starts with %"
        )
    above = passage.line_text(passage.above(passage.line))
    if above.startswith("..."):
        message = "text stands after the end of the document"
        return passage.found("several-documents", passage.line, passage.column, message, "delete the line ... above it")
    indent = passage.indent(first)
    if indent > passage.indent(passage.line):
        message = "this line is indented further than the lines that belong to it"
        return passage.found("bad-indentation", first, indent, message, _delete_spaces(indent))
    message = "this line does not belong to what stands above it"
    return passage.found("yaml-syntax", passage.line, passage.column, message, "write one KEY: VALUE a line")


def _delete_spaces(count: int) -> str:
    return "delete the space at its start" if count == 1 else f"delete the {count} spaces at its start"


def _colon(passage: Passage) -> Finding:
    """A colon where none can be: in a value, or on a line that is indented without need."""
    line = passage.line
    start = passage.index(line, 0)
    entry = line_entry(passage.this, start)
    if entry is not None and entry.key and entry.start <= passage.stop:
        braces = entry.in_braces
        if braces is not None:
            message = "two keys stand on one line"
            hint = f"write {braces}" if len(braces) <= _LONGEST_HINT else "put what follows the first in braces { }"
            return passage.found_at("yaml-syntax", entry.start, message, hint)
        message = "this value contains a colon followed by a space"
        return passage.found_at("needs-quotes", entry.start, message, entry.quoted)
    if is_tight(passage.this):
        return no_colon_finding(passage, line)
    above = passage.above(line)
    if above >= 0 and (":" not in passage.line_text(above) or is_tight(passage.line_text(above))):
        return no_colon_finding(passage, above)
    message = "this line is indented below a line that already has a value"
    return passage.found(
        "bad-indentation", line, passage.indent(line), message, f"{_SAME_SPACES}, or delete the value above"
    )
