"""Duties: what waits for each person, the most urgent first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from followup_build.ledger.approval import AdjustmentState, approvers_of
from followup_build.model.vocabulary import ActionState, Status
from followup_build.status.action import CLOSED
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus, MilestoneFigures, SessionFigures
from followup_build.status.rollup import ORDER, RED
from followup_build.status.standing import Standing
from followup_build.views.subject import Subject

SOON = timedelta(days=30)
"""So long before its day somebody is told that an effect has to be looked at."""
_DUE_SOON = timedelta(days=14)
MOST_SESSIONS = 3
_OVER = (Status.ACHIEVED, Status.MISSED, Status.DROPPED)


@dataclass(frozen=True, slots=True)
class Duties:
    """What one person has to do, each list in order."""

    to_decide: list[ItemStatus] = field(default_factory=list)
    """Proposed adjustments that this person may approve."""
    actions: list[ItemStatus] = field(default_factory=list)
    """Open ones."""
    to_verify: list[ItemStatus] = field(default_factory=list)
    """Actions that are done, and whose effect has to be checked by now."""
    milestones: list[ItemStatus] = field(default_factory=list)
    kpis: list[ItemStatus] = field(default_factory=list)
    plans: list[ItemStatus] = field(default_factory=list)
    effects: list[ItemStatus] = field(default_factory=list)
    """Approved adjustments whose effect has to be looked at by now, or soon."""
    adjustments: list[ItemStatus] = field(default_factory=list)
    """Other adjustments that are not closed."""
    sessions: list[ItemStatus] = field(default_factory=list)
    """Sessions to come: all to chair, and the next few that ask the person or the department."""

    @property
    def overdue(self) -> tuple[ItemStatus, ...]:
        """Open actions that are overdue."""
        return tuple(item for item in self.actions if item.status is Status.OFF_TRACK)

    @property
    def red(self) -> tuple[ItemStatus, ...]:
        """KPIs and milestones that are off track."""
        return tuple(item for item in (*self.milestones, *self.kpis) if item.status in RED)

    def due_soon(self, as_of: date) -> tuple[ItemStatus, ...]:
        """Open actions and milestones that are due within two weeks."""
        found = [
            item
            for item in (*self.actions, *self.milestones)
            if isinstance(item.figures, ActionFigures | MilestoneFigures)
            and as_of <= item.figures.due <= as_of + _DUE_SOON
        ]
        return tuple(sorted(found, key=lambda item: (_day(item), item.ref)))

    @property
    def owed(self) -> tuple[ItemStatus, ...]:
        """KPIs, milestones and actions about which nobody has said anything for too long."""
        return tuple(item for item in (*self.kpis, *self.milestones, *self.actions) if item.stale)

    @property
    def to_check(self) -> int:
        """How many things that were done wait for a look at whether they worked."""
        return len(self.to_verify) + sum(item.status is Status.AT_RISK for item in self.effects)


def build_duties(subject: Subject) -> Mapping[str, Duties]:
    """What waits for each person who has something to do, by the person's id."""
    duties: dict[str, Duties] = defaultdict(Duties)
    for item in subject.snapshot.items.values():
        figures = item.figures
        if isinstance(figures, AdjustmentFigures):
            _put_adjustment(subject, duties, item, figures)
        elif item.owner is None:
            continue
        elif isinstance(figures, ActionFigures):
            _put_action(duties[item.owner], item, figures, subject.snapshot.as_of)
        elif item.kind in ("milestone", "kpi", "plan") and _is_in_force(subject, item):
            if item.kind == "milestone" and item.status not in _OVER:
                duties[item.owner].milestones.append(item)
            elif item.kind == "kpi" and item.status is not Status.DROPPED:
                duties[item.owner].kpis.append(item)
            elif item.kind == "plan":
                duties[item.owner].plans.append(item)
    _put_sessions(subject, duties)
    for one in duties.values():
        for items in (one.to_decide, one.actions, one.to_verify, one.effects, one.adjustments, one.sessions):
            items.sort(key=lambda item: (_day(item), item.ref))
        for items in (one.milestones, one.kpis, one.plans):
            items.sort(key=_urgency)
    return duties


def _put_sessions(subject: Subject, duties: dict[str, Duties]) -> None:
    """Sessions to come, the soonest first; somebody who does not chair hears of the next few only."""
    portfolio, as_of = subject.portfolio, subject.snapshot.as_of
    staff: dict[str, list[str]] = defaultdict(list)
    for person_id, person in portfolio.people.items():
        if person.department is not None and (person.left is None or person.left > as_of):
            staff[person.department].append(person_id)
    coming = [item for item in subject.items("session") if item.status is Status.NOT_STARTED]
    for item in sorted(coming, key=lambda one: (_day(one), one.ref)):
        session = portfolio.sessions[item.ref].data
        asked = session.departments or tuple(portfolio.departments)
        invited = {*session.attendees, *(person for department in asked for person in staff[department])}
        if item.owner is not None:
            duties[item.owner].sessions.append(item)
        for person_id in sorted(invited - {item.owner}):
            if len(duties[person_id].sessions) < MOST_SESSIONS:
                duties[person_id].sessions.append(item)


def _is_in_force(subject: Subject, item: ItemStatus) -> bool:
    return subject.snapshot.standing[item.ref.partition("/")[0]] is Standing.IN_FORCE


def _put_action(mine: Duties, item: ItemStatus, figures: ActionFigures, as_of: date) -> None:
    if figures.state is ActionState.DONE:
        if figures.follow_up is not None and figures.follow_up <= as_of:
            mine.to_verify.append(item)
    elif figures.state not in CLOSED:
        mine.actions.append(item)


def _put_adjustment(subject: Subject, duties: dict[str, Duties], item: ItemStatus, figures: AdjustmentFigures) -> None:
    as_of, data = subject.snapshot.as_of, subject.portfolio.adjustments[item.ref].data
    if figures.state is AdjustmentState.PROPOSED:
        asked = {
            approver.who
            for department in figures.waiting_for
            for approver in approvers_of(subject.portfolio, department)
            if approver.covers(as_of)
        }
        for person in asked - {data.proposed.by}:
            duties[person].to_decide.append(item)
    if item.owner is None or figures.state not in (AdjustmentState.PROPOSED, AdjustmentState.APPROVED):
        return
    mine = duties[item.owner]
    is_due = figures.follow_up is not None and figures.follow_up <= as_of + SOON
    (mine.effects if figures.state is AdjustmentState.APPROVED and is_due else mine.adjustments).append(item)


def _day(item: ItemStatus) -> date:
    """The day that decides how soon something has to be done."""
    figures = item.figures
    if isinstance(figures, ActionFigures):
        return (figures.follow_up or figures.due) if figures.state is ActionState.DONE else figures.due
    if isinstance(figures, SessionFigures):
        return figures.date
    return (figures.follow_up if isinstance(figures, AdjustmentFigures) else None) or date.max


def _urgency(item: ItemStatus) -> tuple[bool, int, date, str]:
    """What is red or out of date first, then the worse status, then what is due sooner."""
    due = item.figures.due if isinstance(item.figures, MilestoneFigures) else date.max
    return not (item.status in RED or item.stale), ORDER.index(item.status), due, item.ref
