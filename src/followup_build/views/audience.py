"""Who is written to, and who is not and why: mail goes only to addresses in domains that the organisation allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from followup_build.load.records import Record
from followup_build.model.session import Session
from followup_build.portfolio import Portfolio
from followup_build.views.cells import day


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


def session_audience(portfolio: Portfolio, session_id: str, today: date) -> Audience:
    """Who gets a session's report: who chaired it, was there or was excused, then who always receives.

    Args:
        portfolio: the records.
        session_id: the session.
        today: the real day, on which mail goes out: whoever has left by then gets none, whichever day is looked at.
    """
    mail = portfolio.organisation.mail
    wanted = dict(_roles(portfolio.sessions[session_id]))
    return _audience(portfolio, wanted.items(), mail.subscribers if mail else (), today)


def owners_audience(portfolio: Portfolio, people: Iterable[str], today: date) -> Audience:
    """The same of persons who are reminded of what is theirs: each of them, also where two share an address."""
    return _audience(portfolio, ((one, "owner") for one in people), (), today, is_by_person=True)


def _roles(record: Record[Session]) -> Iterator[tuple[str, str]]:
    data = record.data
    yield from ((one, "apologies") for one in data.apologies)
    yield from ((one, "attended") for one in data.attendees)
    if data.chair:
        yield data.chair, "chair"


def _audience(
    portfolio: Portfolio,
    people: Iterable[tuple[str, str]],
    subscribers: Iterable[str],
    today: date,
    *,
    is_by_person: bool = False,
) -> Audience:
    mail = portfolio.organisation.mail
    domains = {one.casefold() for one in (mail.domains if mail else ())}
    recipients: dict[str, Recipient] = {}
    unreached: list[Unreached] = []
    known: list[Recipient] = []
    for person_id, role in sorted(people):
        person = portfolio.people.get(person_id)
        name = (person.name or person_id) if person else person_id
        if person is None:
            unreached.append(Unreached(person_id, name, "is not in people.yml"))
        elif person.left is not None and person.left <= today:
            unreached.append(Unreached(person_id, name, f"left on {day(person.left)}"))
        elif person.email is None:
            unreached.append(Unreached(person_id, name, "has no email in people.yml"))
        else:
            known.append(Recipient(person_id, person.email, name, role))
    for one in (*known, *(Recipient(address, address, "", "subscriber") for address in subscribers)):
        # Nobody tells two addresses apart that differ in capitals alone.
        key = one.key if is_by_person else one.address.casefold()
        same = recipients.setdefault(key, one)
        if one.address.rpartition("@")[2].casefold() not in domains:
            del recipients[key]
            why = f"{one.address} is in a domain that mail.domains in organisation.yml does not name"
            unreached.append(Unreached(one.key, one.name or one.address, why, is_refused=True))
        elif same is not one and one.name:
            unreached.append(Unreached(one.key, one.name, f"has the address of {same.name}, {one.address}"))
    return Audience(tuple(recipients.values()), tuple(unreached))
