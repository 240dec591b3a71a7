"""A fact that has not happened yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Location, Severity
from followup_build.load.records import Record
from followup_build.model.adjustment import Adjustment
from followup_build.model.plan import Plan
from followup_build.model.vocabulary import SessionState
from followup_build.portfolio import Portfolio

SEVERITY = Severity.ERROR
HEALS = True

_Fact = tuple[Location, str, date]


def check(subject: Subject) -> Iterator[Finding]:
    """Nothing is recorded before it happened; the finding goes away by itself when the day has come."""
    today = subject.today
    for facts in (_of_progress, _of_actions, _of_approvals, _of_sessions, _of_learning):
        for at, what, day in facts(subject.portfolio, today):
            yield Finding(
                "fact-in-the-future",
                at,
                f"{what} {day}, a day that has not come yet",
                "correct the date, or record it when it has happened",
            )


def _of_progress(portfolio: Portfolio, today: date) -> Iterator[_Fact]:
    calendar = portfolio.calendar
    starts: dict[str, date] = {}
    for record in portfolio.progress.values():
        for key, measurements in record.data.kpis.items():
            for period in measurements:
                start = starts.get(period) or starts.setdefault(period, calendar.period(period).start)
                if start > today:
                    yield record.at("kpis", key, period, on_key=True), f"{period} begins on", start
        for key, updates in record.data.milestones.items():
            for day in updates:
                if day > today:
                    yield record.at("milestones", key, day.isoformat(), on_key=True), "this update is of", day


def _of_actions(portfolio: Portfolio, today: date) -> Iterator[_Fact]:
    for record in portfolio.actions.values():
        for day in record.data.updates:
            if day > today:
                yield record.at("updates", day.isoformat(), on_key=True), "this update is of", day


def _of_approvals(portfolio: Portfolio, today: date) -> Iterator[_Fact]:
    approved: tuple[Record[Plan] | Record[Adjustment], ...] = (
        *portfolio.plans.values(),
        *portfolio.adjustments.values(),
    )
    for record in approved:
        for number, approval in enumerate(record.data.approvals):
            if approval.on > today:
                yield record.at("approvals", number, "on"), "this approval is of", approval.on
    for adjustment in portfolio.adjustments.values():
        for name in ("proposed", "rejected", "withdrawn", "review"):
            said = getattr(adjustment.data, name)
            if said is not None and said.on > today:
                yield (
                    adjustment.at(name, "on"),
                    "this review is of" if name == "review" else f"this was {name} on",
                    said.on,
                )


def _of_sessions(portfolio: Portfolio, today: date) -> Iterator[_Fact]:
    for session in portfolio.sessions.values():
        if session.data.status is SessionState.HELD and session.data.date > today:
            yield session.at("date"), "this session was held on", session.data.date


def _of_learning(portfolio: Portfolio, today: date) -> Iterator[_Fact]:
    for practice in portfolio.practices.values():
        if practice.data.since > today:
            yield practice.at("since"), "this practice exists since", practice.data.since
        for department, day in practice.data.adopted.items():
            if day > today:
                yield practice.at("adopted", department), f"{department} adopted this on", day
    for feedback in portfolio.feedback.values():
        if feedback.data.date > today:
            yield feedback.at("date"), "this feedback is of", feedback.data.date
        if feedback.data.response is not None and feedback.data.response.on > today:
            yield feedback.at("response", "on"), "this answer is of", feedback.data.response.on
