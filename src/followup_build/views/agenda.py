"""The agenda of a session to come: computed from what is open, never copied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from followup_build.diagnostics.text_format import counted
from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.portfolio import ORGANISATION
from followup_build.views.achievements import recent_wins
from followup_build.views.agenda_part import AgendaPart, blocks_of
from followup_build.views.carried_over import carried_over
from followup_build.views.cells import Link, Row, Table, dated, day, without
from followup_build.views.decisions import decisions_table, places_of
from followup_build.views.effects import Waiting, to_decide, to_review, waiting_adjustments
from followup_build.views.learned import learned_lines
from followup_build.views.previous import previous_day
from followup_build.views.progress import build_progress
from followup_build.views.roadblocks import open_challenges, unanswered_items
from followup_build.views.subject import Subject
from followup_build.views.timing import Timing, fit_text, share_out, time_of
from followup_build.views.waiting_feedback import WaitingFeedback, feedback_table, waiting_feedback

_NO_TABLE = Table("Agenda", (), ())


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of a session to come; without parts for any other."""

    parts: tuple[AgendaPart, ...] = ()
    overview: Table = _NO_TABLE
    """A row for each part, which leads to it."""
    fit: str = ""
    """How the topics fit into the session's length."""
    decisions: Table = _NO_TABLE
    """What needs a decision, whichever part it comes in."""
    since: date | None = None
    """The day of the session before, from which on something is new; None where there was none."""


def build_agenda(subject: Subject, session: Record[Session]) -> Agenda:
    """The actions carried over and the chair's topics first, then progress, roadblocks, adjustments, achievements."""
    departments = taking_part(subject, session.data)
    on, since = session.data.date, previous_day(subject, session)
    adjustments = waiting_adjustments(subject, departments, on)
    feedback = waiting_feedback(subject, departments, on)
    summary, actions, is_full = carried_over(subject, departments, on)
    parts = (
        AgendaPart("carried-over", "Actions carried over", summary, (actions,), is_full),
        *_topics(subject, session.data),
        AgendaPart("progress", "A. Progress by department", *build_progress(subject, departments, since)),
        _roadblocks(subject, departments, on),
        _adjustments(subject, adjustments),
        _achievements(subject, departments, since, feedback, on),
        _learned(subject, departments, since),
    )
    topics = _minutes_of_topics(session.data)
    time, minutes = time_of(subject.portfolio, session.data)
    shared = share_out(topics, {one.anchor: one.is_full for one in parts}, minutes, time)
    timed = tuple(replace(one, timing=shared.get(one.anchor, Timing())) for one in parts)
    places = places_of(session.id, timed)
    decisions = decisions_table(subject, departments, on, adjustments, feedback, places)
    return Agenda(timed, _overview(timed, places), fit_text(topics, minutes, shared), decisions, since)


def _minutes_of_topics(session: Session) -> int | None:
    """How long the chair's topics take together; None where one of them does not say."""
    found = [topic.minutes for topic in session.agenda]
    return None if None in found else sum(one or 0 for one in found)


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
        yield AgendaPart("topics", title, counted(len(table.rows), "topic"), blocks_of(table))


def _roadblocks(subject: Subject, departments: tuple[str, ...], on: date) -> AgendaPart:
    unanswered, challenges = unanswered_items(subject, departments), open_challenges(subject, departments, on)
    still_open = len(challenges.table.rows) + len(challenges.steady)
    summary = f"{len(unanswered.rows)} off track without an answer, {counted(still_open, 'challenge')} still open"
    return AgendaPart(
        "roadblocks",
        "B. Roadblocks and root causes",
        summary,
        (*blocks_of(unanswered), challenges),
        bool(unanswered.rows or still_open),
    )


def _adjustments(subject: Subject, waiting: Waiting) -> AgendaPart:
    return AgendaPart(
        "adjustments",
        "C. Adjustments",
        f"{len(waiting.undecided)} to decide, {counted(len(waiting.to_review), 'effect')} to review",
        blocks_of(to_decide(subject, waiting.undecided), to_review(subject, waiting.to_review)),
        bool(waiting.undecided or waiting.to_review),
    )


def _achievements(
    subject: Subject, departments: tuple[str, ...], since: date | None, feedback: WaitingFeedback, on: date
) -> AgendaPart:
    wins = _wins(subject, departments, since)
    late = f", {len(feedback.overdue)} for a month or more" if feedback.overdue else ""
    count = counted(len(feedback.records), "piece")
    return AgendaPart(
        "achievements",
        "D. Achievements and feedback",
        f"{counted(len(wins.rows), 'achievement')}, {count} of unanswered feedback{late}",
        blocks_of(wins, feedback_table(subject, feedback, on)),
        bool(wins.rows or feedback.records),
    )


def _learned(subject: Subject, departments: tuple[str, ...], since: date | None) -> AgendaPart:
    lines = learned_lines(subject, departments, since)
    new = f" since {day(since)}" if since else ""
    summary = f"{counted(len(lines), 'lesson')}{new}" if lines else f"Nothing new{new}"
    return AgendaPart("learned", "What we learned", summary, (), bool(lines), lines=lines)


def _wins(subject: Subject, departments: tuple[str, ...], since: date | None) -> Table:
    """What the reports after the last session told of."""
    found = recent_wins(subject, since=since, departments=departments)
    rows = tuple(Row((what, dated(when), thanks)) for when, what, thanks in found)
    caption = f"Achievements since {day(since)}" if since else "Achievements"
    return Table(caption, ("Achievement", "Date", "Thanks to"), rows, "No report has told of an achievement since.")


def _overview(parts: tuple[AgendaPart, ...], places: Mapping[str, Link]) -> Table:
    is_timed = any(part.timing.minutes for part in parts)
    rows = tuple(
        Row(
            (
                replace(places[part.anchor], text=part.title),
                part.summary,
                *((part.timing.start, str(part.timing.minutes or "–")) if is_timed else ()),
            )
        )
        for part in parts
    )
    table = Table("Agenda", ("Part", "What waits", *(("From", "Minutes") if is_timed else ())), rows)
    return without(table, "From") if is_timed and not any(part.timing.start for part in parts) else table
