"""Actions: a new one, and what becomes of one in its log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from followup_build.checks.action_course import Step, iter_steps
from followup_build.editing.fault import RefusedError
from followup_build.editing.naming import free_id, id_of, is_taken
from followup_build.editing.records import edit_record
from followup_build.editing.store import Write
from followup_build.editing.updating import update_edits
from followup_build.editing.values import data_of, record_text
from followup_build.load.records import Record
from followup_build.load.schema import value_at
from followup_build.model.action import Action, ActionUpdate
from followup_build.model.scalars import slug
from followup_build.model.vocabulary import ActionState
from followup_build.portfolio import Portfolio

_CLOSED = (ActionState.VERIFIED, ActionState.DROPPED)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What a new action says."""

    title: str
    owner: str
    due: date
    follow_up: date
    department: str
    session: str | None = None
    adjustment: str | None = None
    subjects: tuple[str, ...] = ()
    """What it answers: items, challenges, training needs."""
    kind: str | None = None
    id: str | None = None


def new_action(root: Path, records: str, portfolio: Portfolio, wanted: Commitment, on: date) -> Write:
    """The file of a new action.

    Raises:
        RefusedError: the id that was asked for is taken.
    """
    if wanted.id is not None and is_taken(portfolio, wanted.id):
        raise RefusedError(f"there is already an adjustment or action {wanted.id}; give another --id, or none")
    folder = f"{records}/actions/{on.year}"
    record_id = wanted.id or free_id(portfolio, id_of(on, slug(wanted.title)), root / folder)
    data = data_of(
        {
            "title": wanted.title,
            "owner": wanted.owner,
            "due": wanted.due,
            "follow_up": wanted.follow_up,
            "department": wanted.department,
            "session": wanted.session,
            "adjustment": wanted.adjustment,
            "for": list(wanted.subjects) or None,
            "kind": wanted.kind,
            # What those records keep to themselves, an action that comes of them must not tell.
            "confidential": True if _is_confidential(portfolio, wanted) else None,
        }
    )
    return Write(f"{folder}/{record_id}.yml", None, record_text(data).encode())


def _is_confidential(portfolio: Portfolio, wanted: Commitment) -> bool:
    session, adjustment = (
        portfolio.sessions.get(wanted.session or ""),
        portfolio.adjustments.get(wanted.adjustment or ""),
    )
    reports = (portfolio.reports.get(ref.rpartition("/")[0]) for ref in wanted.subjects)
    return any(record.data.confidential for record in (session, adjustment, *reports) if record is not None) or any(
        portfolio.is_confidential(ref.partition("/")[0]) for ref in wanted.subjects
    )


def update_action(
    root: Path, portfolio: Portfolio, record: Record[Action], on: date, said: Mapping[str, Any]
) -> Write | None:
    """The action's file with what became of it on a day; None where it says so already.

    Args:
        root: the repository's folder.
        portfolio: the records.
        record: the action.
        on: the day.
        said: the fields of the update.

    Raises:
        RefusedError: it cannot come to that from where it stands, or a note of that day would be lost.
    """
    route = ("updates", on.isoformat())
    written = value_at(portfolio.loaded.documents[record.path].data, route)
    present = record.data.updates.get(on)
    if written is not None and present is None:
        raise RefusedError(f"{record.path} has a fault at its update of {on}; run followup check, and mend it first")
    *_, step = iter_steps(record.data)
    state = said.get("state")
    if state is not None:
        _refuse_course(record, step, ActionState(state), on)
    elif step.state in _CLOSED and said.keys() & {"due", "follow_up", "owner", "percent"}:
        raise RefusedError(
            f"{record.id} is {step.state} since {since(record, step.state)}; to open it again, add --state in_progress"
        )
    ordered = {name: said[name] for name in ActionUpdate.model_fields if name in said}
    edits = update_edits(route, present, ordered)
    return edit_record(root, portfolio, record.path, edits) if edits else None


def state_of(record: Record[Action]) -> ActionState:
    """Where an action stands by the last word of its log."""
    *_, step = iter_steps(record.data)
    return step.state


def since(record: Record[Action], state: ActionState) -> date | None:
    """The last day on which the log says a state."""
    return max((day for day, update in record.data.updates.items() if update.state is state), default=None)


def _refuse_course(record: Record[Action], step: Step, state: ActionState, on: date) -> None:
    is_judged = state in (ActionState.VERIFIED, ActionState.INEFFECTIVE)
    is_ended = step.state in (ActionState.DONE, ActionState.VERIFIED)
    if is_judged and not is_ended and since(record, state) != on:
        raise RefusedError(
            f"{record.id} is {step.state}, and only what is done can be verified: followup action done {record.id}"
        )
    if state is ActionState.DONE and step.state is ActionState.DROPPED:
        day = since(record, step.state)
        raise RefusedError(
            f"{record.id} was dropped on {day}; to open it again: followup action update {record.id} "
            "--state in_progress"
        )
    last = max(record.data.updates, default=None)
    if last is not None and on < last and state is not step.state:
        raise RefusedError(f"{record.id} has news of {last} already, after {on}; leave out --on, or give a later day")
    if is_judged and on == since(record, ActionState.DONE):
        later = step.follow_up if step.follow_up is not None and step.follow_up > on else "a later day"
        raise RefusedError(f"{record.id} was done on {on}; look whether it worked from {later} on")
