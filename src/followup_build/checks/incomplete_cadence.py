"""A series of sessions of which nobody can tell the days."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.vocabulary import SessionKind

SEVERITY = Severity.ERROR
IS_STRUCTURE = True

_EXAMPLE = {"every": "every: 3 months", "on": "on: third wednesday", "from": "from: 2026-04-01", "within": "within: 10"}


def check(subject: Subject) -> Iterator[Finding]:
    """A cadence says every, on and from; one after milestones says within how many working days."""
    record = subject.portfolio.organisation_record
    for key, cadence in subject.portfolio.cadences.items():
        is_after_milestone = cadence.kind is SessionKind.POST_MILESTONE
        fields = ("within",) if is_after_milestone else ("every", "on", "from")
        values = cadence.model_dump(by_alias=True)
        missing = [
            field
            for field in fields
            if values[field] is None and not is_written(subject.portfolio, record.at("cadences", key, field))
        ]
        if missing:
            what = "after how many working days" if is_after_milestone else "on which days"
            yield Finding(
                "incomplete-cadence",
                record.at("cadences", key, on_key=True),
                f"nobody can tell {what} the sessions of {key} are held: {' and '.join(missing)} missing",
                f"add {', '.join(_EXAMPLE[field] for field in missing)}",
            )
