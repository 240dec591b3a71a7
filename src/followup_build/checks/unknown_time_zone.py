"""A time zone that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.zones import is_zone, zone_hint

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """The organisation's time zone is one of the IANA list."""
    record = subject.portfolio.organisation_record
    name = record.data.timezone
    if name is None:
        return
    if not is_zone(name):
        yield Finding("unknown-time-zone", record.at("timezone"), f"there is no time zone {name}", zone_hint(name))
