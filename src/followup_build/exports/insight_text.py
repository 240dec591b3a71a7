"""`followup insight` in words and numbers for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.diagnostics.terminal import cut, padded, width_of
from followup_build.exports.papers.paper_text import cell_text, wrapped
from followup_build.views.cells import Table
from followup_build.views.insight import InsightView

_INDENT = "  "
_GAP = "  "
_NARROWEST_NAME = 12


def insight_text(view: InsightView, *, width: int) -> str:
    """Each thing under its heading: the sentence, the numbers, and what they do not say; no line is wider."""
    lines = [*wrapped(cell_text(view.title), width)]
    for part in view.parts:
        lines += ["", part.title]
        if part.lead:
            lines += wrapped(cell_text(part.lead), width, _INDENT, _INDENT)
        if part.table.rows:
            lines += ["", *_table(part.table, width)]
        if part.lines:
            lines.append("")
            lines += [line for one in part.lines for line in wrapped(cell_text(one), width, f"{_INDENT}- ", "    ")]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _table(table: Table, width: int) -> Iterator[str]:
    """Names and numbers; where the heads are too long for one line, each number stands with its word on lines below."""
    rows = [tuple(cell_text(cell) for cell in row.cells) for row in table.rows]
    sizes = [max(map(width_of, column)) for column in zip(table.columns[1:], *(row[1:] for row in rows), strict=True)]
    names = max(width_of(name) for name in (table.columns[0], *(row[0] for row in rows)))
    room = width - len(_INDENT) - sum(sizes) - len(_GAP) * len(sizes)
    if room < min(names, _NARROWEST_NAME):
        yield from _stacked(table, rows, width)
        return
    names = min(names, room)
    for row in (table.columns, *rows):
        numbers = (f"{' ' * (size - width_of(text))}{text}" for text, size in zip(row[1:], sizes, strict=True))
        yield _GAP.join((f"{_INDENT}{padded(cut(row[0], names), names)}", *numbers))


def _stacked(table: Table, rows: list[tuple[str, ...]], width: int) -> Iterator[str]:
    for name, *numbers in rows:
        told = [f"{number} {word}" for word, number in zip(table.columns[1:], numbers, strict=True) if number != "0"]
        yield from wrapped(f"{name}: {', '.join(told) or 'none'}", width, _INDENT, "    ")
