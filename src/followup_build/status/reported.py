"""Reported: what was told by a day in reports, practices and feedback, which every list and figure starts from."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from followup_build.load.records import Record
from followup_build.model.learning import Feedback, Practice, Response
from followup_build.model.session import Challenge, Report
from followup_build.portfolio import Portfolio

KnownChallenge = tuple[date, Record[Report], str, Challenge]
"""The session's day, the report, the challenge's key there, and what it says."""


def known_reports(portfolio: Portfolio, as_of: date) -> Iterator[tuple[date, Record[Report], bool]]:
    """The reports to sessions up to a day: the session's day, the report, and whether it keeps its words to itself."""
    for report in portfolio.reports.values():
        session = portfolio.sessions.get(report.id.partition("/")[0])
        if session is not None and session.data.date <= as_of:
            yield session.data.date, report, report.data.confidential or session.data.confidential


def known_challenges(portfolio: Portfolio, as_of: date) -> Iterator[KnownChallenge]:
    """The challenges of reports to sessions up to a day, confidential ones left out."""
    for when, report, is_hidden in known_reports(portfolio, as_of):
        if not is_hidden:
            for key, challenge in report.data.challenges.items():
                yield when, report, key, challenge


def known_practices(portfolio: Portfolio, as_of: date) -> tuple[Record[Practice], ...]:
    """The practices shared by a day."""
    return tuple(record for record in portfolio.practices.values() if record.data.since <= as_of)


def known_feedback(portfolio: Portfolio, as_of: date) -> tuple[Record[Feedback], ...]:
    """The feedback given by a day, the latest first."""
    known = [record for record in portfolio.feedback.values() if record.data.date <= as_of]
    return tuple(sorted(known, key=lambda record: (record.data.date, record.id), reverse=True))


def answer_due(feedback: Feedback) -> date:
    """A month after feedback was given; from this day on it counts as left without an answer."""
    day = feedback.date
    year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)  # noqa: PLR2004 - December
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def known_response(feedback: Feedback, as_of: date) -> Response | None:
    """The answer to feedback, if it was given by a day."""
    response = feedback.response
    return response if response is not None and response.on <= as_of else None
