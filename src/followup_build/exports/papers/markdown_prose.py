"""Markdown that people wrote, as Markdown that brings in nothing else: no HTML, no image, no heading of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from followup_build.diagnostics.terminal import shown_text
from followup_build.exports.markdown_text import code_text, markdown_text
from followup_build.exports.prose import LONGEST, parser

_MARKS = {"strong_open": "**", "strong_close": "**", "em_open": "*", "em_close": "*"}


def markdown_prose(markdown: str) -> str:
    """The paragraphs, lists and tables of a text; headings become bold lines, and links show where they lead."""
    if len(markdown) > LONGEST:
        return "\n".join(f"    {shown_text(line)}" for line in markdown.splitlines())
    return "\n".join(_blocks(parser().parse(markdown))).strip("\n")


def markdown_line(markdown: str) -> str:
    """The same on one line, for a list or a table."""
    return " ".join(markdown_prose(markdown).split())


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Lines of text, an empty one between blocks; what is nested is indented or quoted as far as it was."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = _end(tokens, place)
        inside = tokens[place + 1 : end]
        match token.type:
            case "heading_open":
                yield from ("", f"**{_inline(inside)}**".replace("****", ""))
            case "paragraph_open":
                yield from (*(() if token.hidden else ("",)), *_inline(inside).split("\n"))
            case "bullet_list_open" | "ordered_list_open":
                yield from _items(inside, token)
            case "blockquote_open":
                yield ""
                yield from (f"> {line}".rstrip() for line in _trimmed(_blocks(inside)))
            case "fence" | "code_block":
                yield ""
                yield from (f"    {shown_text(line)}" for line in token.content.splitlines())
            case "table_open":
                yield from ("", *_table(inside))
        place = end + 1


def _end(tokens: Sequence[Token], place: int) -> int:
    """Where what begins here ends."""
    depth = 0
    for at in range(place, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    return len(tokens) - 1


def _items(tokens: Sequence[Token], parent: Token) -> Iterator[str]:
    if parent.level == 0:
        yield ""
    number, place = int(parent.attrs.get("start", 1)), 0
    while place < len(tokens):
        end = _end(tokens, place)
        mark = "- " if parent.type == "bullet_list_open" else f"{number}. "
        lines = _trimmed(_blocks(tokens[place + 1 : end])) or [""]
        yield f"{mark}{lines[0]}".rstrip()
        yield from (f"{' ' * len(mark)}{line}".rstrip() for line in lines[1:])
        number, place = number + 1, end + 1


def _trimmed(lines: Iterator[str]) -> list[str]:
    found = list(lines)
    while found and not found[0]:
        del found[0]
    return found


def _table(tokens: Sequence[Token]) -> Iterator[str]:
    rows: list[list[str]] = []
    for at, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(" ".join(_inline(tokens[at : at + 1]).split()))
    for number, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if number == 0:
            yield f"|{'---|' * len(row)}"


def _inline(tokens: Sequence[Token]) -> str:
    return "".join(_run(child for token in tokens for child in token.children or ()))


def _run(children: Iterator[Token]) -> Iterator[str]:
    address = ""
    for child in children:
        match child.type:
            case "text":
                yield _spaced(child.content)
            case "code_inline":
                yield code_text(child.content)
            case "softbreak" | "hardbreak":
                yield "\n"
            case "link_open":
                address = str(child.attrs.get("href", ""))
            case "link_close":
                if address.lower().startswith(("http://", "https://", "mailto:")):
                    yield f" ({markdown_text(address)})"
            case other:
                yield _MARKS.get(other, "")


def _spaced(text: str) -> str:
    """Text with the spaces around it, which stand between it and what is bold."""
    inside = markdown_text(text)
    return f"{' ' * text.startswith(' ')}{inside}{' ' * (text.endswith(' ') and bool(inside))}"
