"""Thresholds that make amber better than green, or that are no shares."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Location, Severity
from followup_build.model.organisation import Thresholds

SEVERITY = Severity.ERROR

_MOST = Decimal(2)
"""A threshold above is a percentage typed as a share."""


def check(subject: Subject) -> Iterator[Finding]:
    """Green starts above amber, and both are shares of what was expected."""
    organisation = subject.portfolio.organisation_record
    if ("thresholds",) not in {route[:1] for route in organisation.removed}:
        # What was refused beside a threshold may have been a part of it, as in 0,95.
        yield from _faults(organisation.data.thresholds, organisation.at("thresholds"), "the organisation")
    for version in subject.versions:
        if version.kind == "kpi" and version.promise.thresholds is not None:
            at = version.place(("thresholds",))
            if at is not None:
                yield from _faults(version.promise.thresholds, at, version.ref)


def _faults(thresholds: Thresholds, at: Location, whose: str) -> Iterator[Finding]:
    for name in ("green", "amber"):
        value = getattr(thresholds, name)
        if not 0 <= value <= _MOST:
            place = Location(at.path, (*at.route, name))
            hint = (
                f"write {value / 100} for {value} percent"
                if value > _MOST
                else "write a share of what was expected, for example 0.95"
            )
            yield Finding(
                "thresholds-upside-down", place, f"{name} of {whose} starts at {value}, which is no share", hint
            )
            return
    if thresholds.green < thresholds.amber:
        place = Location(at.path, (*at.route, "green"))
        message = f"green of {whose} starts at {thresholds.green}, below amber at {thresholds.amber}"
        yield Finding(
            "thresholds-upside-down", place, message, f"write green: {thresholds.amber} and amber: {thresholds.green}"
        )
