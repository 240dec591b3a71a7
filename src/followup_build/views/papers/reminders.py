"""Reminders: to each owner one message with what is theirs and cannot wait, as their page on the site has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup_build.model.vocabulary import Status
from followup_build.views.cells import chip_of, day
from followup_build.views.concerns import Notice
from followup_build.views.duties import Duties, build_duties
from followup_build.views.names import path_of
from followup_build.views.papers.paper import Entry, Figure, Listing, Paper, Part
from followup_build.views.people import NowPart, now_parts, person_calls
from followup_build.views.subject import Subject

_TITLE = "What is yours to do"
_COUNTED = frozenset(("overdue", "red", "soon", "verify", "effects", "owed"))
"""The anchors of what a reminder tells of; what is to be decided and attended has calls of its own."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What somebody is reminded of."""

    person: str
    name: str
    counts: tuple[tuple[int, str], ...]
    """How many things of each kind, the most urgent first."""
    paper: Paper


def build_reminders(subject: Subject) -> tuple[Reminder, ...]:
    """A reminder for everybody who owns something that is late, due soon, to be checked or silent, by the day."""
    duties = build_duties(subject)
    found = (_reminder(subject, person, mine) for person, mine in sorted(duties.items()))
    return tuple(one for one in found if one.paper.parts)


def _reminder(subject: Subject, person_id: str, mine: Duties) -> Reminder:
    organisation, as_of = subject.portfolio.organisation, subject.snapshot.as_of
    person = subject.portfolio.people.get(person_id)
    name = (person.name or person_id) if person else person_id
    calls = [one for one in person_calls(mine, as_of) if one.anchor in _COUNTED]
    paper = Paper(
        f"{organisation.name or 'The organisation'}, reminder",
        _TITLE,
        name,
        day(as_of),
        (),
        (),
        tuple(Figure(str(one.number), one.words, one.chip.tone) for one in calls),
        tuple(_part(one) for one in _parts(subject, mine) if one.notices),
        f"{organisation.site_url.rstrip('/')}/" if organisation.site_url else "",
        path_of("person", person_id),
    )
    return Reminder(person_id, name, tuple((one.number, one.words) for one in calls), paper)


def _parts(subject: Subject, mine: Duties) -> Iterator[NowPart]:
    """What the person's page shows first, and before what is only silent, what was done and has to be checked."""
    overdue, red, soon, owed = now_parts(subject, mine)
    late = tuple(item for item in mine.effects if item.status is Status.AT_RISK)
    checked = (
        Notice(subject.names.item(item), chip_of(item), subject.names.reason(item), "")
        for item in (*mine.to_verify, *late)
    )
    yield from (overdue, red, soon)
    yield NowPart("verify", "To check whether it worked", tuple(checked))
    yield owed


def _part(now: NowPart) -> Part:
    entries = tuple(Entry(one.what, (one.chip,), note=one.why) for one in now.notices)
    return Part(now.anchor, now.title, "", (Listing("", entries),))
