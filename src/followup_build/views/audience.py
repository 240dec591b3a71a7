"""Who is written to, and who is not and why: mail goes only to addresses in domains that the organisation allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.views.cells import day
from followup_build.views.people import has_left
from followup_build.views.subject import Subject


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is written to."""

    key: str
    """The person's id, or the address of somebody who is not on file."""
    address: str
    name: str
    """Empty where only the address is known."""
    role: str
    """Why this one gets it: `attended`, `subscriber`."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody who is not written to."""

    key: str
    name: str
    why: str
    is_refused: bool = False
    """Whether the settings contradict themselves: the address is asked for, and is not allowed."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is written to, and who is not."""

    recipients: tuple[Recipient, ...]
    unreached: tuple[Unreached, ...]


def session_audience(subject: Subject, session_id: str) -> Audience:
    """Who gets a session's report: who chaired it, was there or was excused, then who always receives."""
    mail = subject.portfolio.organisation.mail
    wanted = dict(_roles(subject.portfolio.sessions[session_id]))
    subscribers = ((address, address, "", "subscriber") for address in (mail.subscribers if mail else ()))
    return _audience(subject, wanted.items(), subscribers)


def owners_audience(subject: Subject, people: Iterable[str]) -> Audience:
    """The same of persons who are reminded of what is theirs."""
    return _audience(subject, ((one, "owner") for one in people), ())


def _roles(record: Record[Session]) -> Iterator[tuple[str, str]]:
    data = record.data
    yield from ((one, "apologies") for one in data.apologies)
    yield from ((one, "attended") for one in data.attendees)
    if data.chair:
        yield data.chair, "chair"


def _audience(
    subject: Subject, people: Iterable[tuple[str, str]], others: Iterable[tuple[str, str, str, str]]
) -> Audience:
    mail = subject.portfolio.organisation.mail
    domains = {one.casefold() for one in (mail.domains if mail else ())}
    recipients: dict[str, Recipient] = {}
    unreached: list[Unreached] = []
    known: list[tuple[str, str, str, str]] = []
    for person_id, role in sorted(people):
        person = subject.portfolio.people.get(person_id)
        name = (person.name or person_id) if person else person_id
        if person is None:
            unreached.append(Unreached(person_id, name, "is not in people.yml"))
        elif has_left(subject, person):
            unreached.append(Unreached(person_id, name, f"left on {day(person.left)}"))
        elif person.email is None:
            unreached.append(Unreached(person_id, name, "has no email in people.yml"))
        else:
            known.append((person_id, person.email, name, role))
    for key, address, name, role in (*known, *others):
        # Nobody tells two addresses apart that differ in capitals alone.
        same = recipients.get(address.casefold())
        domain = address.rpartition("@")[2].casefold()
        if domain not in domains:
            why = f"{address} is in a domain that mail.domains in organisation.yml does not name"
            unreached.append(Unreached(key, name, why, is_refused=True))
        elif same is None:
            recipients[address.casefold()] = Recipient(key, address, name, role)
        elif same.key != key:
            unreached.append(Unreached(key, name, f"has the address of {same.name or same.role}, {address}"))
    return Audience(tuple(recipients.values()), tuple(unreached))
