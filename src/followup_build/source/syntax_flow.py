"""Faults inside of brackets and braces: told of the entry in which they lie, and not of the whole."""

from __future__ import annotations

import re

from followup_build.diagnostics.finding import Finding
from followup_build.source.syntax_entries import IN_QUOTES, Entry, entry_at
from followup_build.source.syntax_outline import Outline
from followup_build.source.syntax_passage import Passage

_CLOSING = {"[": "]", "{": "}"}
_NO_COMMA = re.compile(r"(?P<first>[a-z0-9][\w./%-]*);? +(?P<next>[a-z_]+)$")
"""A word as records have them, and the next key; prose begins with a capital."""
_LAST_WORD = re.compile(r" (?P<next>[a-z_]+)$")
_LONGEST = 200
_NEGATIVE = re.compile(r"- +(?P<number>[0-9.]+)$")


def flow_finding(passage: Passage, outline: Outline) -> Finding:
    """The finding for a fault inside of brackets."""
    bracket = outline.open_brackets[-1]
    entry = entry_at(passage.text, passage.stop, outline)
    if entry is None:
        return _unclosed(passage, outline)
    character, line = passage.character, passage.line
    cut = _cut_by_comment(passage, outline)
    if cut is not None:
        return cut
    entry_line = passage.line_of(entry.start)
    is_indented = passage.indent(line) > passage.indent(passage.line_of(bracket.index))
    if not character or (entry_line != line and not is_indented):
        return _unclosed(passage, outline)
    if character == "-" and line != passage.line_of(bracket.index) and passage.indent(line) == passage.column:
        return _unclosed(passage, outline)
    if character in "]}":
        return _unclosed(passage, outline, f" instead of {character}")
    if character == ",":
        return _empty(passage, bracket.index)
    if entry_line != line:
        return passage.found(
            "yaml-syntax", line, passage.indent(line), "a comma is missing before this line", "write it above"
        )
    if character == ":":
        return _colon(passage, entry)
    negative = _NEGATIVE.match(entry.value)
    if negative is not None:
        return passage.found(
            "needs-quotes",
            line,
            passage.column,
            "a space stands between the - and its number",
            f"write {entry.mended('-' + negative['number'])}",
        )
    if passage.stop == entry.start:
        return passage.found(
            "needs-quotes", line, passage.column, f"a value cannot begin with {character}", entry.quoted
        )
    if character in "[{":
        return passage.found(
            "needs-quotes",
            line,
            passage.column,
            f"this value contains a {character}",
            entry.quoted,
        )
    return passage.found("needs-quotes", line, passage.column, "text goes on after the closing quote", entry.quoted)


def _cut_by_comment(passage: Passage, outline: Outline) -> Finding | None:
    """A # that hides the closing bracket of its line."""
    first = passage.line_of(outline.open_brackets[-1].index)
    for at in outline.comments:
        rest = passage.text[at:].partition("\n")[0]
        if passage.line_of(at) < first or not any(sign in rest for sign in "]}"):
            continue
        start = passage.text.rfind("\n", 0, at) + 1
        before = passage.text[max(start, outline.open_brackets[-1].entry, at - _LONGEST) : at]
        found = re.search(r"(?P<key>[^\s:,\[\]{}]+): +(?P<value>[^,\[\]{}]*)$", before)
        value = f"{found['value']}{re.split(r'[,}]', rest)[0].rstrip(']')}".rstrip() if found else ""
        hint = Entry(found["key"], value, 0, is_flow=True).quoted if found else IN_QUOTES
        message = "the text from # on would be lost, because # begins a comment"
        return passage.found_at("text-cut-by-comment", at, message, hint)
    return None


def _unclosed(passage: Passage, outline: Outline, instead: str = "") -> Finding:
    index = outline.open_brackets[-1].index
    opened = passage.text[index]
    hint = f"write {_CLOSING[opened]} at its end{instead}"
    return passage.found_at("unclosed-bracket", index, f"this {opened} is not closed", hint)


def _empty(passage: Passage, bracket: int) -> Finding:
    is_first = not passage.text[bracket + 1 : passage.stop].strip()
    message = f"there is nothing {'before this comma' if is_first else 'between two commas'}"
    return passage.found("yaml-syntax", passage.line, passage.column, message, "delete this comma")


def _colon(passage: Passage, entry: Entry) -> Finding:
    before = passage.text[entry.start : passage.stop]
    together = _NO_COMMA.match(before)
    if together is not None and entry.key:
        return passage.found_at(
            "yaml-syntax",
            entry.start + together.start("next"),
            f"a comma is missing before {together['next']}:",
            f"write {entry.mended(together['first'])}, {together['next']}: …; or {IN_QUOTES}",
        )
    hint, following = entry.quoted, _LAST_WORD.search(before)
    if following is not None and entry.key and hint != IN_QUOTES:
        hint = f"{hint}, or a comma before {following['next']}:"
    return passage.found_at("needs-quotes", entry.start, "this value contains a colon followed by a space", hint)
