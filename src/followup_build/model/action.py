"""`actions/**/*.yml`: commitments to act, each with one owner and dates."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from followup_build.model.progress import Percent
from followup_build.model.scalars import (
    AdjustmentRef,
    BodyRef,
    Date,
    PersonRef,
    SessionRef,
    Shape,
    SubjectRef,
    Text,
    TopRecord,
)
from followup_build.model.vocabulary import ActionKindWord, ActionStateWord


class ActionUpdate(Shape):
    """What was said of an action on a day; what is left out stays as it was."""

    noun: ClassVar[str] = "update"
    state: ActionStateWord | None = None
    """Where the action stands since that day."""
    due: Date | None = None
    """The new day by which it will be done."""
    follow_up: Date | None = None
    """The new day on which somebody looks whether it worked."""
    owner: PersonRef | None = None
    """The new owner."""
    percent: Percent | None = None
    """How much of it is done."""
    note: Text | None = None
    """What happened; Markdown."""
    evidence: Text | None = None
    """What shows that it worked; Markdown."""


class Action(TopRecord):
    """Somebody will do something by a day, and somebody will look whether it worked."""

    noun: ClassVar[str] = "action"
    title: Text
    """What will be done."""
    owner: PersonRef | None
    """The one person who does it."""
    due: Date
    """The day by which it will be done."""
    follow_up: Date | None
    """The day on which somebody looks whether it worked."""
    department: BodyRef | None
    """Whose action it is."""
    session: SessionRef | None = None
    """The session that it comes from."""
    adjustment: AdjustmentRef | None = None
    """The adjustment that it carries out."""
    for_: tuple[SubjectRef, ...] = Field((), alias="for")
    """What it answers: items of plans, challenges, training needs."""
    kind: ActionKindWord | None = None
    """What it is for."""
    summary: Text | None = None
    """What it means; Markdown."""
    updates: dict[Date, ActionUpdate] = {}
    """What was said of it, by day."""
