"""Sessions: a calendar by month, and a page for each that serves before, during and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup_build.load.records import Record
from followup_build.model.session import Report, Session
from followup_build.model.vocabulary import SessionState
from followup_build.status.item import ItemStatus
from followup_build.status.wording import count_text, month_text
from followup_build.views.agenda import AgendaPart, build_agenda
from followup_build.views.cells import Cell, Chip, Prose, Row, Table, chip, chip_of, day
from followup_build.views.challenges import ChallengePart, challenge_part
from followup_build.views.subject import Subject
from followup_build.views.tables import action_table, adjustment_table


@dataclass(frozen=True, slots=True)
class SessionsView:
    """All sessions, a table a month, the latest month first."""

    months: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """A training need."""

    anchor: str
    skill: str
    why: Prose
    wanted_by: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A department's report."""

    anchor: str
    department: Cell
    by: Cell
    assessment: tuple[Chip, str] | None
    contradictions: tuple[str, ...]
    challenges: tuple[ChallengePart, ...]
    achievements: tuple[tuple[str, tuple[Cell, ...]], ...]
    practices: tuple[Cell, ...]
    needs: tuple[Need, ...]
    feedback: tuple[Cell, ...]
    body: Prose


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session."""

    title: str
    is_hidden: bool
    chip: Chip
    reasons: str
    kind: str
    when: str
    chair: Cell
    departments: tuple[Cell, ...]
    attendees: tuple[Cell, ...]
    apologies: tuple[Cell, ...]
    milestone: Cell
    topics: Table
    agenda: tuple[AgendaPart, ...]
    """Computed, for a session to come; empty once it was held or cancelled."""
    decisions: tuple[Prose, ...]
    minutes: Prose
    reports: tuple[ReportPart, ...]
    actions: Table
    adjustments: Table


def build_sessions(subject: Subject) -> SessionsView:
    """All sessions by month."""
    by_month: dict[tuple[int, int], list[ItemStatus]] = {}
    for item in subject.items("session"):
        date = subject.portfolio.sessions[item.ref].data.date
        by_month.setdefault((date.year, date.month), []).append(item)
    months = []
    for _, items in sorted(by_month.items(), reverse=True):
        rows = []
        for item in sorted(items, key=lambda one: (subject.portfolio.sessions[one.ref].data.date, one.ref)):
            data = subject.portfolio.sessions[item.ref].data
            rows.append(
                Row(
                    (
                        day(data.date),
                        subject.names.item(item),
                        data.kind.value if data.kind else "–",
                        chip(item.status, word=_word(item)),
                        subject.names.person(data.chair) if data.chair else "–",
                    )
                )
            )
        first = subject.portfolio.sessions[items[0].ref].data.date
        months.append(Table(month_text(first), ("Date", "Session", "Kind", "State", "Chair"), tuple(rows)))
    return SessionsView(tuple(months))


def _word(item: ItemStatus) -> str:
    return {"not-started": "planned", "achieved": "held", "off-track": "missed", "dropped": "cancelled"}[
        chip_of(item).tone
    ]


def build_session_pages(subject: Subject) -> Iterator[tuple[str, SessionView]]:
    """A page for each session, by its id."""
    for item in subject.items("session"):
        yield item.ref, _session(subject, item, subject.portfolio.sessions[item.ref])


def _session(subject: Subject, item: ItemStatus, record: Record[Session]) -> SessionView:
    names, data = subject.names, record.data
    hidden = data.confidential
    reports = subject.portfolio.reports_by_session.get(record.id, ())
    is_ahead = data.status is SessionState.PLANNED
    answers = {ref for report in reports for challenge in report.data.challenges.values() for ref in challenge.response}
    actions = [
        one
        for one in subject.items("action")
        if subject.portfolio.actions[one.ref].data.session == record.id or one.ref in answers
    ]
    adjustments = [
        one
        for one in subject.items("adjustment")
        if subject.portfolio.adjustments[one.ref].data.session == record.id or one.ref in answers
    ]
    topics = Table(
        "Topics",
        ("Topic", "By", "Minutes"),
        ()
        if hidden
        else tuple(
            Row((topic.topic, names.person(topic.by) if topic.by else "–", str(topic.minutes or "–")))
            for topic in data.agenda
        ),
        "No topics beside the computed agenda.",
    )
    return SessionView(
        names.item(item).text,
        hidden,
        chip(item.status, word=_word(item)),
        names.reasons(item),
        data.kind.value if data.kind else "–",
        _when(data),
        names.person(data.chair) if data.chair else "–",
        names_of_departments(subject, data),
        () if hidden else names.persons(data.attendees),
        () if hidden else names.persons(data.apologies),
        names.link(data.milestone, "milestone"),
        topics,
        build_agenda(subject, record) if is_ahead and not hidden else (),
        () if hidden else tuple(Prose(decision) for decision in data.decisions.values()),
        Prose("" if hidden else _minutes(record.body)),
        () if hidden else tuple(_report(subject, report, record) for report in reports if not report.data.confidential),
        action_table(subject, actions, "Actions agreed here"),
        adjustment_table(subject, adjustments, "Adjustments proposed here"),
    )


def _minutes(body: str) -> str:
    """The minutes without a heading that only says so; the page has one."""
    return body.lstrip().removeprefix("## Minutes\n")


def names_of_departments(subject: Subject, data: Session) -> tuple[Cell, ...]:
    """The departments that a session asks."""
    return tuple(subject.names.department(one) for one in data.departments) or ("all departments",)


def _when(data: Session) -> str:
    parts = [
        day(data.date),
        data.time or "",
        count_text(data.minutes, "minute") if data.minutes else "",
        data.place or "",
    ]
    return ", ".join(part for part in parts if part)


def _report(subject: Subject, report: Record[Report], session: Record[Session]) -> ReportPart:
    names, data = subject.names, report.data
    department = report.id.partition("/")[2]
    assessment = (chip(data.assessment.status), data.assessment.because) if data.assessment else None
    return ReportPart(
        department,
        names.department(department),
        names.person(data.by),
        assessment,
        tuple(one.message for one in subject.snapshot.contradictions if one.report == report.id),
        tuple(
            challenge_part(subject, report, key, challenge, session.data.date)
            for key, challenge in data.challenges.items()
        ),
        tuple((achievement.title, names.persons(achievement.thanks)) for achievement in data.achievements.values()),
        names.links(data.practices, "practice"),
        tuple(
            Need(
                f"{department}-{key}",
                need.skill,
                Prose(need.why or ""),
                tuple(names.department(one) for one in need.for_),
            )
            for key, need in data.training_needs.items()
        ),
        names.links(data.feedback, "feedback"),
        Prose(report.body),
    )
