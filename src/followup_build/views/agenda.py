"""The agenda of a session to come: computed from what is open, never copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.model.vocabulary import ActionState, SessionState, Status
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus
from followup_build.status.standing import Standing
from followup_build.views.achievements import recent_wins
from followup_build.views.cells import Cell, Row, Table, chip_of, day
from followup_build.views.subject import Subject
from followup_build.views.tables import action_table, adjustment_table

_OPEN = (Status.NOT_STARTED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
_DONE = (Status.ACHIEVED, Status.MISSED, Status.DROPPED)


@dataclass(frozen=True, slots=True)
class AgendaPart:
    """One part of the agenda: a heading and its tables."""

    anchor: str
    title: str
    tables: tuple[Table, ...]


def build_agenda(subject: Subject, session: Record[Session]) -> tuple[AgendaPart, ...]:
    """Carried-over actions first, then the four parts: progress, roadblocks, adjustments, achievements."""
    departments = set(session.data.departments or subject.portfolio.departments)
    since = _previous(subject, session)
    actions = [item for item in subject.items("action") if item.department in departments and _is_carried_over(item)]
    actions.sort(key=lambda item: (item.status is not Status.OFF_TRACK, item.ref))
    unanswered = [one.item for one in subject.snapshot.needs_response if one.item.department in departments]
    adjustments = [item for item in subject.items("adjustment") if item.department in departments]
    undecided = [item for item in adjustments if item.status is Status.NOT_STARTED]
    to_review = [
        item
        for item in adjustments
        if isinstance(item.figures, AdjustmentFigures)
        and item.status is Status.AT_RISK
        and item.figures.state.value == "approved"
    ]
    return (
        AgendaPart("carried-over", "Actions carried over", (action_table(subject, actions, "Open actions"),)),
        AgendaPart(
            "progress",
            "A. Progress by department",
            (_standing(subject, departments), *_progress(subject, departments, since)),
        ),
        AgendaPart(
            "roadblocks",
            "B. Roadblocks and root causes",
            (_items(subject, unanswered, "Off track, and nobody has answered"), _open_challenges(subject, departments)),
        ),
        AgendaPart(
            "adjustments",
            "C. Adjustments",
            (
                adjustment_table(subject, undecided, "To decide"),
                adjustment_table(subject, to_review, "Effects to review"),
            ),
        ),
        AgendaPart("achievements", "D. Achievements and feedback", (_wins(subject, since), _feedback(subject))),
    )


def _is_carried_over(item: ItemStatus) -> bool:
    """Whether an action is open, or done and should have been checked by now."""
    is_done = isinstance(item.figures, ActionFigures) and item.figures.state is ActionState.DONE
    return item.status in _OPEN and not (is_done and item.status is Status.ON_TRACK)


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


def _standing(subject: Subject, departments: set[str]) -> Table:
    rows = []
    for department in subject.portfolio.departments:
        if department in departments:
            item = subject.snapshot.items["department", department]
            rows.append(Row((subject.names.item(item), chip_of(item), " ".join(item.reasons))))
    return Table("Where the departments stand", ("Department", "Status", "Why"), tuple(rows))


def _progress(subject: Subject, departments: set[str], since: date | None) -> Iterator[Table]:
    """For each department, its milestones and KPIs: where each stood at the last session, and where it stands."""
    before = subject.promises_on(since) if since else {}
    then = f"On {day(since)}" if since else "Before"
    for department in subject.portfolio.departments:
        if department not in departments:
            continue
        rows = []
        for item in (*subject.items("milestone", department), *subject.items("kpi", department)):
            was = before.get((item.kind, item.ref))
            if not _is_on_the_agenda(subject, item, was):
                continue
            is_same = was is not None and (was.status, was.stale) == (item.status, item.stale)
            earlier: Cell = "new" if was is None else "the same" if is_same else chip_of(was)
            rows.append(Row((subject.names.item(item), chip_of(item), earlier, subject.names.reason(item))))
        name = subject.portfolio.departments[department].name or department
        yield Table(name, ("Milestone or KPI", "Now", then, "Why"), tuple(rows), f"{name} has no plan in force.")


def _is_on_the_agenda(subject: Subject, item: ItemStatus, was: ItemStatus | None) -> bool:
    """Whether an item belongs to a plan in force, and was not done with before the last session."""
    standing = subject.snapshot.standing[item.ref.partition("/")[0]]
    return standing is Standing.IN_FORCE and not (was is not None and was.status == item.status in _DONE)


def _items(subject: Subject, items: list[ItemStatus], caption: str) -> Table:
    rows = tuple(
        Row((subject.names.item(item), chip_of(item), subject.names.person(item.owner), subject.names.reasons(item)))
        for item in items
    )
    return Table(caption, ("Item", "Status", "Owner", "Why"), rows, "Everything off track has an answer.")


def _open_challenges(subject: Subject, departments: set[str]) -> Table:
    """Challenges whose answers are still open."""
    rows = []
    for report in subject.portfolio.reports.values():
        session, _, department = report.id.partition("/")
        found = subject.portfolio.sessions.get(session)
        if (
            department not in departments
            or found is None
            or found.data.date > subject.snapshot.as_of
            or report.data.confidential
            or found.data.confidential
        ):
            continue
        for key, challenge in report.data.challenges.items():
            open_answers = [ref for ref in challenge.response if _is_open(subject, ref)]
            if open_answers or not (challenge.response or challenge.accepted):
                answers: tuple[Cell, ...] = subject.names.links(tuple(open_answers), "action", "adjustment")
                rows.append(
                    Row(
                        (
                            subject.names.link(f"{report.id}/{key}", "challenge"),
                            subject.names.department(department),
                            (challenge.causes or ("",))[-1],
                            answers or ("no answer yet",),
                        )
                    )
                )
    return Table(
        "Challenges still open",
        ("Challenge", "Department", "Root cause", "Answers"),
        tuple(rows),
        "No challenge is open.",
    )


def _is_open(subject: Subject, ref: str) -> bool:
    item = subject.snapshot.find("action", ref) or subject.snapshot.find("adjustment", ref)
    return item is not None and item.status in _OPEN


def _wins(subject: Subject, since: date | None) -> Table:
    """What the reports to the last session and to those after it told of."""
    rows = tuple(Row((when, what, thanks)) for when, what, thanks in recent_wins(subject, since=since))
    caption = f"Achievements since {day(since)}" if since else "Achievements"
    return Table(caption, ("Date", "Achievement", "Thanks to"), rows, "No report has told of an achievement since.")


def _feedback(subject: Subject) -> Table:
    rows = tuple(
        Row((day(record.data.date), subject.names.link(record.id, "feedback")))
        for record in sorted(subject.portfolio.feedback.values(), key=lambda one: one.data.date)
        if record.data.date <= subject.snapshot.as_of
        and (record.data.response is None or record.data.response.on > subject.snapshot.as_of)
    )
    return Table("Feedback without an answer", ("Date", "Feedback"), rows, "All feedback is answered.")
