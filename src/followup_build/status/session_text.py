"""The text of sessions and reports: what was said, what was only prepared, and what it tells of moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from followup_build.load.records import Record
from followup_build.model.session import Report, Session

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_WHEN = r"\d{4}-\d{2}-\d{2}(?: at \d{2}:\d{2})?"
_MOVED = re.compile(rf"^Moved from ({_WHEN}) to {_WHEN}[.:]", re.MULTILINE)
_BESIDE = frozenset(("by", "confidential", "formerly"))
"""What a report has that says nothing of the department."""


def said_in(body: str) -> str:
    """Markdown without the headings below which nothing stands, and without empty lines around it."""
    if "#" not in body:
        return body.strip("\n")
    lines = body.split("\n")
    levels = dict(_headings(lines))
    kept: list[str] = []
    # The level of the heading that follows; 0 for text, none at the end.
    below: int | None = None
    for row in range(len(lines) - 1, -1, -1):
        level = levels.get(row)
        if level is not None:
            if below is None or 0 < below <= level:
                continue
            below = level
        elif lines[row].strip():
            below = 0
        kept.append(lines[row])
    return "\n".join(reversed(kept)).strip("\n")


def tells_of_moves_only(body: str) -> bool:
    """Whether nothing is written of a session but from which day to which it moved."""
    lines = [line for line in said_in(body).split("\n") if line.strip()]
    return all(_MOVED.match(line) or line.startswith("#") for line in lines)


def _headings(lines: list[str]) -> Iterator[tuple[int, int]]:
    """The rows of headings, and their levels; what looks like one in a block of code is none."""
    fence = ""
    for row, line in enumerate(lines):
        found = _FENCE.match(line)
        if found:
            if not fence:
                fence = found[1]
            elif line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif not fence and (heading := _HEADING.match(line)):
            yield row, len(heading[1])


def is_blank(report: Record[Report]) -> bool:
    """Whether a report says nothing yet but who will report."""
    fields = Report.model_fields
    return not said_in(report.body).strip() and all(
        getattr(report.data, name) == fields[name].get_default() for name in fields.keys() - _BESIDE
    )


def moved_text(was: tuple[date, str | None], now: tuple[date, str | None], because: str | None) -> str:
    """The paragraph that tells of a session's move; `count_moves` counts these."""
    days = (f"{day} at {time}" if time else f"{day}" for day, time in (was, now))
    return f"Moved from {' to '.join(days)}" + (f": {because}" if because else ".")


def cancelled_text(because: str) -> str:
    """The paragraph that tells why a session was cancelled."""
    return f"Cancelled: {because}"


def count_moves(session: Record[Session]) -> int:
    """How often a session was moved: as often as its text tells, and once more where its series wanted another day."""
    left = {day[:10] for day in _MOVED.findall(session.body)}
    data, told = session.data, len(_MOVED.findall(session.body))
    is_elsewhere = data.occurrence is not None and str(data.occurrence) not in (left or {str(data.date)})
    return told + is_elsewhere
