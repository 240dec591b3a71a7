"""Contradictions: a report that says on track over facts that do not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from followup_build.diagnostics.finding import Location
from followup_build.ledger.books import Timeline
from followup_build.load.records import Record
from followup_build.model.session import Report
from followup_build.model.vocabulary import Status
from followup_build.portfolio import Portfolio
from followup_build.status.item import ItemStatus
from followup_build.status.promise import evaluate_promises
from followup_build.status.rollup import RED
from followup_build.status.standing import Standing, standings
from followup_build.status.wording import status_word

_GOOD = (Status.ON_TRACK, Status.ACHIEVED)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A report that says on track over facts that do not."""

    report: str
    """`SESSION/DEPARTMENT`."""
    item: ItemStatus
    """As of the session's date."""
    location: Location
    message: str


def find_contradictions(portfolio: Portfolio, as_of: date) -> tuple[Contradiction, ...]:
    """Each report that calls its department on track, against its KPIs and milestones as of the session's date."""
    by_day: dict[date, list[Record[Report]]] = defaultdict(list)
    for report in portfolio.reports.values():
        session = portfolio.sessions.get(report.id.partition("/")[0])
        assessment = report.data.assessment
        if session is not None and session.data.date <= as_of and assessment is not None and assessment.status in _GOOD:
            by_day[session.data.date].append(report)
    found: list[Contradiction] = []
    timeline = Timeline(portfolio)
    for day, reports in sorted(by_day.items()):
        departments = {report.id.partition("/")[2] for report in reports}
        # Years of other plans are not looked at again for every session.
        plans = [
            plan.id
            for plan in portfolio.plans.values()
            if plan.data.department in departments and plan.data.period.start <= day
        ]
        ledger = timeline.ledger_on(day, plans)
        standing = standings(portfolio, ledger, day)
        in_force = [plan for plan in plans if standing[plan] is Standing.IN_FORCE]
        items = list(evaluate_promises(portfolio, ledger, day, in_force))
        for report in reports:
            department = report.id.partition("/")[2]
            found.extend(
                _contradiction(report, item, fault)
                for item in items
                if item.department == department and (fault := _fault(item))
            )
    return tuple(found)


def _fault(item: ItemStatus) -> str | None:
    if item.status in RED:
        return f"was {status_word(item.status)}"
    if item.stale:
        return "was out of date"
    return None


def _contradiction(report: Record[Report], item: ItemStatus, fault: str) -> Contradiction:
    title = f"a confidential {item.kind}" if item.confidential else f"“{item.title}”"
    message = f"The report says on track, but {title} {fault}."
    return Contradiction(report.id, item, report.at("assessment", "status"), message)
