"""Roadblocks: what is off track without an answer, and challenges whose answers are still open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from followup_build.ledger.approval import AdjustmentState
from followup_build.model.vocabulary import ChallengeSeverity
from followup_build.status.action import CLOSED
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus
from followup_build.status.reported import KnownChallenge
from followup_build.views.cells import Cell, Line, Row, Table, chip_of
from followup_build.views.challenges import answer_chip, find_answer
from followup_build.views.subject import Subject

_BY_SEVERITY = (ChallengeSeverity.HIGH, ChallengeSeverity.MEDIUM, ChallengeSeverity.LOW)
_UNDECIDED_OR_UNREVIEWED = (AdjustmentState.PROPOSED, AdjustmentState.APPROVED)


def unanswered_items(subject: Subject, departments: Iterable[str]) -> Table:
    """The red milestones and KPIs of some departments that nobody has answered."""
    names, asked = subject.names, set(departments)
    rows = tuple(
        Row((names.item(one.item), chip_of(one.item), names.person(one.item.owner), names.reasons(one.item)))
        for one in subject.snapshot.needs_response
        if one.item.department in asked
    )
    return Table(
        "Off track, and nobody has answered",
        ("Item", "Status", "Owner", "Why"),
        rows,
        "Everything off track has an answer.",
    )


def open_challenges(subject: Subject, departments: Iterable[str]) -> Table:
    """The challenges of some departments that have an open answer, or none: the most severe first, then the latest."""
    names, rows = subject.names, []
    for (_, report, key, challenge), still_open in iter_open(subject, departments):
        printed: tuple[Cell, ...] = tuple(Line((names.item(item), " ", answer_chip(item))) for item in still_open)
        rows.append(
            Row(
                (
                    names.link(f"{report.id}/{key}", "challenge"),
                    names.department(report.id.partition("/")[2]),
                    (challenge.causes or ("",))[-1],
                    printed or ("no answer yet",),
                )
            )
        )
    return Table(
        "Challenges still open",
        ("Challenge", "Department", "Root cause", "Answers"),
        tuple(rows),
        "No challenge is open.",
    )


def iter_open(subject: Subject, departments: Iterable[str]) -> Iterator[tuple[KnownChallenge, tuple[ItemStatus, ...]]]:
    """The same, each with its open answers."""
    told = (one for department in set(departments) for one in subject.challenges_by_department.get(department, ()))
    for one in sorted(
        told, key=lambda one: (_BY_SEVERITY.index(one[3].severity), -one[0].toordinal(), one[1].id, one[2])
    ):
        answers = [item for ref in one[3].response if (item := find_answer(subject, ref))]
        still_open = tuple(item for item in answers if _is_open(item))
        if still_open or not (answers or one[3].accepted):
            yield one, still_open


def _is_open(item: ItemStatus) -> bool:
    """Whether an answer is: an action not closed, an adjustment to decide or whose effect nobody has looked at yet."""
    if isinstance(item.figures, ActionFigures):
        return item.figures.state not in CLOSED
    return isinstance(item.figures, AdjustmentFigures) and item.figures.state in _UNDECIDED_OR_UNREVIEWED
