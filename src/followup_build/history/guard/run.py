"""All guard rules over a base and a head."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from followup_build.diagnostics.finding import Finding
from followup_build.history.guard.adjustments import adjustment_faults
from followup_build.history.guard.facts import fact_faults
from followup_build.history.guard.promises import promise_faults
from followup_build.history.guard.reviews import review_faults
from followup_build.history.guard.settings import settings_faults
from followup_build.history.side import Side
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


def run_guard(base: Portfolio, head: Portfolio, approved_by: Collection[str] | None = None) -> tuple[Finding, ...]:
    """What the head does to what the base has, at places in the head's files.

    Args:
        base: the records of the merge base.
        head: the records of the branch.
        approved_by: the logins of those whose approving review stands; None where nobody asked, so that approvals are
            taken as recorded and not as proven.
    """
    # No day: what was approved at all is approved, so that no finding comes with time.
    before, after = Side(base, date.max), Side(head, date.max)
    found = [
        *promise_faults(before, after),
        *adjustment_faults(before, after),
        *fact_faults(before, after),
        *settings_faults(before, after),
    ]
    if approved_by is not None:
        found.extend(review_faults(before, after, frozenset(login.casefold() for login in approved_by)))
    return tuple(found)


def judged_by(head: Portfolio, base: Portfolio) -> Portfolio:
    """The head's records under the base's approvers, logins, rules, thresholds and `stale_after`.

    A branch can so neither appoint its own approver nor loosen its own check. Departments and people that the base does
    not know keep what the head says of them.
    """
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
            key: person.model_copy(update={"github": base.people[key].github}) if key in base.people else person
            for key, person in head.people.items()
        }
        records["people"] = {"people": replace(people, data=people.data.model_copy(update={"root": persons}))}
    return Portfolio(replace(head.loaded, records=records))
