"""An approver whom the platform does not know."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import is_written
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Location, Related, Severity
from followup_build.model.organisation import Approver

SEVERITY = Severity.ERROR
IS_STRUCTURE = True
HEALS = True


def check(subject: Subject) -> Iterator[Finding]:
    """Whoever may approve has a login, so that a review proves the approval; former approvers need none."""
    portfolio = subject.portfolio
    record = portfolio.organisation_record
    people = portfolio.loaded.records["people"].get("people")
    lists: list[tuple[str, tuple[Approver, ...], tuple[str, ...]]] = [
        ("the organisation", record.data.approvers, ("approvers",)),
        *((key, one.approvers or (), ("departments", key, "approvers")) for key, one in portfolio.departments.items()),
    ]
    told: set[str] = set()
    for name, approvers, route in lists:
        for number, approver in enumerate(approvers):
            person = portfolio.people.get(approver.who)
            if person is None or people is None or person.github or approver.who in told:
                continue
            if approver.until is not None and approver.until <= subject.today:
                continue
            told.add(approver.who)
            at: Location = people.at(approver.who, "github")
            if not is_written(portfolio, at):
                yield Finding(
                    "approver-without-login",
                    at,
                    f"{approver.who} approves for {name}, but has no login, so no review can prove it",
                    "add github: and the person's login, without @",
                    (Related(record.at(*route, number), "named as an approver"),),
                )
