"""A fact that is older than what it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from followup_build.checks.action_course import find_origin
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Location, Severity
from followup_build.ledger.approval import approved_on
from followup_build.portfolio import Portfolio

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """Updates follow what they update, answers follow questions, and measurements follow the start."""
    portfolio = subject.portfolio
    yield from _of_actions(portfolio)
    yield from _of_milestones(portfolio)
    yield from _of_kpis(subject)
    yield from _of_adjustments(portfolio)
    yield from _of_learning(portfolio)


def _finding(at: Location, what: str, day: date, earliest: date, why: str) -> Finding:
    return Finding(
        "fact-before-its-subject",
        at,
        f"{what} {day}, before {why} {earliest}",
        f"correct the date: {earliest} or later",
    )


def _of_actions(portfolio: Portfolio) -> Iterator[Finding]:
    for record in portfolio.actions.values():
        if not record.data.updates:
            continue
        origin = find_origin(portfolio, record.data)
        for day in record.data.updates if origin else ():
            if origin and day < origin.day:
                at = record.at("updates", day.isoformat(), on_key=True)
                yield _finding(at, "this update is of", day, origin.day, f"{origin.text} of")


def _of_milestones(portfolio: Portfolio) -> Iterator[Finding]:
    for record in portfolio.progress.values():
        for key, updates in record.data.milestones.items():
            for day, update in updates.items():
                if update.achieved is not None and day < update.achieved:
                    at = record.at("milestones", key, day.isoformat(), on_key=True)
                    yield _finding(
                        at, "this update is of", day, update.achieved, "the day that it says it was achieved,"
                    )


def _of_kpis(subject: Subject) -> Iterator[Finding]:
    calendar = subject.portfolio.calendar
    ends: dict[str, date] = {}
    for version in subject.versions:
        progress = (
            subject.portfolio.progress.get(version.of_plan.id) if version.kind == "kpi" and version.is_first else None
        )
        if progress is None:
            continue
        key = version.ref.partition("/")[2]
        start, baseline = version.plan.period.start, version.promise.baseline
        earliest = min(start, baseline.date) if baseline else start
        for period in progress.data.kpis.get(key, ()):
            end = ends.get(period) or ends.setdefault(period, calendar.period(period).end)
            if end < earliest:
                why = "the baseline of" if baseline and baseline.date == earliest else "the plan's start on"
                yield _finding(progress.at("kpis", key, period, on_key=True), f"{period} ended on", end, earliest, why)


def _of_adjustments(portfolio: Portfolio) -> Iterator[Finding]:
    for record in portfolio.adjustments.values():
        adjustment = record.data
        for name, refusal in (("rejected", adjustment.rejected), ("withdrawn", adjustment.withdrawn)):
            if refusal is not None and refusal.on < adjustment.proposed.on:
                what = f"this adjustment was {name} on"
                yield _finding(record.at(name, "on"), what, refusal.on, adjustment.proposed.on, "it was proposed on")
        approved = approved_on(portfolio, adjustment) if adjustment.review else None
        if adjustment.review and approved and adjustment.review.on < approved:
            yield _finding(
                record.at("review", "on"),
                "the effect was looked at on",
                adjustment.review.on,
                approved,
                "it was approved on",
            )


def _of_learning(portfolio: Portfolio) -> Iterator[Finding]:
    for practice in portfolio.practices.values():
        since = practice.data.since
        for department, day in practice.data.adopted.items():
            if day < since:
                yield _finding(
                    practice.at("adopted", department), f"{department} adopted this on", day, since, "it existed, since"
                )
    for feedback in portfolio.feedback.values():
        response = feedback.data.response
        if response is not None and response.on < feedback.data.date:
            yield _finding(
                feedback.at("response", "on"), "the answer is of", response.on, feedback.data.date, "the feedback of"
            )
