"""`followup schedule` in words for the terminal, and as JSON, the stable answer for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from followup_build.diagnostics.terminal import Colour, coloured, line_text, shown_text
from followup_build.exports.status_answer import plain
from followup_build.status.schedule import AppointmentState
from followup_build.status.wording import count_text, day_text
from followup_build.views.schedule import ScheduleRow, ScheduleView

VERSION = 1
_SECTIONS = (
    (AppointmentState.MISSED, "missed", Colour.RED),
    (AppointmentState.DUE, "due, and not on file yet", Colour.YELLOW),
    (AppointmentState.PLANNED, "planned", None),
)


def schedule_text(view: ScheduleView, *, is_coloured: bool = False) -> str:
    """What is missed, due and planned, one paragraph each; of what is over, how much there was."""
    blocks = []
    for state, heading, colour in _SECTIONS:
        rows = view.of(state)
        if rows:
            head = coloured(heading, colour if is_coloured else None)
            blocks.append("\n".join([head, *(line for row in rows for line in _lines(row))]) + "\n")
    held, cancelled = len(view.of(AppointmentState.HELD)), len(view.of(AppointmentState.CANCELLED))
    since = day_text(view.first)
    gone = count_text(cancelled, "session").partition(" ")[0] if cancelled else "none"
    told = f"{count_text(held, 'session')} held and {gone} cancelled".capitalize()
    blocks.append(f"{told} since {since}.\n")
    return "\n".join(blocks)


def _lines(row: ScheduleRow) -> Iterator[str]:
    note = f" ({row.note})" if row.note else ""
    yield f"  {row.appointment.day:%a} {row.appointment.day}  {line_text(row.title)}, {line_text(row.whose + note)}"
    for command in row.commands:
        yield f"      {line_text(command)}"


def schedule_json(view: ScheduleView, *, as_of: date, revision: str | None) -> str:
    """`version`, `as_of`, `revision`, `from`, `until` and `sessions`; days are ISO dates, `file` is below records/."""
    answer = {
        "version": VERSION,
        "as_of": as_of.isoformat(),
        "revision": revision,
        "from": view.first.isoformat(),
        "until": view.last.isoformat(),
        "sessions": [_session(row) for row in view.rows],
    }
    return shown_text(json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1), keep="\n") + "\n"


def _session(row: ScheduleRow) -> dict[str, Any]:
    found = dict(plain(row.appointment))
    del found["call"]
    return {"title": row.title, **found, "file": row.file}
