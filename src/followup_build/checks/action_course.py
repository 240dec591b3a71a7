"""An action's course: its dates, owner and state after each entry of its log, and the day it began."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from followup_build.diagnostics.finding import Location, Route
from followup_build.load.records import Record
from followup_build.model.action import Action
from followup_build.model.adjustment import Adjustment
from followup_build.model.session import Session
from followup_build.model.vocabulary import ActionState
from followup_build.portfolio import Portfolio


class Step(NamedTuple):
    """How an action stood from its first line, or from an update, on."""

    day: date | None
    """Of the update; None for what was agreed first."""
    due: date
    follow_up: date | None
    owner: str | None
    state: ActionState
    changed: frozenset[str]
    """The fields that this step says anew."""

    def route(self, field: str) -> Route:
        """Where this step says a field."""
        return (field,) if self.day is None else ("updates", self.day.isoformat(), field)


_FIELDS = ("due", "follow_up", "owner", "state")
_AT_FIRST = frozenset(("due", "follow_up", "owner"))


def iter_steps(action: Action) -> Iterator[Step]:
    """The course of an action, in order of its days."""
    step = Step(None, action.due, action.follow_up, action.owner, ActionState.OPEN, _AT_FIRST)
    yield step
    for day, update in sorted(action.updates.items()):
        said = {name: value for name in _FIELDS if (value := getattr(update, name)) is not None}
        step = step._replace(day=day, changed=frozenset(said), **said)
        yield step


def has_moved(action: Action) -> bool:
    """Whether an update changed its due date or its follow-up date."""
    return any(update.due is not None or update.follow_up is not None for update in action.updates.values())


class Origin(NamedTuple):
    """Where an action was agreed: its session, else the adjustment that it serves."""

    day: date
    record: Record[Session] | Record[Adjustment]

    @property
    def text(self) -> str:
        """The origin in words, before its day."""
        is_session = isinstance(self.record.data, Session)
        return f"its session {self.record.id}" if is_session else f"the proposal of its adjustment {self.record.id}"

    @property
    def location(self) -> Location:
        """Where its day stands."""
        return self.record.at("date") if isinstance(self.record.data, Session) else self.record.at("proposed", "on")


def find_origin(portfolio: Portfolio, action: Action) -> Origin | None:
    """Where an action was agreed; None where that cannot be found."""
    if action.session:
        session = portfolio.sessions.get(action.session)
        return Origin(session.data.date, session) if session else None
    adjustment = portfolio.adjustments.get(action.adjustment or "")
    return Origin(adjustment.data.proposed.on, adjustment) if adjustment else None
