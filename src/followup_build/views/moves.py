"""Moves: the ledger's lines and the changes of one adjustment, from what to what, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from followup_build.ledger.entry import Entry
from followup_build.model.adjustment import Addition, Adjustment, Alteration, Drop, TargetMove, Transfer, TransferParts
from followup_build.portfolio import added_ref
from followup_build.status.commitments import effect_of
from followup_build.status.wording import number_text
from followup_build.views.cells import Cell, Line, Prose, Row, Table, chip, dated, listed
from followup_build.views.subject import Subject
from followup_build.views.values import field_text, unit_of, value_cell

_UNSAID = "–"


def entries_of_plan(subject: Subject, plan_id: str) -> tuple[Entry, ...]:
    """What happened to a plan and everything in it, in order."""
    return tuple(entry for entry in subject.ledger.entries if entry.ref.partition("/")[0] == plan_id)


def moves_table(
    subject: Subject,
    entries: Iterable[Entry],
    *,
    names_promise: bool = True,
    names_plan: bool = False,
    says_effect: bool = False,
) -> Table:
    """The ledger's lines: what changed, from what to what, why, by whose approval; where asked, whether it worked."""
    names, found = subject.names, []
    for entry in entries:
        record = subject.portfolio.adjustments[entry.adjustment].data
        # What a confidential plan promised stays with it, also where the adjustment itself may be read.
        hidden = record.confidential or names.hides(entry.ref)
        promise: Cell = names.link(entry.ref)
        if names_plan and "/" in entry.ref:
            promise = promise, names.link(entry.ref.partition("/")[0], "plan")
        cells: tuple[Cell, ...] = (
            dated(entry.on),
            *((promise,) if names_promise else ()),
            _UNSAID if hidden else _what(subject, entry, record),
            _UNSAID if hidden else value_cell(names, entry.ref, entry.field, entry.before),
            _UNSAID if hidden else value_cell(names, entry.ref, entry.field, entry.after),
            "Confidential" if hidden else Prose(entry.because),
            (
                names.link(entry.adjustment, "adjustment"),
                Line(("approved by ", listed(names.person(approval.by) for approval in record.approvals))),
            ),
            *((_effect(subject, entry.adjustment),) if says_effect else ()),
        )
        found.append(Row(cells))
    columns = (
        "Date",
        *(("Promise",) if names_promise else ()),
        *("What", "From", "To", "Why", "Adjustment"),
        *(("Did it work?",) if says_effect else ()),
    )
    return Table("Every move", columns, tuple(found), "Nothing has moved.")


def _effect(subject: Subject, adjustment: str) -> Cell:
    item = subject.snapshot.find("adjustment", adjustment)
    effect = effect_of(item) if item is not None else None
    if item is None or effect is None:
        return _UNSAID
    return chip(item.status, word=effect.value)


def _what(subject: Subject, entry: Entry, adjustment: Adjustment) -> Cell:
    transfer = next(
        (
            change.transfer
            for change in adjustment.changes
            if isinstance(change, Transfer) and entry.ref in (change.transfer.from_, change.transfer.to)
        ),
        None,
    )
    if entry.field == "amount" and transfer is not None:
        return "Amount", _transfer(subject, transfer)
    return field_text(entry.field, subject.portfolio.calendar)


def _transfer(subject: Subject, parts: TransferParts) -> Line:
    """`150 000 ZAR from Finance, Systems budget, to Technology, Systems budget`."""
    return Line(
        (
            f"{_amount(subject, parts)} from ",
            _holder(subject, parts.from_),
            ", to ",
            _holder(subject, parts.to),
        )
    )


def _amount(subject: Subject, parts: TransferParts) -> str:
    # It would tell what a confidential plan gave or got.
    if subject.names.hides(parts.from_) or subject.names.hides(parts.to):
        return "an amount"
    return number_text(parts.amount, unit_of(subject.ledger, parts.from_))


def _holder(subject: Subject, ref: str) -> Line:
    """A resource with the department that holds it, since two may share a name."""
    department = subject.names.department(subject.portfolio.department_of(ref))
    name = department if isinstance(department, str) else getattr(department, "text", "")
    return Line((f"{name}, ", subject.names.link(ref, "resource")))


def changes_table(subject: Subject, data: Adjustment) -> Table:
    """What an adjustment changes, in words."""
    return Table("Changes", ("Promise", "What", "From", "To"), tuple(Row(cells) for cells in _changes(subject, data)))


def change_lines(subject: Subject, data: Adjustment) -> tuple[Cell, ...]:
    """The same, a line each, for tables with one row an adjustment."""
    found: list[Cell] = []
    for change, rows in zip(data.changes, _grouped(subject, data), strict=True):
        if isinstance(change, Transfer):
            found.append(_transfer(subject, change.transfer))
        elif isinstance(change, Addition | Drop):
            found.append(Line((rows[0][0], ": added" if isinstance(change, Addition) else ": dropped")))
        else:
            found.extend(_change_line(*row) for row in rows)
    return tuple(found)


def _change_line(promise: Cell, what: Cell, before: Cell, after: Cell) -> Cell:
    if what == _UNSAID:
        return promise
    if before == _UNSAID:
        return Line((promise, ": ", what, ", now ", after))
    if after == _UNSAID:
        return Line((promise, ": ", what, ", ", before, ", taken back"))
    return Line((promise, ": ", what, " from ", before, " to ", after))


_Change = tuple[Cell, Cell, Cell, Cell]


def _changes(subject: Subject, data: Adjustment) -> Iterator[_Change]:
    for cells in _grouped(subject, data):
        yield from cells


def _grouped(subject: Subject, data: Adjustment) -> Iterator[tuple[_Change, ...]]:
    """The rows of each change: promise, what, from, to."""
    names = subject.names
    for change in data.changes:
        if isinstance(change, Transfer):
            parts = change.transfer
            amount = _amount(subject, parts)
            yield (("Transfer", amount, _holder(subject, parts.from_), _holder(subject, parts.to)),)
        elif isinstance(change, Addition):
            kind, ref = added_ref(change)
            after: Cell = _UNSAID if names.hides(ref) else value_cell(names, ref, "added", change.add)
            yield ((names.link(ref, kind), "Added", _UNSAID, after),)
        elif isinstance(change, Drop):
            because: tuple[Cell, ...] = () if names.hides(change.drop) else (Prose(change.because),)
            yield ((names.link(change.drop), ("Dropped", *because), _UNSAID, _UNSAID),)
        elif isinstance(change, Alteration):
            yield tuple(_alteration(subject, change))


def _alteration(subject: Subject, change: Alteration) -> Iterator[_Change]:
    names = subject.names
    promise = names.link(change.ref, change.kind)
    if names.hides(change.ref):
        yield promise, _UNSAID, _UNSAID, _UNSAID
        return
    calendar = subject.portfolio.calendar
    moves = [(name, move.from_, move.to) for name, move in change.moves()]
    target = getattr(change, "target", None)
    if isinstance(target, TargetMove):
        moves.append((f"target {target.at}", target.from_, target.to))
    for name, before, after in moves:
        yield (
            promise,
            field_text(name, calendar),
            value_cell(names, change.ref, name, before),
            value_cell(names, change.ref, name, after),
        )
