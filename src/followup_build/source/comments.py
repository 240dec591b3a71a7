"""Comments behind plain values: those that swallow a part of the text, and those that only might."""

from __future__ import annotations

from typing import Any

from followup_build.source.constructs import Fault
from followup_build.source.quoting import cut, entry_of, written

_BLANK = frozenset(("", " ", "\n"))
_ALLOW = ("allow[", " allow[")


def comment_behind(text: str, event: Any) -> Fault | bool:
    """The fault of a comment behind a plain value that swallows text, else whether one is there that might.

    Nobody writes a comment without a space after its #, but people write numbers so: `fix the bug #12`. What silences a
    rule (`# allow[rule]: reason`) is surely a comment.
    """
    end = event.end_mark.index
    sign = text.find("#", end)
    if sign == -1 or text[end:sign].strip(" ") or text.startswith(_ALLOW, sign + 1):
        return False
    if text[sign + 1 : sign + 2] in _BLANK:
        return event.value != ""
    line_end = text.find("\n", sign)
    lost = text[sign : line_end if line_end != -1 else len(text)].rstrip()
    line_start = text.rfind("\n", 0, sign) + 1
    lead, value, column = entry_of(text[line_start:sign] + lost)
    is_all_on_line = not event.value or line_start + column == event.start_mark.index
    hint = written(lead, value) if is_all_on_line else "put the whole text in double quotes"
    message = f"{cut(lost)} would be lost, because # after a space begins a comment"
    return Fault("text-cut-by-comment", sign, message, hint)
