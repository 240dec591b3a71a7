"""Events: every day of the records that belongs into a calendar, and whose calendars it belongs into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from followup_build.ledger.approval import APPLIED, AdjustmentState, plan_approved_on
from followup_build.model.action import Action
from followup_build.model.vocabulary import ActionState, Status
from followup_build.status.action import known_from
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus, MilestoneFigures
from followup_build.views.cells import day, text_of
from followup_build.views.event import UNSAID, Event
from followup_build.views.names import path_of
from followup_build.views.session_events import iter_session_events
from followup_build.views.subject import Subject


def iter_events(subject: Subject) -> Iterator[Event]:
    """All events; those of confidential records say no more than their pages."""
    yield from iter_session_events(subject)
    for item in subject.items("action"):
        if isinstance(item.figures, ActionFigures):
            yield from _action(subject, item, item.figures)
    for item in subject.items("milestone"):
        # The days of a confidential plan are as confidential as its words, and nobody works by a draft yet.
        if isinstance(item.figures, MilestoneFigures) and not item.confidential and not subject.is_draft(item):
            yield _milestone(subject, item, item.figures)
    for item in subject.items("adjustment"):
        figures = item.figures
        if isinstance(figures, AdjustmentFigures) and figures.state in APPLIED and figures.follow_up is not None:
            yield _adjustment(subject, item, figures, figures.follow_up)


def _action(subject: Subject, item: ItemStatus, figures: ActionFigures) -> Iterator[Event]:
    """The day on which it is due, and the one on which somebody checks that it worked."""
    data, title = subject.portfolio.actions[item.ref].data, subject.names.item(item).text
    is_done = figures.state in (ActionState.DONE, ActionState.VERIFIED)
    is_dropped = figures.state is ActionState.DROPPED
    first = (f"First due on {day(figures.due_original)}",) if figures.moves else ()
    owner = (f"Owner: {_name(subject, item.owner)}",) if item.owner else ()
    state = f"State: {figures.state.value.replace('_', ' ')}"
    days = [("due", f"Action {'done' if is_done else 'due'}: {title}", figures.due, figures.moves, first)]
    if figures.follow_up is not None:
        asked = "Verified" if figures.state is ActionState.VERIFIED else "Check that it worked"
        days.append(
            ("follow-up", f"{asked}: {title}", figures.follow_up, _follow_up_moves(data, subject.snapshot.as_of), ())
        )
    for name, what, when, moves, more in days:
        yield Event(
            f"action/{item.ref}/{name}",
            item.kind,
            what,
            when,
            path_of(item.kind, item.ref),
            figures.updated or known_from(subject.portfolio, data) or UNSAID,
            _owner(item),
            _department(item),
            moves + is_dropped,
            is_dropped,
            details=(*owner, state, *more),
        )


def _follow_up_moves(data: Action, as_of: date) -> int:
    moves, current = 0, data.follow_up
    for when, update in sorted(data.updates.items()):
        if when <= as_of and update.follow_up not in (None, current):
            moves, current = moves + 1, update.follow_up
    return moves


def _milestone(subject: Subject, item: ItemStatus, figures: MilestoneFigures) -> Event:
    plan = subject.plan_of(item)
    is_open = item.status not in (Status.ACHIEVED, Status.MISSED, Status.DROPPED)
    # What a superseded plan had open is owed to the plan that follows, if to any.
    is_cancelled = item.status is Status.DROPPED or (is_open and plan.id in subject.successors)
    said = (
        figures.updated,
        plan_approved_on(subject.portfolio, plan.current, subject.snapshot.as_of),
        *(entry.on for entry in subject.ledger.entries_of(item.ref)),
    )
    owner = (f"Owner: {_name(subject, item.owner)}",) if item.owner else ()
    first = (f"First promised for {day(figures.due_original)}",) if figures.moves else ()
    return Event(
        f"milestone/{item.ref}",
        item.kind,
        f"Milestone {'reached' if figures.achieved else 'due'}: {item.title}",
        figures.due,
        path_of(item.kind, item.ref),
        max((one for one in said if one is not None), default=UNSAID),
        _owner(item),
        _department(item),
        figures.moves + is_cancelled,
        is_cancelled,
        details=(f"Plan: {plan.current.title}", *owner, *first),
    )


def _adjustment(subject: Subject, item: ItemStatus, figures: AdjustmentFigures, follow_up: date) -> Event:
    data, is_open = subject.portfolio.adjustments[item.ref].data, figures.state is AdjustmentState.APPROVED
    said_on = data.review.on if data.review and not is_open else figures.approved
    return Event(
        f"adjustment/{item.ref}/follow-up",
        item.kind,
        f"{'Look at the effect' if is_open else 'Effect looked at'}: {subject.names.item(item).text}",
        follow_up,
        path_of(item.kind, item.ref),
        said_on or UNSAID,
        _owner(item),
        _department(item),
        details=(f"Owner: {_name(subject, item.owner)}",) if item.owner else (),
    )


def _owner(item: ItemStatus) -> frozenset[str]:
    return frozenset((item.owner,)) if item.owner else frozenset()


def _department(item: ItemStatus) -> frozenset[str]:
    return frozenset((item.department,)) if item.department else frozenset()


def _name(subject: Subject, person: str | None) -> str:
    name = subject.names.person(person)
    return text_of(name)
