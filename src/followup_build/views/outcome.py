"""What came of a session: every action and adjustment with its state today, and the promises that moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from followup_build.load.records import Record
from followup_build.model.session import Report, Session
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus
from followup_build.views.cells import Cell, Chip, Link, Row, Table, chip, dated, moved_day, state_chip
from followup_build.views.counts import action_word, actions_text, adjustments_text, urgency
from followup_build.views.moves import change_lines
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was agreed in a session, or answers a challenge told of there; tables without rows where there is none."""

    actions_text: str
    actions: Table
    tracker: Cell
    """Leads to the session's actions in the tracker; empty where it agreed none."""
    adjustments_text: str
    adjustments: Table
    moved: tuple[Cell, ...]
    """The promises that its adjustments changed or added."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing came of it."""
        return not (self.actions.rows or self.adjustments.rows)


def build_outcome(subject: Subject, session: Record[Session], reports: Iterable[Record[Report]]) -> Outcome:
    """The actions and adjustments that name a session, or that answer a challenge of its reports."""
    actions, adjustments = agreed_items(subject, session, reports)
    to_do, to_change = actions_text(actions), adjustments_text(adjustments)
    return Outcome(
        to_do,
        _actions(subject, sorted(actions, key=urgency), to_do),
        tracker_link(subject, session.id, "See them in the tracker"),
        to_change,
        _adjustments(subject, adjustments, to_change),
        _moved(subject, adjustments),
    )


def agreed_items(
    subject: Subject, session: Record[Session], reports: Iterable[Record[Report]]
) -> tuple[tuple[ItemStatus, ...], tuple[ItemStatus, ...]]:
    """The actions and the adjustments that name a session, or that answer a challenge of its reports."""
    answers = {ref for report in reports for challenge in report.data.challenges.values() for ref in challenge.response}
    return (
        _with_answers(subject, "action", subject.actions_by_origin.get(session.id, ()), answers),
        _with_answers(subject, "adjustment", subject.adjustments_by_session.get(session.id, ()), answers),
    )


def tracker_link(subject: Subject, session: str, text: str = "") -> Cell:
    """Leads to the actions that a session agreed, in the tracker; empty where there are none."""
    agreed = tuple(
        item
        for item in subject.actions_by_origin.get(session, ())
        if subject.portfolio.actions[item.ref].data.session == session
    )
    return Link(text or actions_text(agreed), f"actions/index.html?session={session}") if agreed else ""


def _with_answers(
    subject: Subject, kind: str, items: Iterable[ItemStatus], answers: Iterable[str]
) -> tuple[ItemStatus, ...]:
    found = (subject.snapshot.find(kind, ref) for ref in answers)
    by_ref = {item.ref: item for item in (*items, *found) if item is not None}
    return tuple(by_ref[ref] for ref in sorted(by_ref))


def _actions(subject: Subject, items: Iterable[ItemStatus], caption: str) -> Table:
    names = subject.names
    rows = tuple(
        Row(
            (
                names.item(item),
                _action_chip(item, item.figures),
                moved_day(item.figures.due_original, item.figures.due),
                names.person(item.owner),
                names.department(item.department),
            )
        )
        for item in items
        if isinstance(item.figures, ActionFigures)
    )
    return Table(caption, ("Action", "State today", "Due", "Owner", "Department"), rows, "No actions.")


def _action_chip(item: ItemStatus, figures: ActionFigures) -> Chip:
    return chip(item.status, is_stale=item.stale, word=action_word(figures))


def _adjustments(subject: Subject, items: Iterable[ItemStatus], caption: str) -> Table:
    names = subject.names
    rows = tuple(
        Row(
            (
                names.item(item),
                state_chip(item),
                "–" if item.confidential else change_lines(subject, subject.portfolio.adjustments[item.ref].data),
                names.person(item.owner),
                dated(item.figures.follow_up) if item.figures.follow_up else "–",
            )
        )
        for item in items
        if isinstance(item.figures, AdjustmentFigures)
    )
    columns = ("Adjustment", "State today", "What it changes", "Owner", "Effect looked at")
    return Table(caption, columns, rows, "No adjustments.")


def _moved(subject: Subject, items: Iterable[ItemStatus]) -> tuple[Cell, ...]:
    """Each promise once, in the order of the ledger; what a confidential adjustment moved stays with it."""
    told = {item.ref for item in items if not item.confidential}
    refs = dict.fromkeys(entry.ref for entry in subject.ledger.entries if entry.adjustment in told)
    return subject.names.links(tuple(refs))
