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
    """The way of working, in a few words."""
    from_: BodyRef = Field(alias="from")
    """Who found it."""
    since: Date
    """The day since which it is in use."""
    session: SessionRef | None = None
    """The session at which it was told."""
    adopted: dict[DepartmentRef, Date] = {}
    """The departments that work so too, with the day."""


class Response(Shape):
    """What was answered to feedback."""

    noun: ClassVar[str] = "response"
    by: PersonRef | None
    """Who answers."""
    on: Date
    """The day of the answer."""
    note: Text
    """The answer; Markdown."""


class Feedback(TopRecord):
    """What staff said, and what came of it."""

    noun: ClassVar[str] = "feedback"
    title: Text
    """What was said, in a few words."""
    date: Date
    """The day on which it was said."""
    session: SessionRef | None = None
    """The session to which it was said."""
    from_: PersonRef | None = Field(None, alias="from")
    """Who said it; left out means anonymous."""
    response: Response | None = None
    """What was answered."""
    led_to: tuple[OutcomeRef, ...] = ()
    """What came of it."""
