"""Decisions: what a session has to decide, answer or judge, before its agenda tells of everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from followup_build.status.wording import day_text
from followup_build.views.agenda_part import AgendaPart
from followup_build.views.cells import Cell, Line, Link, Row, Table
from followup_build.views.effects import Waiting
from followup_build.views.names import path_of
from followup_build.views.roadblocks import unanswered_challenges, unanswered_promises
from followup_build.views.subject import Subject
from followup_build.views.waiting_feedback import WaitingFeedback, waits_text

MOST = 5
"""So many of a kind are named; of the others only how many they are."""
_CLOSE = 2
"""To leave out so few would save nothing."""

_Asked = tuple[Cell, Cell, Cell]
"""What is asked, who speaks of it, and why now."""


def decisions_table(
    subject: Subject,
    departments: tuple[str, ...],
    on: date,
    adjustments: Waiting,
    feedback: WaitingFeedback,
    places: Mapping[str, Link],
) -> Table:
    """What waits for a decision.

    Args:
        subject: what pages are built from.
        departments: those that take part.
        on: the session's day.
        adjustments: those that wait for the session.
        feedback: what waits for an answer.
        places: by the anchor of a part of the agenda, what it is called and when it comes.
    """
    names = subject.names
    kinds: tuple[tuple[str, str, Iterator[_Asked]], ...] = (
        (
            "adjustments",
            "adjustments to decide",
            (
                (Line(("Approve or reject: ", names.item(one))), names.person(one.owner), names.reason(one))
                for one in adjustments.undecided
            ),
        ),
        (
            "adjustments",
            "effects to review",
            (
                (Line(("Did it work? ", names.item(one))), names.person(one.owner), names.reason(one))
                for one in adjustments.to_review
            ),
        ),
        (
            "roadblocks",
            "off track without an answer",
            (
                (
                    Line(("What is done about it? ", names.item(one.item))),
                    names.person(one.item.owner),
                    "" if one.item.confidential else f"Off track since {day_text(one.since)}, and nobody has answered.",
                )
                for one in unanswered_promises(subject, departments)
            ),
        ),
        ("roadblocks", "challenges without an answer", _challenges(subject, departments)),
        (
            "achievements",
            "feedback without an answer",
            (
                (
                    Line(("Who answers? ", names.link(one.id, "feedback"))),
                    "–",
                    f"Waits for {waits_text(subject, one.data, on)}.",
                )
                for one in feedback.overdue
            ),
        ),
    )
    rows = [row for anchor, noun, asked in kinds for row in _few(asked, noun, places[anchor])]
    columns = ("To decide", "Who speaks", "Why now", "Comes in")
    return Table("What needs a decision", columns, tuple(rows), "Nothing waits for a decision.")


def _challenges(subject: Subject, departments: tuple[str, ...]) -> Iterator[_Asked]:
    names = subject.names
    for told in unanswered_challenges(subject, departments):
        department = told.report.id.partition("/")[2]
        settings = subject.portfolio.departments.get(department)
        yield (
            Line(("What is done about it? ", names.link(f"{told.report.id}/{told.key}", "challenge"))),
            names.person(settings.head if settings else None),
            f"Reported on {day_text(told.when)}, and nobody has answered.",
        )


def _few(found: Iterable[_Asked], noun: str, place: Cell) -> Iterator[Row]:
    every = tuple(found)
    shown = every if len(every) <= MOST + _CLOSE else every[:MOST]
    for asked in shown:
        yield Row((*asked, place))
    if len(every) > len(shown):
        yield Row((f"{len(every) - len(shown)} more {noun}", "–", "–", place))


def places_of(session: str, parts: Iterable[AgendaPart]) -> Mapping[str, Link]:
    """What each part of a session's agenda is called in short, with the time at which it begins, leading to it."""
    page = path_of("session", session)
    found: dict[str, Link] = {}
    for part in parts:
        letter, dot, _ = part.title.partition(". ")
        name = f"part {letter}" if dot else part.title
        start = f", {part.timing.start}" if part.timing.start else ""
        found[part.anchor] = Link(f"{name}{start}", f"{page}#agenda-{part.anchor}")
    return found
