"""What the organisation learns: feedback and its answer, and a practice that a department adopts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from followup_build.editing.edits import Append, Edit, Put
from followup_build.editing.fault import RefusedError
from followup_build.editing.markdown_file import markdown_file
from followup_build.editing.naming import id_of
from followup_build.editing.records import edit_record
from followup_build.editing.store import Write
from followup_build.editing.values import data_of
from followup_build.load.records import Record
from followup_build.load.schema import value_at
from followup_build.model.learning import Feedback, Practice
from followup_build.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said."""

    title: str
    day: date
    text: str = ""
    """In Markdown."""
    by: str | None = None
    """None where it is anonymous."""
    session: str | None = None


def new_feedback(root: Path, records: str, portfolio: Portfolio, said: Said) -> Write:
    """The file of what somebody said."""
    folder, wish = f"{records}/feedback", id_of(said.day, said.title)
    names = (wish if number == 1 else f"{wish}-{number}" for number in count(1))
    record_id = next(
        one for one in names if one not in portfolio.feedback and not os.path.lexists(root / folder / f"{one}.md")
    )
    data = data_of({"title": said.title, "date": said.day, "session": said.session, "from": said.by})
    return Write(f"{folder}/{record_id}.md", None, markdown_file(data, said.text))


def answer_feedback(
    root: Path,
    portfolio: Portfolio,
    record: Record[Feedback],
    answer: tuple[str, date, str] | None,
    led_to: Sequence[str],
) -> Write | None:
    """The file with an answer and what it led to; None where it says so already.

    Args:
        root: the repository's folder.
        portfolio: the records.
        record: the feedback.
        answer: who answers, when and what; None to add only what it led to.
        led_to: practices, actions and adjustments that came of it.

    Raises:
        RefusedError: it was answered otherwise.
    """
    edits: list[Edit] = [Append(("led_to",), ref) for ref in led_to if ref not in record.data.led_to]
    if answer is not None:
        by, on, note = answer
        present = record.data.response
        written = value_at(portfolio.loaded.documents[record.path].data, ("response",))
        if written is not None and (present is None or (present.by, present.note) != (by, note)):
            when = f" by {present.by} on {present.on}" if present is not None else ""
            raise RefusedError(f"{record.id} was answered{when}; to change that, edit {record.path}")
        if written is None:
            edits.insert(0, Put(("response",), data_of({"by": by, "on": on, "note": note})))
    return edit_record(root, portfolio, record.path, edits) if edits else None


def adopt_practice(
    root: Path, portfolio: Portfolio, record: Record[Practice], department: str, on: date | None, today: date
) -> Write | None:
    """The practice's file with a department that adopted it; None where it says so already.

    Raises:
        RefusedError: the practice is the department's own, or was adopted on another day.
    """
    if department == record.data.from_:
        raise RefusedError(f"{record.id} comes from {department}, which has it since {record.data.since}")
    route = ("adopted", department)
    written = value_at(portfolio.loaded.documents[record.path].data, route)
    if written is not None:
        if on is None or record.data.adopted.get(department) == on:
            return None
        raise RefusedError(f"{department} adopted {record.id} on {written}; to change that, edit {record.path}")
    day = data_of(on or today)
    is_first = value_at(portfolio.loaded.documents[record.path].data, route[:1]) is None
    edit = Put(route[:1], {department: day}) if is_first else Put(route, day)
    return edit_record(root, portfolio, record.path, [edit])
