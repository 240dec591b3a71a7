"""The Markdown that people wrote: the texts in which raw HTML, links or images may stand, and where exactly."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from followup_build.diagnostics.finding import Location, Route
from followup_build.load.schema import Slot, step
from followup_build.model.kinds import kind_of
from followup_build.portfolio import Portfolio
from followup_build.source.document import Document

_SUSPICIOUS = re.compile(r"<[A-Za-z/!?]|\]\s{0,3}[(:\[]|!\[|evidence:")
_FENCE = re.compile(r"^[ >]{0,9}(?:[-*+] {1,3})?(`{3,}|~{3,})", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_TICKS = re.compile(r"`+")
_BRACKET = re.compile(r"\\.|!\[|\[|\]\([ \t]*\n?[ \t]*|\]", re.DOTALL)
_ADDRESS = re.compile(r"<(?P<angle>[^<>\n]{0,400})|(?P<bare>[^\s<>]{0,400})")
_DEFINITION = re.compile(
    r"^[ >*+.0-9-]{0,12}\[(?P<name>[^\[\]\n]{1,200})\]:[ \t]*\n?[ \t]*(?P<address><[^<>\n]{0,400}|[^\s<>]{1,400})",
    re.MULTILINE,
)
_USE = re.compile(r"!\[(?P<text>[^\[\]\n]{0,200})\](?:\[(?P<name>[^\[\]\n]{0,200})\])?(?!\()")
_AUTOLINK = re.compile(r"(?<!\\)<(?P<address>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{0,400})>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_DROPPED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]+")


class Found(NamedTuple):
    """A link or an image, and the address that it leads to."""

    start: int
    address: str
    """As a browser would understand it."""
    is_image: bool


@dataclass(frozen=True, eq=False)
class MarkdownText:
    """A body or a field of a record."""

    document: Document
    route: Route | None
    """Of the field; None for the text below the front matter."""
    text: str

    @property
    def prose(self) -> str:
        """The text with code blanked out, so that places stay the same."""
        return without_code(self.text)

    def place(self, start: int, length: int) -> Location:
        """The place in the file of a piece of the text."""
        if self.route is None:
            before = self.text[:start]
            line = self.document.body_line + before.count("\n")
            return Location(self.document.path, line=line, column=start - before.rfind("\n"))
        value = self.document.place(Location(self.document.path, self.route))
        piece = self.text[start : start + length].split("\n")[0]
        whole = self.document.text
        index = sum(len(line) + 1 for line in whole.split("\n")[: value.line - 1]) + value.column - 1
        # The piece may stand there several times; a field says it as often, and in the same order, as its text.
        for _ in range(self.text.count(piece, 0, start) + 1):
            index = whole.find(piece, index) + 1
            if index == 0:
                return Location(self.document.path, self.route)
        line = whole.count("\n", 0, index - 1) + 1
        return Location(self.document.path, line=line, column=index - 1 - whole.rfind("\n", 0, index - 1))


def find_suspicious_texts(portfolio: Portfolio) -> Iterator[MarkdownText]:
    """The texts worth a closer look, of all files, also of those whose record could not be kept."""
    for path, document in portfolio.loaded.documents.items():
        text = document.text
        if "<" not in text and "](" not in text and "]:" not in text and "![" not in text and "evidence:" not in text:
            continue
        if document.body and _SUSPICIOUS.search(document.body):
            yield MarkdownText(document, None, document.body)
        found = kind_of(portfolio.below_records(path))
        if found is not None:
            for route, text in _texts(document.data, Slot(found[0].model), ()):
                if route[-1] == "evidence" or _SUSPICIOUS.search(text):
                    yield MarkdownText(document, route, text)


def _texts(data: Any, slot: Slot | None, route: Route) -> Iterator[tuple[Route, str]]:
    if slot is None:
        return
    if isinstance(data, str):
        if slot.is_free_text:
            yield route, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, step(slot, key, data), (*route, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _texts(value, step(slot, number, data), (*route, number))


@cache
def without_code(text: str) -> str:
    """The text with fenced code and code spans blanked out."""
    return _without_spans(_without_fences(text)) if "`" in text or "~~~" in text else text


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _without_fences(text: str) -> str:
    parts: list[str] = []
    position = 0
    while match := _FENCE.search(text, position):
        fence = match[1]
        end = re.compile(rf"^[ >]{{0,9}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$", re.MULTILINE).search(
            text, match.end()
        )
        stop = end.end() if end else len(text)
        parts += (text[position : match.start()], _blank(text[match.start() : stop]))
        position = stop
    return "".join((*parts, text[position:]))


def _without_spans(text: str) -> str:
    """Code spans end at the next run of as many backticks in the same paragraph, as CommonMark has it."""
    runs = [(match.start(), len(match[0])) for match in _TICKS.finditer(text)]
    starts_by_length: dict[int, list[int]] = defaultdict(list)
    for start, length in runs:
        starts_by_length[length].append(start)
    blanks = [match.start() for match in _BLANK_LINE.finditer(text)]
    parts: list[str] = []
    position = 0
    for start, length in runs:
        if start < position or (start > 0 and text[start - 1] == "\\"):
            continue
        same = starts_by_length[length]
        following = bisect_right(same, start)
        paragraph = bisect_right(blanks, start)
        limit = blanks[paragraph] if paragraph < len(blanks) else len(text)
        if following == len(same) or same[following] > limit:
            continue
        stop = same[following] + length
        parts += (text[position:start], _blank(text[start:stop]))
        position = stop
    return "".join((*parts, text[position:]))


def iter_links(prose: str) -> Iterator[Found]:
    """Every link, image, definition and automatic link of a text without code."""
    opened: list[tuple[int, bool]] = []
    for match in _BRACKET.finditer(prose):
        sign = match[0]
        if sign in ("[", "!["):
            opened.append((match.start(), sign == "!["))
        elif sign.startswith("]"):
            start, is_image = opened.pop() if opened else (match.start(), False)
            if sign != "]":
                address = _ADDRESS.match(prose, match.end())
                if address:
                    yield Found(start, plain_address(address["angle"] or address["bare"] or ""), is_image)
    names_of_images = {" ".join((use["name"] or use["text"]).lower().split()) for use in _USE.finditer(prose)}
    for definition in _DEFINITION.finditer(prose):
        name = " ".join(definition["name"].lower().split())
        yield Found(
            definition.start("name") - 1,
            plain_address(definition["address"].removeprefix("<")),
            name in names_of_images,
        )
    for match in _AUTOLINK.finditer(prose):
        yield Found(match.start(), plain_address(match["address"]), is_image=False)


def plain_address(address: str) -> str:
    """An address as a browser understands it: entities, escapes and percent signs undone, control characters gone."""
    plain = _ESCAPE.sub(r"\1", html.unescape(address)) if not address.startswith("\\\\") else address
    head, rest = plain[:200], plain[200:]
    return _DROPPED_BY_BROWSERS.sub("", unquote(head)).replace("\\", "/") + rest
