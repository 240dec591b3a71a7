"""A setting for a rule that no organisation can change."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.registry import Subject, rule_names, rules
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.organisation import RuleLevel

SEVERITY = Severity.ERROR
IS_FIXED = True


def check(subject: Subject) -> Iterator[Finding]:
    """What organisation.yml says of a rule has an effect."""
    record = subject.portfolio.organisation_record
    if not record.data.rules:
        return
    fixed = dict.fromkeys(rule_names(), Severity.ERROR) | {
        rule.name: rule.severity for rule in rules() if not rule.is_lowerable
    }
    free = {rule.name for rule in rules() if rule.is_lowerable}
    for name, level in record.data.rules.items():
        if name in fixed and name not in free and level is not RuleLevel(fixed[name].value):
            yield Finding(
                "fixed-rule-lowered",
                record.at("rules", name),
                f"{name} cannot be changed: it guards the structure or the approvals",
                "take the line out",
            )
