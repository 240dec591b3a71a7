"""The agenda of a session as a paper: what a chair reads aloud, what is to be decided first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from followup_build.diagnostics.finding import Severity
from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.portfolio import ORGANISATION
from followup_build.status.item import RollupFigures
from followup_build.status.wording import count_text
from followup_build.views.agenda import Agenda, build_agenda, taking_part
from followup_build.views.agenda_part import AgendaBlock, AgendaPart
from followup_build.views.cells import Cell, Chip, Line, Moved, Prose, Row, Table, chip, chip_of, day, listed
from followup_build.views.names import path_of
from followup_build.views.papers.paper import Bar, Bars, Block, Entry, Lines, Listing, Paper, Part, no_errors_note
from followup_build.views.preparation import reported
from followup_build.views.progress import in_order, speaker, whole
from followup_build.views.sessions import when_text
from followup_build.views.subject import Subject
from followup_build.views.timing import time_of

_MOST, _FEWEST = 12, 4
"""So many things are named under one heading where nobody said how long a session takes, and so many at least."""
_MINUTES_EACH = 10
"""Of a session, for each thing that is named under a heading; of the others it is told how many they are."""
_FEW = 4
"""So many of each department, where more departments have news than are named."""
_CLOSE = 3
"""So many more than that are named all the same."""
_SAID: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "To decide": (("Who speaks",), ("Why now", "Comes in")),
    "Action": (("Owner", "Department"), ("Why", "Due")),
    "Topic": (("By", "Minutes"), ()),
    "Milestone or KPI": ((), ("Was", "Why")),
    "Item": (("Owner",), ("Since", "Why")),
    "Challenge": (("Department", "Reported"), ("Root cause", "Answers")),
    "Adjustment": (
        ("Owner", "Department"),
        ("What it changes", "Reason", "Where it stands", "What it changed", "How that stands", "Why"),
    ),
    "Achievement": (("Thanks to",), ()),
    "Feedback": (("Date", "Waits for"), ()),
}
"""By the first column of a table: who and when, and what is told in sentences after it."""
_NOTHING: tuple[Cell, ...] = ("", "–", ())


def most_named(subject: Subject, record: Record[Session]) -> int:
    """How many things a session has time for under one heading: a dozen in two hours."""
    _, minutes = time_of(subject.portfolio, record.data)
    return _MOST if minutes is None else max(_FEWEST, minutes // _MINUTES_EACH)


def build_agenda_paper(subject: Subject, record: Record[Session], most: int | None) -> Paper:
    """The agenda of a session to come; of a confidential one only that there is one.

    Args:
        subject: what papers are built from.
        record: the session.
        most: how many things are named under one heading; None is all.
    """
    organisation, data = subject.portfolio.organisation, record.data
    agenda = Agenda() if data.confidential else build_agenda(subject, record)
    errors = sum(one.severity is Severity.ERROR for one in subject.findings)
    notes = [*no_errors_note(errors)]
    if data.confidential:
        notes.append("This session is confidential.")
    return Paper(
        f"{organisation.name or 'The organisation'}, agenda",
        subject.names.item(subject.snapshot.items["session", record.id]).text,
        when_text(subject, data, hidden=data.confidential),
        day(subject.snapshot.as_of),
        () if data.confidential else tuple(_facts(subject, record, agenda)),
        tuple(notes),
        (),
        tuple(_parts(subject, record, agenda, most)) if agenda.parts else (),
        f"{organisation.site_url.rstrip('/')}/" if organisation.site_url else "",
        path_of("session", record.id),
    )


def _facts(subject: Subject, record: Record[Session], agenda: Agenda) -> Iterator[tuple[str, Cell]]:
    names, data = subject.names, record.data
    if data.chair:
        yield "Chair", names.person(data.chair)
    departments = taking_part(subject, data)
    if ORGANISATION not in departments:
        yield "Departments", listed(names.department(one) for one in departments)
    if data.milestone:
        yield "After", names.link(data.milestone, "milestone")
    yield from reported(subject, record, f"{path_of('session', record.id)}#expected")
    if agenda.since is not None:
        yield "News since", f"{day(agenda.since)}, the session before"


def _parts(subject: Subject, record: Record[Session], agenda: Agenda, most: int | None) -> Iterator[Part]:
    decisions = _entries(agenda.decisions, agenda.decisions.rows, None)
    yield Part("decisions", agenda.decisions.caption, "", (Listing("", decisions, agenda.decisions.empty),))
    yield Part("plan", "The meeting in short", agenda.fit, (Lines("", tuple(map(_in_short, agenda.parts))),))
    for part in agenda.parts:
        if part.is_full:
            start = f"{part.timing.start} " if part.timing.start else ""
            minutes = f"{count_text(part.timing.minutes, 'minute').capitalize()}. " if part.timing.minutes else ""
            blocks = tuple(_blocks(subject, record, part, most))
            yield Part(part.anchor, f"{start}{part.title}", f"{minutes}{part.summary}.", blocks)


def _in_short(part: AgendaPart) -> Cell:
    timing = part.timing
    minutes = f", {count_text(timing.minutes, 'minute')}" if timing.minutes else ""
    return f"{timing.start}{' ' if timing.start else ''}{part.title}{minutes}: {part.summary}."


def _blocks(subject: Subject, record: Record[Session], part: AgendaPart, most: int | None) -> Iterator[Block]:
    if part.lines:
        yield Lines("", part.lines)
    if part.anchor == "progress":
        yield from _progress(subject, record, part.blocks, most)
        return
    for block in part.blocks:
        caption = "" if len(part.blocks) == 1 else block.table.caption
        empty = "Nothing else." if block.steady and len(part.blocks) == 1 else block.table.empty
        entries = _entries(block.table, block.table.rows, most)
        yield Listing(caption, entries, empty, _foot(block, len(block.table.rows) - len(entries), most))


def _progress(
    subject: Subject, record: Record[Session], blocks: Sequence[AgendaBlock], most: int | None
) -> Iterator[Block]:
    """Where the departments stand, then those that have something to tell, the worst first."""
    bodies = in_order(subject, taking_part(subject, record.data))
    yield Bars(
        "Where the departments stand",
        tuple(_bar(subject, one) for one in bodies[: _room(len(bodies), most)]),
        "Nothing.",
    )
    told = [block for block in blocks if not block.is_overview]
    loud = [block for block in told if block.table.rows]
    each = most if most is None or len(loud) <= most else _FEW
    for block in loud[: _room(len(loud), most)]:
        fresh = block.table.rows[: len(block.table.rows) - block.unchanged]
        entries = _entries(block.table, fresh, each)
        empty = "Nothing has changed."
        yield Listing(block.table.caption, entries, empty, _foot(block, len(fresh) - len(entries), each))
    more = [block.table.caption for block in loud[len(loud[: _room(len(loud), most)]) :]]
    quiet = [block.table.caption for block in told if not block.table.rows and block.steady]
    said = (
        ("There is news as well from", more),
        ("Nothing has changed, and nothing is in trouble", quiet),
        ("No plan in force", [block.table.caption for block in told if not block.table.rows and not block.steady]),
    )
    lines = tuple(f"{word}: {', '.join(names)}." for word, names in said if names)
    if lines:
        yield Lines("The others" if loud else "", lines)


def _bar(subject: Subject, department: str) -> Bar:
    item = whole(subject, department)
    counts = item.figures.counts if isinstance(item.figures, RollupFigures) else {}
    person = speaker(subject, department)
    name = Line((subject.names.item(item), *((" (", listed(person) if isinstance(person, tuple) else person, ")"))))
    segments = tuple((chip(status), number) for status, number in counts.items())
    return Bar(subject.names.item(item) if person in _NOTHING else name, (chip_of(item),), segments)


def _foot(block: AgendaBlock, left_out: int, most: int | None) -> Cell:
    """What needs no entry: how many more there are, what is in trouble as before, and what goes well."""
    lines: list[Cell] = [f"And {left_out} more."] if left_out > 0 else []
    unchanged = block.table.rows[len(block.table.rows) - block.unchanged :] if block.unchanged else ()
    for word, rows in groupby(unchanged, key=lambda row: _chips(row)[0].word):
        lines.append(_named(f"Still {word}", [row.cells[0] for row in rows], most))
    if block.steady:
        lines.append(_named(block.steady_word, block.steady, most))
    return tuple(lines) if lines else ""


def _named(word: str, cells: Sequence[Cell], most: int | None) -> Line:
    """Names behind a word; where they are too many, the first ones and how many more."""
    shown = cells[: _room(len(cells), most)]
    left_out = len(cells) - len(shown)
    return Line((f"{word}: ", listed(shown, "; "), f"; and {left_out} more." if left_out else "."))


def _room(count: int, most: int | None) -> int | None:
    """How many of several are named; to leave out one or two would save nothing."""
    return None if most is None or count <= most + _CLOSE else most


def _entries(table: Table, rows: Sequence[Row], most: int | None) -> tuple[Entry, ...]:
    return tuple(_entry(table.columns, row) for row in rows[: _room(len(rows), most)])


def _entry(columns: Sequence[str], row: Row) -> Entry:
    """A row of a table: its first cell names it, the others say in sentences who, when and why."""
    labels = ["Was" if one.startswith("On ") or one == "Before" else one for one in columns]
    cells = dict(zip(labels, row.cells, strict=True))
    who, said = _SAID[labels[0]]
    heads = [_head(label, cells[label]) for label in who if cells[label] not in _NOTHING]
    sentences: list[Cell] = [Line((listed(heads), "."))] if heads else []
    for label in said:
        sentences.extend(_sentences(label, cells.get(label, ""), cells))
    return Entry(row.cells[0], _chips(row), note=Line(tuple(_spaced(sentences))) if sentences else "")


def _spaced(sentences: Sequence[Cell]) -> Iterator[Cell]:
    for number, one in enumerate(sentences):
        yield from ((" ", one) if number else (one,))


def _chips(row: Row) -> tuple[Chip, ...]:
    """Where a row's item stands: the chip that follows its name."""
    return (row.cells[1],) if isinstance(row.cells[1], Chip) else ()


def _head(label: str, cell: Cell) -> Cell:
    said = listed(cell) if isinstance(cell, tuple) else cell
    if label == "Minutes":
        return count_text(int(str(cell)), "minute")
    words = {"Thanks to": "Thanks to ", "Waits for": "waits for ", "Reported": "reported on ", "Date": "Given on "}
    return Line((words[label], said)) if label in words else said


def _sentences(label: str, cell: Cell, cells: Mapping[str, Cell]) -> Iterator[Cell]:
    """What a cell says, as sentences."""
    if cell in _NOTHING:
        return
    match label:
        case "Was":
            if told := _before(cell, cells["Now"]):
                yield told
        case "Due":
            if isinstance(cell, Moved) and "first due" not in str(cells["Why"]):
                yield Line(("First due ", cell.original, "."))
        case "Since":
            yield Line(("Since ", cell, "."))
        case "Root cause":
            yield Line(("Root cause: ", Prose(str(cell))))
        case "Answers":
            yield Line(("Answers: ", listed(cell, "; ") if isinstance(cell, tuple) else cell, "."))
        case "Comes in":
            yield Line(("(", cell, ")"))
        case "What it changes" | "What it changed" | "How that stands":
            yield Line((listed(cell, "; ") if isinstance(cell, tuple) else cell, "."))
        case _:
            yield cell


def _before(was: Cell, now: Cell) -> str:
    """Where something stood at the last session."""
    if not isinstance(was, Chip) or not isinstance(now, Chip):
        return "New." if was == "new" else ""
    if (was.tone, was.word) == (now.tone, now.word):
        return "Was up to date." if now.is_stale else ""
    return f"Was {was.word}."
