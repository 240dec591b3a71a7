"""Bars: how many of what, in rows of stacked bars or in a grid of columns; a number stands on every mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from followup_build.views.cells import Cell, Link, Row, Table
from followup_build.views.charts.chart import NARROW, WIDE, Bar, Chart, Drawing, Key, Mark, Path, Role, Text

MOST_ROWS = 24
"""So many rows are drawn; a picture that nobody takes in at a glance is no picture."""
_LETTER = 6.5
"""The width of a letter, about, in pixels; a drawing cannot measure it."""
_LABEL_LETTERS = 30
_WIDEST_ONE = 72
"""One thing is no broader than this, so that few things do not look like many."""
_GAP = 1.5
"""Between the parts of a stack, so that two of like colours are not taken for one."""


@dataclass(frozen=True, slots=True)
class Series:
    """What a part of a stack counts."""

    word: str
    role: Role


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row of numbers, one for each series or column."""

    label: str
    values: tuple[int, ...]
    path: str = ""
    """The page to which the label leads, relative to the site's root."""


def stacked_bars(anchor: str, title: str, first: str, series: Sequence[Series], rows: Iterable[BarRow]) -> Chart:
    """A bar a row, made of a part for each series; series that count nothing are left out.

    Args:
        anchor: unique on its page.
        title: what is counted.
        first: what the rows are, over the first column of the table.
        series: the parts, from left to right.
        rows: from top to bottom.
    """
    rows = tuple(rows)
    shown = [number for number in range(len(series)) if any(row.values[number] for row in rows)]
    kept = [series[number] for number in shown]
    rows = tuple(BarRow(row.label, tuple(row.values[number] for number in shown), row.path) for row in rows)
    drawn = rows[:MOST_ROWS]
    return Chart(
        anchor,
        _title(title, rows),
        " ".join(_sentence(row, [one.word for one in kept], "") for row in drawn),
        (_stacked(kept, drawn, WIDE), _stacked(kept, drawn, NARROW)),
        tuple(Key(one.role, one.word, is_filled=True) for one in kept),
        _table(title, first, [one.word for one in kept], rows),
    )


def _title(title: str, rows: Sequence[BarRow]) -> str:
    return f"{title} (the first {MOST_ROWS} of {len(rows)}; the table has all)" if len(rows) > MOST_ROWS else title


def _sentence(row: BarRow, words: Sequence[str], before: str) -> str:
    """A row in words: `Finance: 3 kept, 1 missed`."""
    parts = [f"{value} {before}{word}" for word, value in zip(words, row.values, strict=True) if value]
    return f"{row.label}: {', '.join(parts) or 'none'}."


def _table(title: str, first: str, columns: Sequence[str], rows: Iterable[BarRow]) -> Table:
    def label(row: BarRow) -> Cell:
        return Link(row.label, row.path) if row.path else row.label

    found = tuple(Row((label(row), *(str(value) for value in row.values), str(sum(row.values)))) for row in rows)
    return Table(title, (first, *columns, "Together"), found, numeric=(*columns, "Together"))


def _stacked(series: Sequence[Series], rows: Sequence[BarRow], width: int) -> Drawing:
    """With the labels beside the bars where there is room, else above them."""
    is_wide = width == WIDE
    left = 10 + _LETTER * max(len(_short(row.label)) for row in rows) if is_wide else 0
    step, bar = (30, 20) if is_wide else (44, 20)
    most = max(1, *(sum(row.values) for row in rows))
    pixels = min((width - left - 34) / most, _WIDEST_ONE)
    marks: list[Mark] = []
    for number, row in enumerate(rows):
        top = number * step + (4 if is_wide else 20)
        hint = row.label if _short(row.label) != row.label else ""
        marks.append(Text(Role.LABEL, 0, top + 14 if is_wide else top - 5, _short(row.label), path=row.path, hint=hint))
        x = left
        for part, value in zip(series, row.values, strict=True):
            if not value:
                continue
            length = value * pixels
            marks.append(Bar(part.role, x, top, max(length - _GAP, 1), bar, f"{row.label}: {value} {part.word}"))
            if length > len(str(value)) * _LETTER + 4:
                marks.append(Text(Role.INSIDE, x + (length - _GAP) / 2, top + 14, str(value), "middle"))
            x += length
        marks.append(Text(Role.QUIET, x + 6, top + 14, str(sum(row.values))))
    return Drawing(width, len(rows) * step + 4, tuple(marks))


def bar_grid(anchor: str, title: str, first: str, columns: Sequence[str], rows: Iterable[BarRow]) -> Chart:
    """A column for each number, in rows that share one scale, so that rows need no colours to be told apart.

    Args:
        anchor: unique on its page.
        title: what is counted.
        first: what the rows are, over the first column of the table.
        columns: what stands under each column, from left to right.
        rows: from top to bottom.
    """
    rows = tuple(rows)
    drawn = rows[:MOST_ROWS]
    return Chart(
        anchor,
        _title(title, rows),
        " ".join(_sentence(row, columns, "in ") for row in drawn),
        (_grid(columns, drawn, WIDE), _grid(columns, drawn, NARROW)),
        (),
        _table(title, first, columns, rows),
    )


_ROW_HEIGHT, _COLUMN_HEIGHT = 46, 26


def _grid(columns: Sequence[str], rows: Sequence[BarRow], width: int) -> Drawing:
    is_wide = width == WIDE
    left = 16 + _LETTER * max(len(_short(row.label)) for row in rows) if is_wide else 0
    step = _ROW_HEIGHT if is_wide else _ROW_HEIGHT + 16
    across = min((width - left) / len(columns), 130)
    most = max(1, *(value for row in rows for value in row.values))
    marks: list[Mark] = []
    for number, row in enumerate(rows):
        ground = (number + 1) * step
        label_y = ground - 8 if is_wide else ground - _ROW_HEIGHT + 2
        hint = row.label if _short(row.label) != row.label else ""
        marks.append(Text(Role.LABEL, 0, label_y, _short(row.label), path=row.path, hint=hint))
        marks.append(Path(Role.GRID, ((left, ground + 0.5), (left + across * len(columns), ground + 0.5))))
        for place, (column, value) in enumerate(zip(columns, row.values, strict=True)):
            if value:
                height = _COLUMN_HEIGHT * value / most
                middle = left + across * (place + 0.5)
                thick = min(across * 0.6, 36)
                hint = f"{row.label}, {column}: {value}"
                marks.append(Bar(Role.VALUE, middle - thick / 2, ground - height, thick, height, hint))
                marks.append(Text(Role.LABEL, middle, ground - height - 4, str(value), "middle"))
    marks.extend(_ticks(columns, left, across, len(rows) * step + 14))
    return Drawing(width, len(rows) * step + 34, tuple(marks))


def _ticks(columns: Sequence[str], left: float, across: float, y: float) -> Iterator[Mark]:
    """The columns' names on two lines, the second one only where it changes: `Q1`, and below it `2026`."""
    before = ""
    for place, column in enumerate(columns):
        middle = left + across * (place + 0.5)
        above, _, below = column.partition(" ")
        yield Text(Role.QUIET, middle, y, above, "middle")
        if below != before:
            yield Text(Role.QUIET, middle, y + 14, below, "middle")
        before = below


def _short(label: str) -> str:
    return label if len(label) <= _LABEL_LETTERS else f"{label[: _LABEL_LETTERS - 1].rstrip()}…"


_STRIP_WIDTH, _STRIP_HEIGHT = 200, 6


def strip(parts: Iterable[tuple[Role, int]]) -> Drawing:
    """One thin bar without words, for a place where the numbers stand beside it."""
    parts = tuple((role, value) for role, value in parts if value)
    pixels = _STRIP_WIDTH / max(1, sum(value for _, value in parts))
    marks: list[Mark] = []
    x = 0.0
    for role, value in parts:
        marks.append(Bar(role, x, 0, max(value * pixels - _GAP, 1), _STRIP_HEIGHT))
        x += value * pixels
    return Drawing(_STRIP_WIDTH, _STRIP_HEIGHT, tuple(marks))
