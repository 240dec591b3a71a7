"""A time zone that does not exist."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """The organisation's time zone is one of the IANA list."""
    record = subject.portfolio.organisation_record
    name = record.data.timezone
    if name is None:
        return
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        zones = sorted(available_timezones())
        near = get_close_matches(name, zones, n=1) or [zone for zone in zones if zone.partition("/")[2] == name]
        hint = f"did you mean {near[0]}?" if near else "write a region and a city, for example Africa/Johannesburg"
        yield Finding("unknown-time-zone", record.at("timezone"), f"there is no time zone {name}", hint)
