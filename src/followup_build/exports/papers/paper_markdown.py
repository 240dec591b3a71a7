"""Papers as Markdown, also the text of a mail: lists and short lines, and no table that a phone would break."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followup_build.exports.markdown_text import markdown_text
from followup_build.exports.papers.markdown_prose import markdown_line, markdown_prose
from followup_build.views.cells import Aside, Cell, Chip, Day, Line, Link, Moved, Outside, Prose
from followup_build.views.papers.paper import (
    Bar,
    Bars,
    Block,
    Entry,
    Figure,
    Grid,
    Legend,
    Lines,
    Listing,
    Paper,
    Picture,
    Pictures,
    Words,
)


def paper_markdown(paper: Paper) -> str:
    """A whole paper; what records say is escaped, and the address of its page stands once, at the end."""
    lines = [f"# {markdown_text(paper.title)}", "", markdown_text(paper.kicker) + ".  ", markdown_text(paper.subtitle)]
    for note in paper.notes:
        lines += ["", f"> {markdown_text(note)}"]
    if paper.facts:
        lines += ["", *(f"- {label}: {cell_markdown(cell)}" for label, cell in paper.facts)]
    if paper.figures:
        lines += ["", ", ".join(_figure(one) for one in paper.figures) + "."]
    for part in paper.parts:
        lines += ["", f"## {markdown_text(part.title)}"]
        if part.summary:
            lines += ["", markdown_text(part.summary)]
        for block in part.blocks:
            printed = list(_block(block))
            lines += ["", *printed] if printed else []
    lines += ["", "---", "", markdown_text(foot_text(paper))]
    if paper.site:
        lines += ["", f"<{paper.site}{paper.path}>"]
    return "\n".join(lines) + "\n"


def _figure(figure: Figure) -> str:
    return f"**{figure.number}** {figure.words}{f' ({figure.change})' if figure.change else ''}"


def foot_text(paper: Paper) -> str:
    """What stands below every paper: which day it shows, and where it comes from."""
    return f"State as of {paper.as_of}, computed from the records."


def cell_markdown(cell: Cell) -> str:
    """A value on one line."""
    match cell:
        case str():
            return markdown_text(cell) if cell.strip() == cell else _inside(cell)
        case Link() | Outside() | Day():
            return markdown_text(cell.text)
        case Chip():
            return f"{markdown_text(cell.word)}{', out of date' if cell.is_stale else ''}"
        case Moved():
            return f"{cell_markdown(cell.current)} (first {cell_markdown(cell.original)})"
        case Prose():
            return markdown_line(cell.markdown)
        case Line():
            return "".join(_in_line(cell.parts))
        case Aside():
            return f"{markdown_text(cell.label)}: {', '.join(cell_markdown(one) for one in cell.cells) or 'none'}"
        case [*parts]:
            return " ".join(_sentences(parts))
    raise TypeError(f"{cell} is nothing that a cell can hold")


def _in_line(parts: Sequence[Cell]) -> Iterator[str]:
    """The parts of a line; a status that only a space parts from a name stands in brackets, as it has no frame here."""
    for number, part in enumerate(parts):
        before = parts[number - 1] if number else ""
        is_led_to = isinstance(before, str) and before.rstrip()[-1:].isalpha()
        if isinstance(part, Chip) and number and not is_led_to:
            yield f"({cell_markdown(part)})"
        else:
            yield cell_markdown(part)


def _sentences(parts: Sequence[Cell]) -> Iterator[str]:
    """Parts that stand below one another elsewhere; on one line a full stop keeps them apart."""
    for number, part in enumerate(parts, 1):
        said = cell_markdown(part)
        yield said if number == len(parts) or said.endswith((".", "!", "?", ":")) else f"{said}."


def _inside(text: str) -> str:
    """A piece of a line with the spaces around it; what stands in the middle of a line begins no list."""
    return markdown_text(f"x{text}x")[1:-1]


def _block(block: Block) -> Iterator[str]:
    match block:
        case Listing():
            yield from _captioned(block.caption)
            yield from (_entry(one) for one in block.entries)
            if not block.entries:
                yield block.empty
            if block.foot:
                yield from ("", cell_markdown(block.foot))
        case Bars():
            yield from _captioned(block.caption)
            yield from (_bar(one) for one in block.bars)
            if not block.bars:
                yield block.empty
            if block.foot:
                yield from ("", cell_markdown(block.foot))
        case Lines():
            yield from _captioned(block.caption)
            yield from (f"- {cell_markdown(one)}" for one in block.lines)
        case Words():
            yield markdown_prose(block.prose.markdown)
        case Grid():
            yield from _captioned(block.caption)
            yield from _grid(block)
        case Pictures():
            yield from _captioned(block.caption)
            yield from (_picture(one) for one in block.pictures)
            if block.foot:
                yield from ("", cell_markdown(block.foot))
        case Legend():
            return


def _captioned(caption: str) -> Iterator[str]:
    if caption:
        yield from (f"### {markdown_text(caption)}", "")


def _chips(chips: tuple[Chip, ...]) -> str:
    return f" ({', '.join(cell_markdown(one) for one in chips)})" if chips else ""


def _entry(entry: Entry) -> str:
    details = "; ".join(f"{label}: {cell_markdown(cell)}" for label, cell in entry.details)
    note = cell_markdown(entry.note)
    said = ". ".join(one.rstrip(".") for one in (details, note) if one)
    return f"- **{cell_markdown(entry.name)}**{_chips(entry.chips)}{f'. {said}' if said else ''}."


def _bar(bar: Bar) -> str:
    counts = ", ".join(f"{number} {chip.word}" for chip, number in bar.segments)
    note = f"; {markdown_text(bar.note)}" if bar.note else ""
    return f"- **{cell_markdown(bar.name)}**{_chips(bar.chips)}: {counts or 'nothing to count'}{note}."


def _picture(picture: Picture) -> str:
    return f"- **{cell_markdown(picture.name)}**{_chips(picture.chips)}. {_inside(picture.sentence)}".rstrip()


def _grid(grid: Grid) -> Iterator[str]:
    yield f"| {' | '.join(_inside(one) for one in grid.columns)} |"
    yield f"|---|{'--:|' * (len(grid.columns) - 1)}"
    yield from (f"| {' | '.join(_inside(one) for one in row)} |" for row in grid.rows)
