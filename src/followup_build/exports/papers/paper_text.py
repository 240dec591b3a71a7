"""Papers as text for a terminal: headings, short lines that fit its width, and nothing that steers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from followup_build.diagnostics.terminal import Colour, coloured, line_text, width_of
from followup_build.exports.papers.paper_markdown import foot_text
from followup_build.views.cells import Aside, Cell, Chip, Day, Line, Link, Moved, Outside, Prose
from followup_build.views.papers.paper import (
    Bar,
    Bars,
    Block,
    Entry,
    Grid,
    Legend,
    Lines,
    Listing,
    Paper,
    Part,
    Pictures,
    Words,
)

_TONES = {
    "on-track": Colour.GREEN,
    "achieved": Colour.GREEN,
    "at-risk": Colour.YELLOW,
    "off-track": Colour.RED,
    "missed": Colour.RED,
}
_INDENT = "    "
_NUMBERED = frozenset(("decisions",))
"""Parts whose things are counted, so that people can name them."""


def paper_text(paper: Paper, *, width: int, is_coloured: bool = False) -> str:
    """A whole paper; no line is wider than the terminal."""
    printer = _Printer(width, is_coloured)
    return "".join(f"{line.rstrip()}\n" for line in printer.paper(paper))


def cell_text(cell: Cell) -> str:
    """A value in words on one line; a status between brackets, with its icon."""
    return line_text(_words(cell))


def _words(cell: Cell) -> str:
    match cell:
        case str():
            return cell
        case Link() | Outside() | Day():
            return cell.text
        case Chip():
            return f"[{_chip_words(cell)}]"
        case Moved():
            return f"{_words(cell.current)} (first {_words(cell.original)})"
        case Prose():
            return cell.markdown
        case Line():
            return "".join(map(_words, cell.parts))
        case Aside():
            return f"{cell.label}: {', '.join(map(_words, cell.cells)) or 'none'}"
        case [*parts]:
            return " ".join(map(_ended, map(_words, parts)))
    raise TypeError(f"{cell} is nothing that a cell can hold")


def _ended(text: str) -> str:
    """A sentence with a full stop, so that what follows is another one."""
    said = text.strip()
    return said if not said or said.endswith((".", "!", "?", ":")) else f"{said}."


def _chip_words(chip: Chip) -> str:
    return f"{chip.icon} {chip.word}{', out of date' if chip.is_stale else ''}"


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> Iterator[str]:
    """Text in lines of so many columns; a word that is longer than a line is cut into pieces."""
    line, is_empty = first, True
    for word in _pieces(text, max(1, width - max(width_of(first), width_of(rest)))):
        wider = f"{line}{word}" if is_empty else f"{line} {word}"
        if not is_empty and width_of(wider) > width:
            yield line
            wider = f"{rest}{word}"
        line, is_empty = wider, False
    yield line


def _pieces(text: str, room: int) -> Iterator[str]:
    for word in text.split(" "):
        piece = ""
        for character in word if width_of(word) > room else ():
            if piece and width_of(piece + character) > room:
                yield piece
                piece = ""
            piece += character
        if piece or word:
            yield piece or word


class _Printer:
    """What the parts of one paper share: how wide a line is, and whether it has colours."""

    def __init__(self, width: int, is_coloured: bool) -> None:
        self.width = width
        self.is_coloured = is_coloured

    def paper(self, paper: Paper) -> Iterator[str]:
        for line in (paper.title, paper.subtitle):
            yield from wrapped(line_text(line), self.width)
        yield from wrapped(f"{line_text(paper.kicker)}. {foot_text(paper)}", self.width)
        for note in paper.notes:
            yield from ("", *wrapped(line_text(note), self.width, "! ", "  "))
        if paper.facts:
            yield ""
            for label, cell in paper.facts:
                yield from wrapped(f"{line_text(label)}: {cell_text(cell)}", self.width, "", _INDENT)
        if paper.figures:
            yield from ("", *wrapped(", ".join(f"{one.number} {one.words}" for one in paper.figures), self.width))
        for part in paper.parts:
            yield from self.part(part)

    def part(self, part: Part) -> Iterator[str]:
        title = line_text(part.title)
        yield from ("", "", *wrapped(title, self.width), "-" * min(self.width, width_of(title)))
        if part.summary:
            yield from wrapped(line_text(part.summary), self.width)
        for number, block in enumerate(part.blocks):
            if number or part.summary:
                yield ""
            yield from self.block(block, is_numbered=part.anchor in _NUMBERED)

    def block(self, block: Block, *, is_numbered: bool) -> Iterator[str]:
        match block:
            case Listing():
                yield from self.caption(block.caption)
                for number, entry in enumerate(block.entries, 1):
                    yield from self.entry(entry, f"{number:2d}. " if is_numbered else "")
                if not block.entries:
                    yield from wrapped(line_text(block.empty), self.width, "  ", "  ")
                yield from self.foot(block.foot)
            case Bars():
                yield from self.caption(block.caption)
                for bar in block.bars:
                    yield from self.bar(bar)
                if not block.bars:
                    yield from wrapped(line_text(block.empty), self.width, "  ", "  ")
                yield from self.foot(block.foot)
            case Lines():
                yield from self.caption(block.caption)
                for line in block.lines:
                    yield from wrapped(cell_text(line), self.width, "  - ", _INDENT)
            case Words():
                yield from wrapped(cell_text(block.prose), self.width, "  ", "  ")
            case Pictures():
                yield from self.caption(block.caption)
                for one in block.pictures:
                    yield from self.entry(Entry(one.name, one.chips, note=one.sentence), "")
            case Grid():
                yield from self.caption(block.caption)
                for name, *numbers in block.rows:
                    told = ", ".join(f"{word} {one}" for word, one in zip(block.columns[1:], numbers, strict=True))
                    yield from wrapped(line_text(f"{name}: {told}"), self.width, "  - ", _INDENT)
            case Legend():
                # It tells of marks in pictures, and here there are none.
                pass

    def caption(self, caption: str) -> Iterator[str]:
        if caption:
            yield from wrapped(line_text(caption), self.width)

    def entry(self, entry: Entry, number: str) -> Iterator[str]:
        """A name with its status, then what is known of it."""
        mark = number or "  - "
        status = " ".join(f"({_chip_words(chip)})" for chip in entry.chips)
        yield from self.painted(
            wrapped(f"{cell_text(entry.name)} {status}".strip(), self.width, mark, _INDENT), entry.chips
        )
        details = "; ".join(f"{line_text(label)}: {cell_text(cell)}" for label, cell in entry.details)
        if details:
            yield from wrapped(_ended(details), self.width, _INDENT, _INDENT)
        for said in entry.note if isinstance(entry.note, tuple) else (entry.note,):
            if cell_text(said):
                yield from wrapped(cell_text(said), self.width, _INDENT, _INDENT)

    def painted(self, lines: Iterable[str], chips: Iterable[Chip]) -> Iterator[str]:
        """The status in its colour, where all of it stands on one line."""
        colours = {f"({_chip_words(chip)})": _TONES.get(chip.tone) for chip in chips} if self.is_coloured else {}
        for line in lines:
            found = [(words, colour) for words, colour in colours.items() if words in line]
            for words, colour in found:
                before, _, after = line.rpartition(words)
                yield f"{before}{coloured(words, colour)}{after}"
            if not found:
                yield line

    def bar(self, bar: Bar) -> Iterator[str]:
        counts = ", ".join(f"{number} {chip.word}" for chip, number in bar.segments) or "nothing to count"
        status = " ".join(f"({_chip_words(chip)})" for chip in bar.chips)
        lines = wrapped(f"{cell_text(bar.name)} {status}: {counts}.", self.width, "  - ", _INDENT)
        yield from self.painted(lines, bar.chips)

    def foot(self, foot: Cell) -> Iterator[str]:
        for said in foot if isinstance(foot, tuple) else (foot,):
            if cell_text(said):
                yield from wrapped(cell_text(said), self.width, "  ", _INDENT)
