"""What a search finds besides pages: milestones, actions and challenges, which stand in pages with many others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup_build.model.vocabulary import Status
from followup_build.status.item import ItemStatus
from followup_build.status.reported import known_challenges
from followup_build.views.cells import Cell, Link, chip_of
from followup_build.views.names import path_of
from followup_build.views.subject import Subject

_OPEN, _CLOSED, _TOLD = 3.0, 2.4, 1.5
"""How much an entry counts: what is open, what is over, and what was only told.

The theme lets a page count two and a half times as much as a part of a page; an item is a thing of its own and may
stand beside a page with the same words.
"""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One thing that can be found, and where it stands."""

    path: str
    title: str
    text: str
    id: str
    """What people type to name it."""
    weight: float


def build_search(subject: Subject) -> tuple[SearchEntry, ...]:
    """All entries; confidential records have none."""
    return (*_items(subject), *_challenges(subject))


def _items(subject: Subject) -> Iterator[SearchEntry]:
    for kind in ("milestone", "action"):
        for item in subject.items(kind):
            if not item.confidential:
                yield SearchEntry(
                    path_of(kind, item.ref),
                    item.title,
                    _about(subject, item),
                    item.ref,
                    _CLOSED if item.status in (Status.ACHIEVED, Status.MISSED, Status.DROPPED) else _OPEN,
                )


def _about(subject: Subject, item: ItemStatus) -> str:
    owner, department = subject.names.person(item.owner), subject.names.department(item.department)
    said = f"{item.kind.capitalize()}: {chip_of(item).word}. {_text(owner)} ({item.owner}), {_text(department)}."
    if item.kind != "action":
        return said
    updates = subject.portfolio.actions[item.ref].data.updates
    notes = (one.note for when, one in sorted(updates.items()) if one.note and when <= subject.snapshot.as_of)
    return " ".join((said, *notes))


def _challenges(subject: Subject) -> Iterator[SearchEntry]:
    for _, report, key, challenge in known_challenges(subject.portfolio, subject.snapshot.as_of):
        department = _text(subject.names.department(report.id.partition("/")[2]))
        ref = f"{report.id}/{key}"
        yield SearchEntry(path_of("challenge", ref), challenge.title, f"Challenge. {department}.", ref, _TOLD)


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Link) else str(cell)
