"""Who is still to be sent a message, by the marks of earlier runs; and all of it in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from followup_build.delivery.post import Post, mark_of, state_of, time_of
from followup_build.delivery.register import Entry
from followup_build.delivery.state import State
from followup_build.diagnostics.terminal import line_text, padded, width_of
from followup_build.exports.papers.mail_message import LetterError
from followup_build.views.audience import Audience, Recipient, Unreached


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody of whom there is something to say."""

    recipient: Recipient
    words: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done for everybody."""

    folder: str
    """Of the marks."""
    due: tuple[tuple[Recipient, Post], ...] = ()
    """Who is sent the message."""
    done: tuple[Told, ...] = ()
    """Who has it."""
    in_doubt: tuple[Told, ...] = ()
    """Who may have it: nobody knows, and so it is sent again only on request."""
    faulty: tuple[Told, ...] = ()
    """For whom no message can be made."""
    unreached: tuple[Unreached, ...] = ()

    @property
    def has_fault(self) -> bool:
        """Whether something is left that somebody has to look at."""
        return bool(self.in_doubt or self.faulty or any(one.is_refused for one in self.unreached))


def make_plan(
    audience: Audience,
    folder: str,
    entries: Mapping[str, Entry],
    compose: Callable[[Recipient], bytes],
    facts: Mapping[str, Any],
    *,
    by_key: bool = False,
    resend: Collection[str] = (),
    because: str = "",
) -> Plan:
    """What is to be sent to whom.

    Args:
        audience: who is written to.
        folder: where the marks are kept.
        entries: the marks by their whole names.
        compose: makes the message for somebody.
        facts: what each mark says beside its state.
        by_key: whether a mark stands for a person, not for an address.
        resend: keys or addresses, in small letters, that are sent it once more whatever their marks say; nobody else
            is then.
        because: why.
    """
    due, done, in_doubt, faulty = [], [], [], []
    for one in audience.recipients:
        mark = mark_of(folder, one.key if by_key else one.address)
        entry = entries.get(mark)
        state = state_of(entry)
        if resend:
            if not {one.key.casefold(), one.address.casefold()} & set(resend):
                continue
            told = {**facts, "because": because}
        elif state is State.SENT:
            done.append(Told(one, f"sent on {time_of(entry)}"))
            continue
        elif state in (State.CLAIMED, State.UNKNOWN):
            in_doubt.append(Told(one, _doubt(entry, state)))
            continue
        else:
            told = dict(facts)
        try:
            data = compose(one)
        except LetterError as error:
            faulty.append(Told(one, str(error)))
            continue
        due.append((one, Post(mark, one.address, data, told, entry)))
    unreached = () if resend else audience.unreached
    return Plan(folder, tuple(due), tuple(done), tuple(in_doubt), tuple(faulty), unreached)


def _doubt(entry: Entry | None, state: State) -> str:
    if state is State.CLAIMED:
        return f"a run took it on at {time_of(entry)} and has not said how it ended"
    at = time_of(entry)
    return f"handed over on {at}, and the answer was lost" if at else "its mark is none that this version wrote"


def plan_text(plan: Plan, *, is_sending: bool, resend_hint: str) -> str:
    """Who gets it, who has it, who may have it and who is not reached, each on a line."""
    parts = [
        _part("Sending to" if is_sending else "Would go to", (_line(one, one.role) for one, _ in plan.due)),
        _part("Has it already", (_line(one.recipient, one.words) for one in plan.done)),
        _part(f"May have it; {resend_hint}", (_line(one.recipient, one.words) for one in plan.in_doubt)),
        _part("Cannot be written to", (_line(one.recipient, one.words) for one in plan.faulty)),
        _part("Is not reached", ((one.name, one.why) for one in plan.unreached)),
    ]
    return "\n".join(part for part in parts if part)


def _line(one: Recipient, words: str) -> tuple[str, str]:
    named = one.name and one.name != one.address
    return (f"{one.name} <{one.address}>" if named else one.address), words


def _part(heading: str, lines: Iterable[tuple[str, str]]) -> str:
    shown = [(line_text(who), line_text(words)) for who, words in lines]
    if not shown:
        return ""
    width = min(50, max(width_of(who) for who, _ in shown))
    return "".join(f"{line}\n" for line in (heading, *_padded(shown, width)))


def _padded(lines: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    for who, words in lines:
        # No line starts with a record's words: a runner would take some of them for its commands.
        yield f"- {padded(who, width)}  {words}".rstrip()
