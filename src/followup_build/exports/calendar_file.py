"""Calendars as iCalendar files, RFC 5545."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from followup_build.views.calendar import Calendar, Entry

_PRODUCT = "-//followup//followup-build//EN"
_END = b"END:VCALENDAR\r\n"
# A calendar must hold something (RFC 5545, 3.6), and one that people subscribed to must not be gone on a quiet day.
_NOTHING = (
    b"BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def calendar_files(calendars: Iterable[Calendar]) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each calendar; an event that stands in several is written once and reused."""
    written: dict[str, bytes] = {}
    for calendar in calendars:
        for entry in calendar.entries:
            if entry.uid not in written:
                written[entry.uid] = _event(entry)
        events = b"".join(written[entry.uid] for entry in calendar.entries)
        yield calendar.path, _head(calendar.name).removesuffix(_END) + (events or _NOTHING) + _END


@cache
def _text() -> Callable[[str], Any]:
    r"""How people's words are written; the library's own text makes a new line of `\N`, as in `C:\New`."""
    import icalendar  # noqa: PLC0415 - only who wants a calendar pays for it

    class Text(icalendar.vText):
        def to_ical(self) -> bytes:
            escaped = str(self).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
            return escaped.replace("\n", "\\n").encode()

    return Text


def _head(name: str) -> bytes:
    """A calendar without events."""
    import icalendar  # noqa: PLC0415 - the same

    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", _text()(name))
    # What programs read that do not know RFC 7986 yet.
    calendar.add("x-wr-calname", _text()(name))
    calendar.add("x-published-ttl", "P1D")
    return bytes(calendar.to_ical())


def _status(entry: Entry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_tentative else "CONFIRMED"


def _event(entry: Entry) -> bytes:
    import icalendar  # noqa: PLC0415 - the same

    event = icalendar.Event()
    event.add("uid", _text()(entry.uid))
    event.add("dtstamp", entry.stamp)
    event.add("last-modified", entry.stamp)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    event.add("summary", _text()(entry.title))
    event.add("categories", [entry.kind])
    event.add("status", _status(entry))
    event.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
    if entry.place:
        event.add("location", _text()(entry.place))
    # Many programs do not show the address, and so it stands in the text as well.
    details = "\n".join((*entry.details, *([entry.address] if entry.address else [])))
    if details:
        event.add("description", _text()(details))
    if entry.address:
        event.add("url", entry.address)
    return bytes(event.to_ical())
