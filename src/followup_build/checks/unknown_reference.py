"""A reference that leads to nothing."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import written_at
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.load.references import Reference
from followup_build.portfolio import MEMBER_KINDS, Portfolio

SEVERITY = Severity.ERROR
IS_STRUCTURE = True

_WHERE = {
    "person": "people.yml",
    "department": "organisation.yml",
    "cadence": "organisation.yml",
    "plan": "plans/",
    "goal": "the plan's goals",
    "milestone": "the plan's milestones",
    "kpi": "the plan's kpis",
    "resource": "the plan's resources",
    "session": "sessions/",
    "challenge": "the session's reports",
    "adjustment": "adjustments/",
    "action": "actions/",
    "practice": "practices/",
    "feedback": "feedback/",
}
_NAME = {"kpi": "KPI", "training-need": "training need"}


def check(subject: Subject) -> Iterator[Finding]:
    """Every reference has a target of a kind that its field allows."""
    portfolio = subject.portfolio
    missing = [
        reference for reference in portfolio.references if portfolio.find(reference.ref, *reference.kinds) is None
    ]
    if not missing:
        return
    renamed = _renamed(portfolio)
    told: set[tuple[str, str]] = set()
    for reference in missing:
        if subject.refused.covers(reference.ref, reference.kinds):
            continue
        plan = _unknown_plan(portfolio, reference)
        if plan is not None:
            # Everything that a record names in a plan which is not there is one fault.
            if (reference.path, plan) in told:
                continue
            told.add((reference.path, plan))
        message, hint = _words(portfolio, reference, renamed)
        yield Finding("unknown-reference", reference.location, message, hint)


def _unknown_plan(portfolio: Portfolio, reference: Reference) -> str | None:
    head = reference.ref.partition("/")[0]
    return head if set(reference.kinds) <= set(MEMBER_KINDS) and head not in portfolio.plans else None


def _renamed(portfolio: Portfolio) -> dict[str, str]:
    """The new id of every record that says what it was called before."""
    return {
        old: record.id
        for records in portfolio.loaded.records.values()
        for record in records.values()
        for old in getattr(record.data, "formerly", ())
    }


def _words(portfolio: Portfolio, reference: Reference, renamed: dict[str, str]) -> tuple[str, str]:
    names = [_NAME.get(kind, kind) for kind in reference.kinds if kind != "organisation"]
    what = names[0] if len(names) == 1 else " or ".join(names) if len(names) == 2 else "such item"  # noqa: PLR2004
    # A plan's members name its goals by their keys alone.
    is_short = reference.ref.endswith(f"/{written_at(portfolio, reference.location)}")
    typed = reference.ref.partition("/")[2] if is_short else reference.ref
    message = f"there is no {what} {typed}"
    head, slash, rest = reference.ref.partition("/")
    new = renamed.get(reference.ref) or (f"{renamed[head]}{slash}{rest}" if head in renamed else None)
    if new and portfolio.find(new, *reference.kinds):
        return f"{message}; it was renamed to {new}", f"write {new}"
    near = portfolio.nearest(reference.ref, *reference.kinds)
    if near:
        return message, f"did you mean {near.partition('/')[2] if is_short else near}?"
    return message, f"add it to {_WHERE.get(reference.kinds[0], 'the records')}, or name one that is there"
