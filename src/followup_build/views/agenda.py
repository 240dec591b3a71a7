"""The agenda of a session to come: computed from what is open, never copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from followup_build.ledger.approval import AdjustmentState, departments_touched
from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.model.vocabulary import ActionState, SessionState, Status
from followup_build.portfolio import ORGANISATION
from followup_build.status.action import CLOSED
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus
from followup_build.status.standing import Standing
from followup_build.views.achievements import recent_wins
from followup_build.views.cells import Cell, Row, Table, chip_of, day
from followup_build.views.learning import unanswered_feedback
from followup_build.views.roadblocks import open_challenges, unanswered_items
from followup_build.views.subject import Subject
from followup_build.views.tables import action_table, adjustment_table

_DONE = (Status.ACHIEVED, Status.MISSED, Status.DROPPED)
_BY_SEVERITY = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK)


@dataclass(frozen=True, slots=True)
class AgendaPart:
    """One part of the agenda: a heading and its tables."""

    anchor: str
    title: str
    tables: tuple[Table, ...]


def build_agenda(subject: Subject, session: Record[Session]) -> tuple[AgendaPart, ...]:
    """The chair's topics and the actions carried over first, then progress, roadblocks, adjustments, achievements."""
    departments = _taking_part(subject, session.data)
    since = _previous(subject, session)
    return (
        *_topics(subject, session.data),
        AgendaPart("carried-over", "Actions carried over", (_carried_over(subject, departments, session.data.date),)),
        AgendaPart(
            "progress",
            "A. Progress by department",
            (_standing(subject, departments), *_progress(subject, departments, since)),
        ),
        AgendaPart(
            "roadblocks",
            "B. Roadblocks and root causes",
            (unanswered_items(subject, departments), open_challenges(subject, departments)),
        ),
        AgendaPart("adjustments", "C. Adjustments", _adjustments(subject, departments, session.data.date)),
        AgendaPart("achievements", "D. Achievements and feedback", (_wins(subject, since), _feedback(subject))),
    )


def _taking_part(subject: Subject, session: Session) -> tuple[str, ...]:
    """The departments of a session in the order of the file; where all come, the organisation's own things first."""
    everybody = tuple(subject.portfolio.departments)
    if not session.departments or set(session.departments) >= set(everybody):
        return (ORGANISATION, *everybody)
    return tuple(one for one in everybody if one in session.departments)


def topics_table(subject: Subject, session: Session) -> Table:
    """What the chair wants to talk about beside the computed agenda."""
    rows = tuple(
        Row((topic.topic, subject.names.person(topic.by) if topic.by else "–", str(topic.minutes or "–")))
        for topic in session.agenda
    )
    return Table("Topics", ("Topic", "By", "Minutes"), rows)


def _topics(subject: Subject, session: Session) -> Iterator[AgendaPart]:
    if session.agenda:
        yield AgendaPart("topics", "Topics from the chair", (topics_table(subject, session),))


def _carried_over(subject: Subject, departments: tuple[str, ...], on: date) -> Table:
    """Actions that are open, or done and to be checked by the session's day: the worst first, then by due date."""
    found = [
        (item.figures, item)
        for item in subject.items("action")
        if item.department in departments
        and isinstance(item.figures, ActionFigures)
        and _is_carried_over(item.figures, on)
    ]
    found.sort(key=lambda one: (_BY_SEVERITY.index(one[1].status), one[0].due, one[1].ref))
    return action_table(subject, [item for _, item in found], "Open, or done and to be checked by then")


def _is_carried_over(figures: ActionFigures, on: date) -> bool:
    if figures.state is ActionState.DONE:
        return figures.follow_up is not None and figures.follow_up <= on
    return figures.state not in CLOSED


def _adjustments(subject: Subject, departments: tuple[str, ...], on: date) -> tuple[Table, ...]:
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
    return (
        adjustment_table(subject, undecided, "To decide"),
        adjustment_table(
            subject, [item for *_, item in sorted(to_review, key=lambda one: one[:2])], "Effects to review"
        ),
    )


def _previous(subject: Subject, session: Record[Session]) -> date | None:
    """The day of the last session held before this one, of the same series where it belongs to one."""
    held = [
        one.data
        for one in subject.portfolio.sessions.values()
        if one.data.status is SessionState.HELD
        and one.data.date < session.data.date
        and one.data.date <= subject.snapshot.as_of
    ]
    of_series = [one for one in held if session.data.cadence and one.cadence == session.data.cadence]
    return max((one.date for one in of_series or held), default=None)


def _standing(subject: Subject, departments: tuple[str, ...]) -> Table:
    rows = []
    for department in departments:
        kind = ORGANISATION if department == ORGANISATION else "department"
        item = subject.snapshot.items[kind, department]
        rows.append(Row((subject.names.item(item), chip_of(item), " ".join(item.reasons))))
    return Table("Where the departments stand", ("Department", "Status", "Why"), tuple(rows))


def _progress(subject: Subject, departments: tuple[str, ...], since: date | None) -> Iterator[Table]:
    """For each department, its milestones and KPIs: where each stood at the last session, and where it stands."""
    before = subject.promises_on(since) if since else {}
    then = f"On {day(since)}" if since else "Before"
    for department in departments:
        rows = []
        for item in (*subject.items("milestone", department), *subject.items("kpi", department)):
            was = before.get((item.kind, item.ref))
            if not _is_on_the_agenda(subject, item, was):
                continue
            is_same = was is not None and (was.status, was.stale) == (item.status, item.stale)
            earlier: Cell = "new" if was is None else "the same" if is_same else chip_of(was)
            rows.append(Row((subject.names.item(item), chip_of(item), earlier, subject.names.reason(item))))
        name = _name(subject, department)
        yield Table(name, ("Milestone or KPI", "Now", then, "Why"), tuple(rows), f"{name} has no plan in force.")


def _name(subject: Subject, department: str) -> str:
    if department == ORGANISATION:
        return f"{subject.portfolio.organisation.name or 'The organisation'} as a whole"
    return subject.portfolio.departments[department].name or department


def _is_on_the_agenda(subject: Subject, item: ItemStatus, was: ItemStatus | None) -> bool:
    """Whether an item belongs to a plan in force, and was not done with before the last session."""
    standing = subject.snapshot.standing[item.ref.partition("/")[0]]
    return standing is Standing.IN_FORCE and not (was is not None and was.status == item.status in _DONE)


def _wins(subject: Subject, since: date | None) -> Table:
    """What the reports to the last session and to those after it told of."""
    rows = tuple(Row((what, when, thanks)) for when, what, thanks in recent_wins(subject, since=since))
    caption = f"Achievements since {day(since)}" if since else "Achievements"
    return Table(caption, ("Achievement", "Date", "Thanks to"), rows, "No report has told of an achievement since.")


def _feedback(subject: Subject) -> Table:
    rows = tuple(
        Row((subject.names.link(record.id, "feedback"), day(record.data.date)))
        for record in unanswered_feedback(subject)
    )
    return Table("Feedback without an answer", ("Feedback", "Date"), rows, "All feedback is answered.")
