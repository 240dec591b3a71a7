"""`followup status` as a table for the terminal, department by department."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from followup_build.exports.status_answer import HIDDEN_TITLE
from followup_build.model.vocabulary import Status
from followup_build.status.item import ItemStatus, RollupFigures

ICON_BY_STATUS: Mapping[Status, str] = {
    Status.NOT_STARTED: "○",
    Status.ON_TRACK: "●",
    Status.AT_RISK: "▲",
    Status.OFF_TRACK: "✖",
    Status.ACHIEVED: "✔",
    Status.MISSED: "✘",
    Status.DROPPED: "–",
    Status.NO_DATA: "?",
}
_INDENT = {"organisation": 0, "department": 0, "plan": 1, "goal": 2, "kpi": 3, "milestone": 3}
_WORD_WIDTH = max(len(status) for status in Status) + 2


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
        reason = ", ".join(f"{count} {word_of(status)}" for status, count in item.figures.counts.items())
    return Row(
        _INDENT.get(item.kind, 1),
        HIDDEN_TITLE if item.confidential else item.title,
        item.status,
        item.stale,
        reason,
        item.owner or "no owner" if item.kind not in ("organisation", "department", "session") else "",
    )


def word_of(status: Status) -> str:
    """A status as people say it."""
    return str(status).replace("_", " ")


def status_text(sections: Iterable[tuple[str, Iterable[ItemStatus]]], *, width: int) -> str:
    """Sections with a heading each, one line an item; nothing is wider than the terminal."""
    blocks = []
    for heading, items in sections:
        rows = [row_of(item) for item in items]
        if rows:
            blocks.append("\n".join([heading, *(_line(row, width) for row in rows)]) + "\n")
    return "\n".join(blocks)


def _line(row: Row, width: int) -> str:
    mark = f"{ICON_BY_STATUS[row.status]} {word_of(row.status)}"
    name_width = max(20, min(46, width // 3))
    owner_width = 14 if width >= 100 else 0  # noqa: PLR2004 - below that the reason needs the room
    name = _cut("  " * row.indent + row.name, name_width)
    owner = _cut(row.owner, owner_width) if owner_width else ""
    reason = ("stale; " if row.stale else "") + row.reason
    fixed = f"{name:<{name_width}}  {mark:<{_WORD_WIDTH}}  "
    tail = f"  {owner}" if owner else ""
    room = max(0, width - len(fixed) - (owner_width + 2 if owner_width else 0))
    return f"{fixed}{_cut(reason, room):<{room}}{tail}".rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"
