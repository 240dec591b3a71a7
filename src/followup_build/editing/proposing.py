"""A proposed adjustment as a new file, or one more change in one that is not decided yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from followup_build.editing.adjusting import Wanted, build_changes, department_of, find_promise
from followup_build.editing.edits import Append
from followup_build.editing.fault import RefusedError
from followup_build.editing.naming import free_id, id_of, is_taken, subject_of, title_of
from followup_build.editing.records import edit_record
from followup_build.editing.store import Write
from followup_build.editing.text import edit_file
from followup_build.editing.values import Rows, data_of, record_text
from followup_build.ledger.approval import AdjustmentState, adjustment_state, approvers_of, departments_touched
from followup_build.ledger.books import build_ledger
from followup_build.load.records import Record
from followup_build.model.adjustment import Adjustment, Alteration
from followup_build.model.scalars import slug
from followup_build.portfolio import Portfolio
from followup_build.source.tree import SourceFile


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an adjustment says beside its changes."""

    reason: str
    owner: str
    follow_up: date
    by: str
    on: date
    session: str | None = None
    challenge: str | None = None
    title: str | None = None
    id: str | None = None


def new_adjustment(root: Path, records: str, portfolio: Portfolio, wanted: Wanted, proposal: Proposal) -> Write:
    """The file of a new adjustment.

    Raises:
        RefusedError: the change is none, or the id that was asked for is taken.
    """
    # As the check does, from all approvals, whatever the day: `from` is what stands when this is decided.
    ledger = build_ledger(portfolio)
    changes = build_changes(portfolio, ledger, wanted)
    promise = None if wanted.add is not None else find_promise(ledger, wanted.ref)
    taker = find_promise(ledger, wanted.transfer_to) if wanted.transfer_to is not None else None
    title = proposal.title or title_of(portfolio, promise, wanted, taker)
    folder = f"{records}/adjustments/{department_of(portfolio, wanted.ref)}"
    if proposal.id is not None and is_taken(portfolio, proposal.id):
        raise RefusedError(f"there is already an adjustment or action {proposal.id}; give another --id, or none")
    record_id = proposal.id or free_id(
        portfolio, id_of(proposal.on, slug(proposal.title or "") or subject_of(wanted)), root / folder
    )
    plans = {ref.partition("/")[0] for ref in (wanted.ref, wanted.transfer_to) if ref is not None}
    data = data_of(
        {
            "title": title,
            "session": proposal.session,
            "challenge": proposal.challenge,
            "reason": proposal.reason,
            "owner": proposal.owner,
            "follow_up": proposal.follow_up,
            "proposed": {"by": proposal.by, "on": proposal.on},
            # What a plan keeps to itself, a change of it must not tell.
            "confidential": True if any(map(portfolio.is_confidential, plans)) else None,
            "changes": Rows(changes),
        }
    )
    return Write(f"{folder}/{record_id}.yml", None, record_text(data).encode())


def one_more_change(root: Path, portfolio: Portfolio, record: Record[Adjustment], wanted: Wanted) -> Write:
    """The file of a proposed adjustment with one more change.

    Raises:
        RefusedError: it is decided, or somebody has approved it as it is, or it changes the same already.
    """
    adjustment = record.data
    if adjustment_state(portfolio, adjustment) is not AdjustmentState.PROPOSED:
        state = adjustment_state(portfolio, adjustment).value
        raise RefusedError(f"{record.id} is decided ({state}); leave --into out to propose a new adjustment")
    if adjustment.approvals:
        who = " and ".join(one.by for one in adjustment.approvals)
        raise RefusedError(f"{who} approved {record.id} as it is; leave --into out to propose a new adjustment")
    changes = build_changes(portfolio, build_ledger(portfolio), wanted)
    for change in changes:
        _refuse_again(record, change)
    edits = [Append(("changes",), change, in_rows=True) for change in changes]
    return edit_record(root, portfolio, record.path, edits)


def _refuse_again(record: Record[Adjustment], change: dict[str, Any]) -> None:
    for one in record.data.changes:
        if not isinstance(one, Alteration) or change.get(one.kind) != one.ref:
            continue
        moved = {name for name, _ in one.moves()} & change.keys()
        target = getattr(one, "target", None)
        if target is not None and change.get("target", {}).get("at") == target.at:
            moved.add(f"target {target.at}")
        if moved:
            what = " and ".join(sorted(moved))
            raise RefusedError(f"{record.id} already changes {what} of {one.ref}; edit {record.path} instead")


def approved_content(portfolio: Portfolio, path: str, content: bytes, on: date) -> bytes | None:
    """A proposed adjustment as if everybody needed had approved it on a day; None where nobody could.

    Args:
        portfolio: the records with the proposal in them.
        path: of its file.
        content: of its file.
        on: the day.
    """
    record = next((one for one in portfolio.adjustments.values() if one.path == path), None)
    if record is None:
        return None
    approvals: list[Append] = []
    for department in departments_touched(portfolio, record.data):
        who = next((one for one in _able(portfolio, department, on) if one != record.data.proposed.by), None)
        if who is None:
            return None
        approvals.append(Append(("approvals",), data_of({"by": who, "on": max(on, record.data.proposed.on)})))
    return edit_file(SourceFile(path, content), Adjustment, approvals) if approvals else None


def _able(portfolio: Portfolio, department: str, on: date) -> Sequence[str]:
    return [one.who for one in approvers_of(portfolio, department) if one.covers(on)]
