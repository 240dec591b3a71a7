"""A change that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from followup_build.checks.as_written import written_at
from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Location, Severity
from followup_build.ledger.entry import value_text
from followup_build.model.adjustment import Alteration, Transfer

SEVERITY = Severity.ERROR
IS_STRUCTURE = True


def check(subject: Subject) -> Iterator[Finding]:
    """Every change names a field, and its value after differs from its value before."""
    for record in subject.portfolio.adjustments.values():
        if not record.data.changes and written_at(subject.portfolio, record.at("changes")) == []:
            hint = "add a line, for example - {milestone: PLAN/ID, due: {from: DAY, to: DAY}}"
            yield Finding("empty-change", record.at("changes"), "this adjustment changes nothing", hint)
        for number, change in enumerate(record.data.changes):
            if isinstance(change, Transfer) and change.transfer.from_ == change.transfer.to:
                message = f"this transfer gives {change.transfer.to} what it has already"
                place = record.at("changes", number, "transfer", "to")
                yield Finding("empty-change", place, message, "name the resource that receives as to:")
            if isinstance(change, Alteration):
                yield from _faults(subject, change, record.at("changes", number))


def _faults(subject: Subject, change: Alteration, at: Location) -> Iterator[Finding]:
    target = getattr(change, "target", None)
    moves = dict(change.moves())
    written = written_at(subject.portfolio, at)
    if not moves and target is None:
        # More keys than the promise: what they said was refused and reported.
        if isinstance(written, dict) and len(written) == 1:
            hint = (
                f"say what becomes different, for example {{{change.kind}: {change.ref}, due: {{from: DAY, to: DAY}}}}"
            )
            hint = (
                hint
                if change.kind == "milestone"
                else f"say what becomes different: {{{change.kind}: {change.ref}, FIELD: {{from: …, to: …}}}}"
            )
            yield Finding("empty-change", at, f"this change of {change.ref} changes nothing", hint)
        return
    for name, move in (*moves.items(), *((("target", target),) if target is not None else ())):
        place = Location(at.path, (*at.route, name))
        said = written_at(subject.portfolio, place)
        is_refused = isinstance(said, dict) and len(said) > len({"at", "from", "to"} & said.keys())
        if move.from_ != move.to or is_refused:
            continue
        after = (
            f"{value_text(move.to)} before and after" if move.to is not None else "neither a value before nor one after"
        )
        hint = "write the value before as from: and the one after as to:"
        yield Finding("empty-change", place, f"{name} of {change.ref} has {after}", hint)
