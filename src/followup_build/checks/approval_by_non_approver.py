"""An approval by somebody who could not give it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.ledger.approval import approvers_of, departments_touched, touches_unknown_plan
from followup_build.portfolio import ORGANISATION, Portfolio

SEVERITY = Severity.ERROR
IS_FIXED = True


def check(subject: Subject) -> Iterator[Finding]:
    """Whoever approved was, on that day, an approver of a department whose plan it is."""
    portfolio = subject.portfolio
    for plan in portfolio.plans.values():
        for number, approval in enumerate(plan.data.approvals):
            departments: tuple[str, ...] = (plan.data.department,) if plan.data.department else ()
            reason = reason_against(portfolio, approval.by, approval.on, departments)
            if reason:
                yield Finding(
                    "approval-by-non-approver",
                    plan.at("approvals", number, "by"),
                    reason,
                    _hint(portfolio, departments, approval.on),
                )
    for record in portfolio.adjustments.values():
        if not record.data.approvals or touches_unknown_plan(portfolio, record.data):
            continue
        departments = departments_touched(portfolio, record.data)
        for number, approval in enumerate(record.data.approvals):
            reason = reason_against(portfolio, approval.by, approval.on, departments)
            # That somebody approved their own proposal is told by a rule of its own.
            if reason and approval.by != record.data.proposed.by:
                hint = _hint(portfolio, departments, approval.on)
                yield Finding("approval-by-non-approver", record.at("approvals", number, "by"), reason, hint)


def reason_against(portfolio: Portfolio, person_id: str, day: date, departments: tuple[str, ...]) -> str | None:
    """Why somebody was no approver of any of these departments on a day; None if they were, or if nobody can tell."""
    person = portfolio.people.get(person_id)
    known = [
        one
        for one in departments
        if one == ORGANISATION or (one in portfolio.departments and portfolio.departments[one].approvers is not None)
    ]
    if person is None or not known:
        return None
    if person.left is not None and person.left < day:
        return f"{person_id} left on {person.left} and could not approve on {day}"
    named = [(one, who) for one in known for who in approvers_of(portfolio, one) if who.who == person_id]
    if any(who.covers(day) for _, who in named):
        return None
    if named:
        department, who = named[0]
        term = f"only until {who.until}" if who.until and who.until < day else f"only from {who.since}"
        return f"{person_id} approves for {department} {term}, not on {day}"
    return f"{person_id} is no approver of {' or '.join(known)}"


def _hint(portfolio: Portfolio, departments: tuple[str, ...], day: date) -> str:
    names = {who.who: None for one in departments for who in approvers_of(portfolio, one) if who.covers(day)}
    return f"approvers on that day: {', '.join(names)}" if names else "name an approver in organisation.yml first"
