"""`practices/**/*.md` and `feedback/**/*.md`: what the organisation learns; the text is the file's own."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from followup_build.model.scalars import (
    BodyRef,
    Date,
    DepartmentRef,
    OutcomeRef,
    PersonRef,
    SessionRef,
    Shape,
    Text,
    TopRecord,
)


class Practice(TopRecord):
    """A way of working that one department found and others may adopt."""

    noun: ClassVar[str] = "practice"
    title: Text
    from_: BodyRef = Field(alias="from")
    since: Date
    session: SessionRef | None = None
    adopted: dict[DepartmentRef, Date] = {}


class Response(Shape):
    """What was answered to feedback."""

    noun: ClassVar[str] = "response"
    by: PersonRef | None
    on: Date
    note: Text


class Feedback(TopRecord):
    """What staff said, and what came of it."""

    noun: ClassVar[str] = "feedback"
    title: Text
    date: Date
    session: SessionRef | None = None
    from_: PersonRef | None = Field(None, alias="from")
    """Left out means anonymous."""
    response: Response | None = None
    led_to: tuple[OutcomeRef, ...] = ()
