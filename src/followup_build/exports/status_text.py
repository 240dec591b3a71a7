"""`followup status` as a table for the terminal, department by department."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from followup_build.diagnostics.terminal import Colour, coloured, cut, line_text, padded, width_of
from followup_build.exports.status_answer import HIDDEN_TITLE
from followup_build.model.vocabulary import Status
from followup_build.status.item import ItemStatus, RollupFigures
from followup_build.status.wording import ICON_BY_STATUS, status_word

_COLOUR_BY_STATUS: Mapping[Status, Colour] = {
    Status.ON_TRACK: Colour.GREEN,
    Status.ACHIEVED: Colour.GREEN,
    Status.AT_RISK: Colour.YELLOW,
    Status.OFF_TRACK: Colour.RED,
    Status.MISSED: Colour.RED,
}
_INDENT = {"organisation": 0, "department": 0, "plan": 1, "goal": 2, "kpi": 3, "milestone": 3}
_MARK_WIDTH = max(len(status_word(status)) for status in Status) + 2
_OWNER_WIDTH = 14
_GAP = "  "
_NARROW = 80
"""In a terminal narrower than that a reason has a line of its own, so that the title keeps its room."""
_WIDE = 100
"""From that width on there is room for owners."""
_ENOUGH_FOR_NAMES = 46


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: where an item stands, and the reason that decided."""

    indent: int
    name: str
    status: Status
    stale: bool
    reason: str
    owner: str


def row_of(item: ItemStatus) -> Row:
    """The line of an item."""
    reason = item.reasons[0] if item.reasons and not item.confidential else ""
    if isinstance(item.figures, RollupFigures):
        reason = ", ".join(f"{count} {status_word(status)}" for status, count in item.figures.counts.items())
    return Row(
        _INDENT.get(item.kind, 1),
        line_text(HIDDEN_TITLE if item.confidential else item.title),
        item.status,
        item.stale,
        line_text(reason),
        item.owner or "no owner" if item.kind not in ("organisation", "department", "session") else "",
    )


def mark_of(status: Status, *, is_coloured: bool = False) -> str:
    """The icon and the word of a status."""
    return coloured(
        f"{ICON_BY_STATUS[status]} {status_word(status)}", _COLOUR_BY_STATUS.get(status) if is_coloured else None
    )


def status_text(sections: Iterable[tuple[str, Iterable[ItemStatus]]], *, width: int, is_coloured: bool = False) -> str:
    """Sections with a heading each, one line an item; nothing is wider than the terminal."""
    blocks = []
    line = _narrow_line if width < _NARROW else _line
    for heading, items in sections:
        rows = [row_of(item) for item in items]
        if rows:
            blocks.append("\n".join([heading, *(line(row, width, is_coloured) for row in rows)]) + "\n")
    return "\n".join(blocks)


def _line(row: Row, width: int, is_coloured: bool) -> str:
    owner_width = _OWNER_WIDTH if width >= _WIDE else 0
    room = width - _MARK_WIDTH - 2 * len(_GAP) - (owner_width + len(_GAP) if owner_width else 0)
    name_width = max(min(_ENOUGH_FOR_NAMES, room * 3 // 5), room * 2 // 5)
    reason_width = room - name_width
    tail = f"{_GAP}{cut(row.owner, owner_width)}" if owner_width and row.owner else ""
    reason = padded(cut(_reason(row), reason_width), reason_width)
    return f"{_head(row, name_width, is_coloured)}{_GAP}{reason}{tail}".rstrip()


def _narrow_line(row: Row, width: int, is_coloured: bool) -> str:
    head = _head(row, max(0, width - _MARK_WIDTH - len(_GAP)), is_coloured).rstrip()
    indent = "  " * (row.indent + 1)
    reason = cut(_reason(row), width - len(indent))
    return f"{head}\n{indent}{reason}" if reason else head


def _head(row: Row, name_width: int, is_coloured: bool) -> str:
    name = padded(cut("  " * row.indent + row.name, name_width), name_width)
    spaces = " " * (_MARK_WIDTH - width_of(mark_of(row.status)))
    return f"{name}{_GAP}{mark_of(row.status, is_coloured=is_coloured)}{spaces}"


def _reason(row: Row) -> str:
    return ("out of date; " if row.stale else "") + row.reason
