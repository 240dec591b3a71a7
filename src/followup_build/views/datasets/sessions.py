"""Datasets of sessions and of what was said there: decisions, challenges, achievements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from followup_build.load.records import Record
from followup_build.model.session import Report
from followup_build.model.vocabulary import Status
from followup_build.status.reported import known_challenges
from followup_build.views.challenges import find_answer
from followup_build.views.datasets.dataset import (
    CONFIDENTIAL,
    DEPARTMENT,
    REASONS,
    REF,
    DatasetKind,
    Value,
    day,
    integer,
    joined,
    text,
)
from followup_build.views.names import hidden_title
from followup_build.views.schedule import ScheduleRow, missing_sessions
from followup_build.views.subject import Subject
from followup_build.views.timing import time_of


def told_reports(subject: Subject) -> Iterator[tuple[date, Record[Report], bool]]:
    """The reports to sessions up to the day, with the session's day and whether they keep their words to themselves."""
    for report in subject.portfolio.reports.values():
        session = subject.portfolio.sessions.get(report.id.partition("/")[0])
        if session is not None and session.data.date <= subject.snapshot.as_of:
            yield session.data.date, report, report.data.confidential or session.data.confidential


def _sessions(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for item in subject.items("session"):
        data, hidden = subject.portfolio.sessions[item.ref].data, item.confidential
        time, minutes = time_of(subject.portfolio, data)
        # Who came is told from the session's own day on.
        is_told = data.date <= subject.snapshot.as_of and not hidden
        yield (
            item.ref,
            subject.names.item(item).text,
            data.kind.value if data.kind else None,
            data.date,
            time,
            minutes,
            item.status.value,
            data.cadence,
            data.chair,
            joined(data.departments),
            None if hidden else data.place,
            None if hidden else data.milestone,
            joined(data.attendees) if is_told else None,
            joined(data.apologies) if is_told else None,
            subject.names.reasons(item) or None,
            hidden,
        )
    for row in missing_sessions(subject):
        yield _absent(subject, row)


def _absent(subject: Subject, row: ScheduleRow) -> tuple[Value, ...]:
    """A session that was called for and missed; nothing of it is on file."""
    one = row.appointment
    cadence = subject.portfolio.cadences[one.cadence or ""]
    return (
        None,
        row.title,
        one.kind.value if one.kind else None,
        one.day,
        cadence.time,
        cadence.minutes,
        Status.OFF_TRACK.value,
        one.cadence,
        None,
        joined(one.departments),
        None,
        one.milestone,
        None,
        None,
        row.absence,
        False,
    )


def _decisions(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for session_id in sorted(subject.portfolio.sessions):
        data = subject.portfolio.sessions[session_id].data
        if data.date <= subject.snapshot.as_of and not data.confidential:
            for key, decision in data.decisions.items():
                yield f"{session_id}/{key}", session_id, data.date, decision


def _challenges(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for when, report, key, challenge in known_challenges(subject.portfolio, subject.snapshot.as_of):
        session, _, department = report.id.partition("/")
        causes = challenge.causes or ()
        yield (
            f"{report.id}/{key}",
            challenge.title,
            department,
            session,
            when,
            challenge.category.value if challenge.category else None,
            challenge.severity.value,
            joined(challenge.affects),
            "\n".join(causes) or None,
            causes[-1] if causes else None,
            joined(ref for ref in challenge.response if find_answer(subject, ref)),
            challenge.accepted,
        )


def _achievements(subject: Subject) -> Iterator[tuple[Value, ...]]:
    for when, report, hidden in told_reports(subject):
        session, _, department = report.id.partition("/")
        for key, achievement in report.data.achievements.items():
            yield (
                f"{report.id}/{key}",
                hidden_title("achievement") if hidden else achievement.title,
                department,
                session,
                when,
                None if hidden else achievement.milestone or achievement.kpi,
                None if hidden else joined(achievement.thanks),
                hidden,
            )


_SESSION = (text("session", "The session"), day("on", "Day of the session"))

SESSIONS = DatasetKind(
    "sessions",
    "Sessions",
    "A follow-up session; at the end, those that were called for and missed, and have nothing on file",
    (
        text("ref", "What other datasets call it by; empty where nothing is on file"),
        text("title", "What it is called"),
        text("kind", "weekly, monthly, quarterly, annual, post-milestone or ad-hoc"),
        day("date", "Its day"),
        text("time", "When it starts, in the organisation's time zone"),
        integer("minutes", "How long it takes"),
        text("status", "not_started is planned, achieved is held, off_track is missed, dropped is cancelled"),
        text("cadence", "The series that it belongs to"),
        text("chair", "Id of the person who chairs it"),
        text("departments", "Departments that take part; empty for all"),
        text("place", "Where it takes place"),
        text("milestone", "The milestone after which it was called"),
        text("attendees", "Ids of those who came"),
        text("apologies", "Ids of those who sent apologies"),
        REASONS,
        CONFIDENTIAL,
    ),
    _sessions,
)
DECISIONS = DatasetKind(
    "decisions",
    "Decisions",
    "A decision of a session; nothing of confidential ones",
    (REF, *_SESSION, text("decision", "What was decided")),
    _decisions,
)
CHALLENGES = DatasetKind(
    "challenges",
    "Challenges",
    "A challenge that a department reported, with its root cause; nothing of confidential reports",
    (
        REF,
        text("title", "What stands in the way"),
        DEPARTMENT,
        *_SESSION,
        text("category", "Where it comes from: people, process, technology, suppliers, market, finance, …"),
        text("severity", "low, medium or high"),
        text("affects", "Promises that it affects"),
        text("causes", "Why, a line each; each one is the cause of the line above it"),
        text("root_cause", "The last of them"),
        text("response", "Adjustments and actions that answer it"),
        text("accepted", "Why nothing is done about it"),
    ),
    _challenges,
)
ACHIEVEMENTS = DatasetKind(
    "achievements",
    "Achievements",
    "What a department reported to have achieved",
    (
        REF,
        text("title", "What was achieved"),
        DEPARTMENT,
        *_SESSION,
        text("about", "The milestone or KPI that it is about"),
        text("thanks", "Ids of the people to thank"),
        CONFIDENTIAL,
    ),
    _achievements,
)
