"""Roadblocks: what is off track without an answer, and challenges whose answers are still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from followup_build.ledger.approval import AdjustmentState
from followup_build.load.records import Record
from followup_build.model.session import Challenge, Report
from followup_build.model.vocabulary import ActionState, ChallengeSeverity, Status
from followup_build.status.action import CLOSED
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus
from followup_build.status.response import NeedsResponse
from followup_build.views.agenda_part import AgendaBlock
from followup_build.views.cells import Cell, Line, Row, Table, chip_of, dated
from followup_build.views.challenges import answer_chip, find_answer
from followup_build.views.subject import Subject

_BY_SEVERITY = (ChallengeSeverity.HIGH, ChallengeSeverity.MEDIUM, ChallengeSeverity.LOW)
_UNDECIDED_OR_UNREVIEWED = (AdjustmentState.PROPOSED, AdjustmentState.APPROVED)


@dataclass(frozen=True, slots=True)
class Told:
    """A challenge with the answers that are still open."""

    when: date
    """The day of the session to which it was reported."""
    report: Record[Report]
    key: str
    challenge: Challenge
    answers: tuple[ItemStatus, ...]


def unanswered_promises(subject: Subject, departments: Iterable[str]) -> tuple[NeedsResponse, ...]:
    """The red milestones and KPIs of some departments that nobody has answered, what waits longest first."""
    asked = set(departments)
    found = (one for one in subject.snapshot.needs_response if one.item.department in asked)
    return tuple(sorted(found, key=lambda one: (one.since, one.item.kind, one.item.ref)))


def unanswered_items(subject: Subject, departments: Iterable[str]) -> Table:
    """The same as a table."""
    names = subject.names
    rows = tuple(
        Row(
            (
                names.item(one.item),
                chip_of(one.item),
                "–" if one.item.confidential else dated(one.since),
                names.person(one.item.owner),
                names.reason(one.item),
            )
        )
        for one in unanswered_promises(subject, departments)
    )
    return Table(
        "Off track, and nobody has answered",
        ("Item", "Status", "Since", "Owner", "Why"),
        rows,
        "Everything off track has an answer.",
    )


def told_challenges(subject: Subject, departments: Iterable[str]) -> tuple[Told, ...]:
    """The challenges of some departments that have an open answer, or none.

    Those without an answer first, then the most severe, then the latest.
    """
    known = (one for department in set(departments) for one in subject.challenges_by_department.get(department, ()))
    found = []
    for when, report, key, challenge in known:
        answers = [item for ref in challenge.response if (item := find_answer(subject, ref))]
        still_open = tuple(item for item in answers if _is_open(item))
        if still_open or not (answers or challenge.accepted):
            found.append(Told(when, report, key, challenge, still_open))
    found.sort(
        key=lambda one: (
            bool(one.answers),
            _BY_SEVERITY.index(one.challenge.severity),
            -one.when.toordinal(),
            one.report.id,
            one.key,
        )
    )
    return tuple(found)


def unanswered_challenges(subject: Subject, departments: Iterable[str]) -> tuple[Told, ...]:
    """Those of them that nobody has answered."""
    return tuple(one for one in told_challenges(subject, departments) if not one.answers)


def open_challenges(subject: Subject, departments: Iterable[str], on: date | None = None) -> AgendaBlock:
    """All of them; where a day is given, and every answer goes well until then, a challenge needs no words."""
    names, rows, steady = subject.names, [], []
    for one in told_challenges(subject, departments):
        link = names.link(f"{one.report.id}/{one.key}", "challenge")
        if on is not None and one.answers and all(_goes_well(item, on) for item in one.answers):
            steady.append(link)
            continue
        printed: tuple[Cell, ...] = tuple(Line((names.item(item), " ", answer_chip(item))) for item in one.answers)
        department = names.department(one.report.id.partition("/")[2])
        cause = (one.challenge.causes or ("",))[-1]
        rows.append(Row((link, department, dated(one.when), cause, printed or ("no answer yet",))))
    table = Table(
        "Challenges still open",
        ("Challenge", "Department", "Reported", "Root cause", "Answers"),
        tuple(rows),
        "No other challenge is open." if steady else "No challenge is open.",
    )
    return AgendaBlock(table, tuple(steady), "Answered, and the answers go well")


def _goes_well(item: ItemStatus, on: date) -> bool:
    """Whether an open answer is in time, and nobody has to look at its effect by a day."""
    if item.status is not Status.ON_TRACK or item.stale:
        return False
    figures = item.figures
    is_looked_at = isinstance(figures, AdjustmentFigures) or (
        isinstance(figures, ActionFigures) and figures.state is ActionState.DONE
    )
    follow_up = figures.follow_up if isinstance(figures, AdjustmentFigures | ActionFigures) else None
    return not is_looked_at or follow_up is None or follow_up > on


def _is_open(item: ItemStatus) -> bool:
    """Whether an answer is: an action not closed, an adjustment to decide or whose effect nobody has looked at yet."""
    if isinstance(item.figures, ActionFigures):
        return item.figures.state not in CLOSED
    return isinstance(item.figures, AdjustmentFigures) and item.figures.state in _UNDECIDED_OR_UNREVIEWED
