"""A branch is judged by its base: its approvers, logins, rules and thresholds, and each fault is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from followup_build.diagnostics.finding import Finding
from followup_build.history.present_names import under_present_names
from followup_build.load.records import Record
from followup_build.portfolio import Portfolio

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
            key: person.model_copy(update={"github": base.people[key].github}) if key in base.people else person
            for key, person in head.people.items()
        }
        records["people"] = {"people": replace(people, data=people.data.model_copy(update={"root": persons}))}
    return Portfolio(replace(head.loaded, records=records))


def judged_findings(
    head: Portfolio,
    base: Portfolio,
    judged: Portfolio,
    of_guard: Iterable[Finding],
    find: Callable[[Portfolio], list[Finding]],
) -> list[Finding]:
    """What a run finds in a head under its base's settings, without what only follows from a fault of the guard.

    Args:
        head: the records of the branch.
        base: the records of the merge base.
        judged: the head's records under the base's settings.
        of_guard: what the guard found.
        find: what the ledger and the rules say of records.
    """
    found = find(judged)
    restored = _without_edits(judged, base, of_guard)
    if restored is not judged:
        edited = {finding.location.path for finding in of_guard}
        anyway = {(one.rule, one.location) for one in find(restored)}
        found = [one for one in found if one.location.path in edited or (one.rule, one.location) in anyway]
    if judged is head:
        return found
    # What is wrong with the branch's own settings stands in them, whoever judges.
    settings = {record.path for kind in ("organisation", "people") for record in head.loaded.records[kind].values()}
    own = [one for one in find(head) if one.location.path in settings]
    return [*(one for one in found if one.location.path not in settings), *own]


def _without_edits(head: Portfolio, base: Portfolio, findings: Iterable[Finding]) -> Portfolio:
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
