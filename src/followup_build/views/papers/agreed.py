"""What was agreed, as papers tell it: actions with owners and dates, adjustments with what they change and did."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from followup_build.ledger.approval import departments_touched
from followup_build.load.records import Record
from followup_build.model.adjustment import Addition, Adjustment, Alteration, Drop, Transfer
from followup_build.model.vocabulary import Status
from followup_build.portfolio import added_ref
from followup_build.status.action import CLOSED
from followup_build.status.commitments import Effect, effect_of
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus
from followup_build.views.cells import Cell, Line, Prose, chip, chip_of, dated, listed, moved_day, state_chip
from followup_build.views.counts import action_word
from followup_build.views.expectation import expectation
from followup_build.views.moves import change_lines
from followup_build.views.names import hidden_title
from followup_build.views.papers.paper import Entry, Listing
from followup_build.views.subject import Subject


def action_listing(subject: Subject, items: Iterable[ItemStatus], caption: str, empty: str) -> Listing:
    """Actions with owner, due date and the day on which somebody looks whether they worked, in their order."""
    return Listing(caption, tuple(_action(subject, one) for one in items), empty)


def _action(subject: Subject, item: ItemStatus) -> Entry:
    names, figures = subject.names, item.figures
    assert isinstance(figures, ActionFigures)  # noqa: S101 - the kind decides the figures
    details: list[tuple[str, Cell]] = [
        ("Owner", names.person(item.owner)),
        ("Due", moved_day(figures.due_original, figures.due)),
    ]
    if figures.follow_up is not None and figures.state not in CLOSED:
        details.append(("Effect checked on", dated(figures.follow_up)))
    details += [("Department", names.department(item.department)), ("State", action_word(figures))]
    return Entry(
        names.item(item),
        (chip_of(item),),
        tuple(details),
        names.reasons(item) if item.status in (Status.OFF_TRACK, Status.AT_RISK) else "",
    )


def adjustment_entry(subject: Subject, item: ItemStatus) -> Entry:
    """An adjustment with its state, what it changes, why, and what came of it as far as that is known."""
    names, figures = subject.names, item.figures
    assert isinstance(figures, AdjustmentFigures)  # noqa: S101 - the kind decides the figures
    details: list[tuple[str, Cell]] = [("Owner", names.person(item.owner))]
    if figures.waiting_for:
        details.append(("Waits for", listed(names.department(one) for one in figures.waiting_for)))
    if figures.approved is not None:
        details.append(("Approved", dated(figures.approved)))
    if figures.follow_up is not None and figures.state.value in ("proposed", "approved"):
        details.append(("Effect looked at", dated(figures.follow_up)))
    return Entry(names.item(item), (state_chip(item),), tuple(details), _told(subject, item.ref))


def later_entry(subject: Subject, record: Record[Adjustment]) -> Entry:
    """An adjustment that a session brought about and that was proposed after the day to look from."""
    data, names = record.data, subject.names
    title = hidden_title("adjustment") if data.confidential else data.title
    proposed = Line((dated(data.proposed.on), ", after this day"))
    details: list[tuple[str, Cell]] = [("Owner", names.person(data.owner)), ("Proposed", proposed)]
    if data.follow_up is not None:
        details.append(("Effect looked at", dated(data.follow_up)))
    word = chip(Status.NOT_STARTED, word="proposed later")
    return Entry(
        names.link(record.id, "adjustment") if not data.confidential else title,
        (word,),
        tuple(details),
        _told(subject, record.id),
    )


def _told(subject: Subject, ref: str) -> Cell:
    """What an adjustment changes, and why; nothing of a confidential one."""
    data = subject.portfolio.adjustments[ref].data
    if data.confidential:
        return ""
    told: list[Cell] = list(change_lines(subject, data))
    if data.reason and not _touches_hidden(subject, data):
        told.append(Line(("Why: ", Prose(data.reason))))
    if data.expects is not None:
        told.append(expectation(subject, data.expects))
    return tuple(told)


def _touches_hidden(subject: Subject, data: Adjustment) -> bool:
    """Whether it changes a confidential promise, of which its reason would tell."""
    return any(subject.names.hides(ref) for change in data.changes for ref in _refs(change))


def _refs(change: Alteration | Transfer | Addition | Drop) -> tuple[str, ...]:
    if isinstance(change, Transfer):
        return change.transfer.from_, change.transfer.to
    if isinstance(change, Addition):
        return (added_ref(change)[1],)
    return (change.drop,) if isinstance(change, Drop) else (change.ref,)


def effect_listing(
    subject: Subject, departments: Collection[str], since: date | None, caption: str, empty: str
) -> Listing:
    """Adjustments whose effect was looked at after a day, or should have been: what was found."""
    return Listing(caption, tuple(_effects(subject, departments, since)), empty)


def _effects(subject: Subject, departments: Collection[str], since: date | None) -> Iterator[Entry]:
    found = []
    for item in subject.items("adjustment"):
        effect = effect_of(item)
        data = subject.portfolio.adjustments[item.ref].data
        if effect in (None, Effect.AHEAD):
            continue
        if not {item.department, *departments_touched(subject.portfolio, data)} & set(departments):
            continue
        when = data.review.on if data.review is not None and effect is not Effect.OVERDUE else None
        if when is not None and since is not None and when <= since:
            continue
        found.append((when or date.max, item.ref, item, data))
    for when, _, item, data in sorted(found, key=lambda one: one[:2]):
        yield _effect(subject, item, data, when)


def _effect(subject: Subject, item: ItemStatus, data: Adjustment, when: date) -> Entry:
    names, effect = subject.names, effect_of(item)
    assert effect is not None  # noqa: S101 - the caller leaves the others out
    details: list[tuple[str, Cell]] = [("Owner", names.person(item.owner))]
    notes: list[Cell] = []
    if effect is Effect.OVERDUE:
        details.append(("To be looked at by", dated(data.follow_up) if data.follow_up else "–"))
    else:
        details.append(("Looked at on", dated(when)))
    if not item.confidential:
        note = data.review.note if data.review is not None and effect is not Effect.OVERDUE else None
        if note and not _touches_hidden(subject, data):
            notes.append(Prose(note))
        if data.expects is not None:
            notes.append(expectation(subject, data.expects))
    return Entry(names.item(item), (chip(item.status, word=effect.value),), tuple(details), tuple(notes))
