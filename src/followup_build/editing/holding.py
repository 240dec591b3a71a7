"""What becomes of a session: it is held, it moves to another day, or it is cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from followup_build.editing.edits import Append, Edit, Put
from followup_build.editing.fault import RefusedError
from followup_build.editing.markdown_file import with_paragraph, without_offers
from followup_build.editing.records import edit_record
from followup_build.editing.store import Write
from followup_build.editing.taken import refuse_taken
from followup_build.editing.values import Spread
from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.model.vocabulary import SessionState
from followup_build.source.tree import SourceFile
from followup_build.status.item import MilestoneFigures
from followup_build.status.schedule import appointments
from followup_build.status.session_text import cancelled_text, moved_text
from followup_build.views.subject import Subject
from followup_build.views.timing import time_of


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a session that was held."""

    chair: str | None = None
    attendees: Sequence[str] = ()
    apologies: Sequence[str] = ()
    decisions: Mapping[str, str] | None = None
    """By key."""
    on: date | None = None
    """The day, where it was another one than was planned."""


def hold_session(root: Path, subject: Subject, record: Record[Session], held: Held) -> Write | None:
    """The session's file once it was held; None where it says so already.

    Raises:
        RefusedError: it was cancelled, its day is to come, or the file says otherwise already.
    """
    refuse_hold(subject, record, held.on)
    data, day = record.data, held.on or record.data.date
    is_held = data.status is SessionState.HELD
    if is_held and held.chair is not None and data.chair not in (None, held.chair):
        raise RefusedError(f"{record.id} was chaired by {data.chair}; to change that, edit {record.path}")
    edits: list[Edit] = [] if is_held else [Put(("status",), SessionState.HELD.value)]
    if held.chair is not None and held.chair != data.chair:
        edits.append(Put(("chair",), held.chair))
    for name in ("attendees", "apologies"):
        present = getattr(data, name)
        edits += [Append((name,), one) for one in dict.fromkeys(getattr(held, name)) if one not in present]
    edits += _decided(record, held.decisions or {})
    write = (
        _moved(root, subject, record, (day, data.time), edits, None)
        if day != data.date
        else edit_record(root, subject.portfolio, record.path, edits)
        if edits
        else None
    )
    given = [name for name in ("chair", "attendees", "apologies") if getattr(held, name)]
    return write and replace(write, after=without_offers(write.after, given))


def refuse_hold(subject: Subject, record: Record[Session], on: date | None) -> None:
    """Refuse to record that a session was held, where that cannot be.

    Raises:
        RefusedError: it was cancelled, its day is to come, or it was held on another one.
    """
    data, day = record.data, on or record.data.date
    if data.status is SessionState.CANCELLED:
        raise RefusedError(f"{record.id} was cancelled; if it was held all the same, edit {record.path}")
    if data.status is SessionState.HELD and day != data.date:
        raise RefusedError(f"{record.id} was held on {data.date}; to change that, edit {record.path}")
    item = subject.snapshot.find("milestone", data.milestone) if data.milestone else None
    reached = item.figures.achieved if item is not None and isinstance(item.figures, MilestoneFigures) else None
    if reached is not None and day < reached:
        raise RefusedError(f"{day} lies before {reached}, when {data.milestone} was reached; correct the day")
    if day > subject.snapshot.as_of:
        if on is not None:
            raise RefusedError(f"{on} is to come, so nothing was held on it yet")
        raise RefusedError(f"{record.id} is planned for {day}, which is to come; if it was held before, add --on DATE")


def _decided(record: Record[Session], decisions: Mapping[str, str]) -> list[Edit]:
    present = record.data.decisions
    for key, text in decisions.items():
        if present.get(key, text) != text:
            raise RefusedError(f"{record.id} has a decision {key} already; give another key, or edit {record.path}")
    new = {key: text for key, text in decisions.items() if key not in present}
    if new and "decisions" not in record.data.model_fields_set:
        return [Put(("decisions",), Spread(new))]
    return [Put(("decisions", key), text) for key, text in new.items()]


def move_session(
    root: Path,
    subject: Subject,
    record: Record[Session],
    to: tuple[date | None, str | None],
    because: str | None = None,
) -> Write | None:
    """The session's file on its new day; None where it is that day's already.

    Args:
        root: the repository's folder.
        subject: the records.
        record: the session.
        to: the new day and the new time of day; None for what stays.
        because: why it moves, in Markdown.

    Raises:
        RefusedError: it is not planned any more, or the day is over or taken.
    """
    data = record.data
    refuse_unplanned(record, "move")
    day, time = to[0] or data.date, to[1] or data.time
    if (day, time) == (data.date, data.time) or (day == data.date and time == time_of(subject.portfolio, data)[0]):
        return None
    if day < subject.snapshot.as_of:
        raise RefusedError(
            f"{day} is over; if {record.id} was held on that day: followup session hold {record.id} --on {day}"
        )
    return _moved(root, subject, record, (day, time), [], because)


def cancel_session(root: Path, subject: Subject, record: Record[Session], because: str | None = None) -> Write | None:
    """The session's file once it is cancelled; None where it is already.

    Raises:
        RefusedError: it was held.
    """
    if record.data.status is SessionState.CANCELLED:
        return None
    refuse_unplanned(record, "be cancelled")
    write = edit_record(root, subject.portfolio, record.path, [Put(("status",), SessionState.CANCELLED.value)])
    return _told(write, cancelled_text(because)) if because else write


def refuse_unplanned(record: Record[Session], verb: str) -> None:
    """Refuse to do something to a session that was held or cancelled.

    Raises:
        RefusedError: it was.
    """
    data = record.data
    if data.status is SessionState.HELD:
        raise RefusedError(f"{record.id} was held on {data.date}; only a planned session can {verb}")
    if data.status is SessionState.CANCELLED:
        raise RefusedError(
            f"{record.id} was cancelled; to meet on another day instead: followup session new, with --date DATE"
        )


def _moved(
    root: Path,
    subject: Subject,
    record: Record[Session],
    to: tuple[date, str | None],
    edits: list[Edit],
    because: str | None,
) -> Write:
    """The file with another day, which keeps the occurrence that it answers, and tells of the move in its text."""
    data, (day, time) = record.data, to
    refuse_taken(subject, data.model_copy(update={"date": day, "time": time}), record.id)
    occurrence = _occurrence_of(subject, record)
    moves: list[Edit] = []
    if data.occurrence is None and occurrence not in (None, day):
        moves.append(Put(("occurrence",), str(occurrence)))
    if day != data.date:
        moves.append(Put(("date",), str(day)))
    if time is not None and time != data.time:
        moves.append(Put(("time",), time))
    write = edit_record(root, subject.portfolio, record.path, [*moves, *edits])
    # The time is only said where it changes.
    has_time = time != data.time
    was = (data.date, time_of(subject.portfolio, data)[0] if has_time else None)
    return _told(write, moved_text(was, (day, time if has_time else None), because))


def _occurrence_of(subject: Subject, record: Record[Session]) -> date | None:
    """The day for which its series called for a session."""
    data = record.data
    if data.occurrence is not None or data.milestone is not None:
        return data.occurrence
    found = appointments(subject.portfolio, subject.ledger, subject.snapshot, data.date, data.date)
    return next((one.occurrence for one in found if one.session == record.id), None)


def _told(write: Write, paragraph: str) -> Write:
    return replace(write, after=with_paragraph(SourceFile(write.path, write.after), paragraph))
