"""All guard rules over a base and a head."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from followup_build.diagnostics.finding import Finding
from followup_build.history.guard.adjustments import adjustment_faults
from followup_build.history.guard.facts import fact_faults
from followup_build.history.guard.promises import promise_faults
from followup_build.history.guard.reviews import review_faults
from followup_build.history.guard.settings import settings_faults
from followup_build.history.present_names import under_present_names
from followup_build.history.side import Side
from followup_build.load.records import Record
from followup_build.portfolio import Portfolio

GUARD_RULES = frozenset(
    (
        "action-deleted",
        "approval-without-review",
        "approved-adjustment-deleted",
        "approved-adjustment-edited",
        "approved-plan-deleted",
        "first-due-edited",
        "held-session-deleted",
        "judge-changed",
        "measurement-changed",
        "measurement-deleted",
        "promise-edited-in-place",
    )
)
"""The rules that need a base; nobody may lower or silence them."""
_PUT_BACK = frozenset(
    (
        "action-deleted",
        "approved-adjustment-deleted",
        "approved-adjustment-edited",
        "approved-plan-deleted",
        "held-session-deleted",
        "promise-edited-in-place",
    )
)
"""The rules about what other records name or build on."""


def run_guard(base: Portfolio, head: Portfolio, approved_by: Collection[str] | None = None) -> tuple[Finding, ...]:
    """What the head does to what the base has, at places in the head's files.

    Args:
        base: the records of the merge base.
        head: the records of the branch.
        approved_by: the logins of those whose approving review stands; None where nobody asked, so that approvals are
            taken as recorded and not as proven.
    """
    # No day: what was approved at all is approved, so that no finding comes with time.
    before, after = Side(under_present_names(base, head), date.max), Side(head, date.max)
    found = [
        *promise_faults(before, after),
        *adjustment_faults(before, after),
        *fact_faults(before, after),
        *settings_faults(before, after),
    ]
    if approved_by is not None:
        found.extend(review_faults(before, after, frozenset(login.casefold() for login in approved_by)))
    return tuple(_discreet(before, after, finding) for finding in found)


_HIDDEN = "this file is confidential, and a change in it breaks this rule; its words stay in it"


def _discreet(base: Side, head: Side, finding: Finding) -> Finding:
    """A finding that quotes nothing of a confidential record, for logs and pull requests are read by others too."""
    if finding.location.path not in confidential_paths(base.portfolio, head.portfolio):
        return finding
    hint = f"followup explain {finding.rule} says what may change and how"
    return replace(finding, message=_HIDDEN, hint=hint)


def confidential_paths(*portfolios: Portfolio) -> frozenset[str]:
    """The files of records that are confidential in one of the states, and of what is told about them."""
    found: set[str] = set()
    for portfolio in portfolios:
        for of_kind in portfolio.loaded.records.values():
            found |= {one.path for one in of_kind.values() if getattr(one.data, "confidential", False)}
        for plan_id, record in (*portfolio.plans.items(), *portfolio.progress.items()):
            if portfolio.is_confidential(plan_id):
                found.add(record.path)
    return frozenset(found)


def without_edits(head: Portfolio, base: Portfolio, findings: Iterable[Finding]) -> Portfolio:
    """The head's records with those put back as the base has them that a branch may not edit or delete, and did.

    What is found in the head and not in these only follows from the edit, which was told.
    """
    base = under_present_names(base, head)
    touched = {finding.location.path for finding in findings if finding.rule in _PUT_BACK}
    if not touched:
        return head
    records: dict[str, dict[str, Record[Any]]] = {kind: dict(of_kind) for kind, of_kind in head.loaded.records.items()}
    for kind, of_kind in records.items():
        for ref, was in base.loaded.records[kind].items():
            now = of_kind.get(ref)
            if now is None and was.path in touched:
                of_kind[ref] = was
            elif now is not None and now.path in touched:
                of_kind[ref] = replace(now, data=was.data)
    return Portfolio(replace(head.loaded, records=records))


def judged_by(head: Portfolio, base: Portfolio) -> Portfolio:
    """The head's records under the base's approvers, logins, rules, thresholds and `stale_after`.

    A branch can so neither appoint its own approver nor loosen its own check. Departments and people that the base does
    not know keep what the head says of them.
    """
    if (head.organisation, head.people) == (base.organisation, base.people):
        return head
    organisation, people = head.organisation_record, head.loaded.records["people"].get("people")
    known = base.organisation
    departments = {
        key: department.model_copy(update={"approvers": base.departments[key].approvers})
        if key in base.departments
        else department
        for key, department in head.departments.items()
    }
    judged = organisation.data.model_copy(
        update={
            "approvers": known.approvers,
            "rules": known.rules,
            "thresholds": known.thresholds,
            "stale_after": known.stale_after,
            "departments": departments,
        }
    )
    records = {**head.loaded.records, "organisation": {"organisation": replace(organisation, data=judged)}}
    if people is not None:
        persons = {
            # A login that the base lacks proves nothing yet, and is welcome.
            key: person.model_copy(update={"github": base.people[key].github or person.github})
            if key in base.people
            else person
            for key, person in head.people.items()
        }
        records["people"] = {"people": replace(people, data=people.data.model_copy(update={"root": persons}))}
    return Portfolio(replace(head.loaded, records=records))
