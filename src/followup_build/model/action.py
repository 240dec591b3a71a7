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
    due: Date | None = None
    follow_up: Date | None = None
    owner: PersonRef | None = None
    percent: Percent | None = None
    note: Text | None = None
    evidence: Text | None = None


class Action(TopRecord):
    """Somebody will do something by a day, and somebody will look whether it worked."""

    noun: ClassVar[str] = "action"
    title: Text
    owner: PersonRef | None
    due: Date
    follow_up: Date | None
    department: BodyRef | None
    session: SessionRef | None = None
    adjustment: AdjustmentRef | None = None
    for_: tuple[SubjectRef, ...] = Field((), alias="for")
    kind: ActionKindWord | None = None
    summary: Text | None = None
    updates: dict[Date, ActionUpdate] = {}
