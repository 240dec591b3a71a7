"""More days for `holidays.yml`: lines at its end, under a comment that says where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from followup_build.editing.store import Write
from followup_build.editing.values import record_text


def holiday_lines(found: Mapping[date, str], known: Mapping[date, str], source: str) -> str:
    """The lines for the days that are not known yet, in their order; empty where there are none."""
    new = {day.isoformat(): name for day, name in sorted(found.items()) if day not in known}
    return f"# {source}\n{record_text(new)}" if new else ""


def more_holidays(path: str, before: bytes | None, lines: str) -> Write:
    """The file with lines at its end; all others stay, with their way to end a line."""
    newline = b"\r\n" if before and b"\r\n" in before else b"\n"
    start = before or b""
    if start and not start.endswith(b"\n"):
        start += newline
    return Write(path, before, start + lines.encode().replace(b"\n", newline))
