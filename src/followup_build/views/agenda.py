"""The agenda of a session to come: computed from what is open, never copied."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from followup_build.diagnostics.text_format import counted
from followup_build.ledger.approval import AdjustmentState, departments_touched
from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.model.vocabulary import ActionState, Status
from followup_build.portfolio import ORGANISATION
from followup_build.status.action import CLOSED
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus
from followup_build.views.achievements import recent_wins
from followup_build.views.cells import Link, Row, Table, dated, day, without
from followup_build.views.counts import actions_text
from followup_build.views.learning import unanswered_feedback
from followup_build.views.moves import change_lines
from followup_build.views.names import path_of
from followup_build.views.progress import AgendaBlock, build_progress
from followup_build.views.roadblocks import open_challenges, unanswered_items
from followup_build.views.subject import Subject
from followup_build.views.tables import action_table, adjustment_table
from followup_build.views.timing import Timing, fit_text, share_out, time_of

_NO_TABLE = Table("Agenda", (), ())
_UNTIMED = Timing()
_BY_SEVERITY = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)


@dataclass(frozen=True, slots=True)
class AgendaPart:
    """One part of the agenda: a heading, what waits there in a sentence, and its tables."""

    anchor: str
    title: str
    summary: str
    blocks: tuple[AgendaBlock, ...]
    is_full: bool = True
    """Whether there is anything to talk about."""
    timing: Timing = _UNTIMED


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of a session to come; without parts for any other."""

    parts: tuple[AgendaPart, ...] = ()
    overview: Table = _NO_TABLE
    """A row for each part, which leads to it."""
    fit: str = ""
    """How the topics fit into the session's length."""


def build_agenda(subject: Subject, session: Record[Session]) -> Agenda:
    """The chair's topics and the actions carried over first, then progress, roadblocks, adjustments, achievements."""
    departments = taking_part(subject, session.data)
    since = previous_day(subject, session)
    parts = (
        *_topics(subject, session.data),
        _carried_over(subject, departments, session.data.date),
        AgendaPart("progress", "A. Progress by department", *build_progress(subject, departments, since)),
        _roadblocks(subject, departments),
        _adjustments(subject, departments, session.data.date),
        _achievements(subject, since),
    )
    topics = _minutes_of_topics(session.data)
    time, minutes = time_of(subject.portfolio, session.data)
    shared = share_out(topics, {one.anchor: one.is_full for one in parts}, minutes, time)
    timed = tuple(replace(one, timing=shared.get(one.anchor, _UNTIMED)) for one in parts)
    return Agenda(timed, _overview(session.id, timed), fit_text(topics, minutes, shared))


def _minutes_of_topics(session: Session) -> int | None:
    """How long the chair's topics take together; None where one of them does not say."""
    found = [topic.minutes for topic in session.agenda]
    return None if None in found else sum(one or 0 for one in found)


def _overview(session: str, parts: tuple[AgendaPart, ...]) -> Table:
    page = path_of("session", session)
    is_timed = any(part.timing.minutes for part in parts)
    rows = tuple(
        Row(
            (
                Link(part.title, f"{page}#agenda-{part.anchor}"),
                part.summary,
                *((part.timing.start, str(part.timing.minutes or "–")) if is_timed else ()),
            )
        )
        for part in parts
    )
    table = Table("Agenda", ("Part", "What waits", *(("From", "Minutes") if is_timed else ())), rows)
    return without(table, "From") if is_timed and not any(part.timing.start for part in parts) else table


def taking_part(subject: Subject, session: Session) -> tuple[str, ...]:
    """The departments of a session in the order of the file; where all come, the organisation's own things first."""
    everybody = tuple(subject.portfolio.departments)
    if not session.departments or set(session.departments) >= set(everybody):
        return (ORGANISATION, *everybody)
    return tuple(one for one in everybody if one in session.departments)


def topics_table(subject: Subject, session: Session, caption: str = "Topics") -> Table:
    """What the chair wants to talk about beside the computed agenda."""
    rows = tuple(
        Row((topic.topic, subject.names.person(topic.by) if topic.by else "–", str(topic.minutes or "–")))
        for topic in session.agenda
    )
    return Table(caption, ("Topic", "By", "Minutes"), rows)


def _topics(subject: Subject, session: Session) -> Iterator[AgendaPart]:
    if session.agenda:
        title = "Topics from the chair"
        table = topics_table(subject, session, title)
        yield AgendaPart("topics", title, counted(len(table.rows), "topic"), _blocks(table))


def _blocks(*tables: Table) -> tuple[AgendaBlock, ...]:
    return tuple(AgendaBlock(table) for table in tables)


def _carried_over(subject: Subject, departments: tuple[str, ...], on: date) -> AgendaPart:
    """Actions that are open, or done and to be checked by the session's day: the worst first, then by due date."""
    found = [
        (item.figures, item)
        for department in departments
        for item in subject.items("action", department)
        if isinstance(item.figures, ActionFigures) and _is_carried_over(item.figures, on)
    ]
    found.sort(key=lambda one: (_BY_SEVERITY.index(one[1].status), one[0].due, one[1].ref))
    items = [item for _, item in found]
    return AgendaPart(
        "carried-over",
        "Actions carried over",
        actions_text(items),
        _blocks(action_table(subject, items, "Open, or done and to be checked by then")),
        bool(items),
    )


def _is_carried_over(figures: ActionFigures, on: date) -> bool:
    if figures.state is ActionState.DONE:
        return figures.follow_up is not None and figures.follow_up <= on
    return figures.state not in CLOSED


def _roadblocks(subject: Subject, departments: tuple[str, ...]) -> AgendaPart:
    unanswered, challenges = unanswered_items(subject, departments), open_challenges(subject, departments)
    summary = (
        f"{len(unanswered.rows)} off track without an answer, {counted(len(challenges.rows), 'challenge')} still open"
    )
    is_full = bool(unanswered.rows or challenges.rows)
    return AgendaPart("roadblocks", "B. Roadblocks and root causes", summary, _blocks(unanswered, challenges), is_full)


def _adjustments(subject: Subject, departments: tuple[str, ...], on: date) -> AgendaPart:
    """What touches a department that takes part: proposals, and effects whose day comes before the session's."""
    undecided, to_review = [], []
    for item in subject.items("adjustment"):
        figures = item.figures
        if not isinstance(figures, AdjustmentFigures):
            continue
        is_undecided = figures.state is AdjustmentState.PROPOSED
        is_due = figures.state is AdjustmentState.APPROVED and figures.follow_up and figures.follow_up <= on
        if not is_undecided and not is_due:
            continue
        touched = departments_touched(subject.portfolio, subject.portfolio.adjustments[item.ref].data)
        if not {item.department, *touched} & set(departments):
            continue
        if is_undecided:
            undecided.append(item)
        elif figures.follow_up:
            to_review.append((figures.follow_up, item.ref, item))
    reviewed = [item for *_, item in sorted(to_review, key=lambda one: one[:2])]
    return AgendaPart(
        "adjustments",
        "C. Adjustments",
        f"{len(undecided)} to decide, {counted(len(reviewed), 'effect')} to review",
        _blocks(_to_decide(subject, undecided), adjustment_table(subject, reviewed, "Effects to review")),
        bool(undecided or reviewed),
    )


def _to_decide(subject: Subject, items: list[ItemStatus]) -> Table:
    """Proposals with what each would change, which is what a session decides on."""
    names = subject.names
    rows = tuple(
        Row(
            (
                names.item(item),
                "–" if item.confidential else change_lines(subject, subject.portfolio.adjustments[item.ref].data),
                names.department(item.department),
                names.person(item.owner),
                names.reasons(item),
            )
        )
        for item in items
    )
    columns = ("Adjustment", "What it changes", "Department", "Owner", "Where it stands")
    return Table("To decide", columns, rows, "No adjustments.")


def _achievements(subject: Subject, since: date | None) -> AgendaPart:
    wins, feedback = _wins(subject, since), _feedback(subject)
    return AgendaPart(
        "achievements",
        "D. Achievements and feedback",
        f"{counted(len(wins.rows), 'achievement')}, {counted(len(feedback.rows), 'piece')} of unanswered feedback",
        _blocks(wins, feedback),
        bool(wins.rows or feedback.rows),
    )


def previous_day(subject: Subject, session: Record[Session]) -> date | None:
    """The day of the last session held before this one, of the same series where it belongs to one."""
    for cadence in (session.data.cadence, ""):
        days = subject.days_held.get(cadence, ()) if cadence is not None else ()
        if place := bisect_left(days, session.data.date):
            return days[place - 1]
    return None


def _wins(subject: Subject, since: date | None) -> Table:
    """What the reports to the last session and to those after it told of."""
    rows = tuple(Row((what, dated(when), thanks)) for when, what, thanks in recent_wins(subject, since=since))
    caption = f"Achievements since {day(since)}" if since else "Achievements"
    return Table(caption, ("Achievement", "Date", "Thanks to"), rows, "No report has told of an achievement since.")


def _feedback(subject: Subject) -> Table:
    rows = tuple(
        Row((subject.names.link(record.id, "feedback"), dated(record.data.date)))
        for record in unanswered_feedback(subject)
    )
    return Table("Feedback without an answer", ("Feedback", "Date"), rows, "All feedback is answered.")
