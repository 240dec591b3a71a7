"""A setting for a rule that is not there, or that nothing can change."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from followup_build.checks.registry import Subject, rule_names
from followup_build.diagnostics.finding import Finding, Severity

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """Every rule that organisation.yml weighs exists."""
    record = subject.portfolio.organisation_record
    for name in record.data.rules:
        if name in rule_names():
            continue
        near = get_close_matches(name, rule_names(), n=1)
        hint = f"did you mean {near[0]}?" if near else "take the line out"
        yield Finding("unknown-rule", record.at("rules", name, on_key=True), f"there is no rule {name}", hint)
