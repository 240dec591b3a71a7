"""Messages on their way: each is claimed before it is sent, and its mark says afterwards what became of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from followup_build.delivery.fault import DeliveryError
from followup_build.delivery.register import Entry, Register
from followup_build.delivery.server import Outcome, Server
from followup_build.delivery.state import State

_VERSION = 1
_MOST_LOST = 2
"""After so many lost connections in a row the rest is not tried: a server that hangs would hang each time."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message that is ready for one address."""

    mark: str
    """The whole name of its reference."""
    address: str
    data: bytes
    facts: Mapping[str, Any]
    """What its mark says beside its state: what it was, and no address."""
    before: Entry | None = None
    """The mark as it stands; None where there is none."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a message in this run."""

    post: Post
    state: State | None
    """None where it was not tried, and its mark is as it was."""
    words: str = ""
    is_noted: bool = True
    """Whether its mark says what became of it."""


def mark_of(folder: str, key: str) -> str:
    """The name of a mark in a folder of them: no address can be read in it."""
    return f"{folder}/{hashlib.sha256(key.casefold().encode()).hexdigest()[:40]}"


def folder_of(*parts: str) -> str:
    """The folder of marks of something; ids are names that git takes, but for one ending, which no id has with _."""
    return "/".join(("refs/followup", *(re.sub(r"\.lock\Z", "_lock", part) for part in parts)))


def state_of(entry: Entry | None) -> State | None:
    """What a mark says; None where there is none, and unknown where it is not one of ours."""
    if entry is None:
        return None
    said = entry.data.get("state")
    return State(said) if said in list(State) and entry.data.get("version") == _VERSION else State.UNKNOWN


def time_of(entry: Entry | None) -> str:
    """When a mark was made, as people read it; empty where it does not say."""
    at = None if entry is None else entry.data.get("at")
    try:
        return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M} UTC" if isinstance(at, str) else ""
    except ValueError:
        return ""


def deliver(
    posts: Sequence[Post], sender: str, register: Register, server: Server, now: Callable[[], datetime]
) -> Iterator[Result]:
    """Send each message once, and tell of each what became of it as soon as that is known.

    Args:
        posts: what is to be sent; each mark is as it was when somebody looked.
        sender: the address that sends.
        register: where marks are kept.
        server: who takes the mail; without it no mark is made.
        now: the clock.

    Raises:
        KeyboardInterrupt: somebody pressed Ctrl-C; what was known by then is written down.
    """
    lost = 0
    for number, post in enumerate(posts):
        if lost >= _MOST_LOST:
            yield from (Result(one, None, "the connection was lost twice in a row") for one in posts[number:])
            return
        try:
            server.open()
            claimed = _marked(register, post, Outcome(State.CLAIMED), post.before, now)
        except DeliveryError as error:
            yield from (Result(one, None, str(error)) for one in posts[number:])
            return
        if claimed is None:
            yield Result(post, State.CLAIMED, "another run has taken it on meanwhile")
            continue
        outcome = server.transmit(sender, post.address, post.data)
        lost = lost + 1 if outcome.is_lost else 0
        try:
            is_noted, why = _marked(register, post, outcome, claimed, now) is not None, "somebody else changed its mark"
        except DeliveryError as error:
            is_noted, why = False, str(error)
        words = outcome.words if is_noted else f"{outcome.words}; its mark does not say so: {why}".removeprefix("; ")
        yield Result(post, outcome.state, words, is_noted)
        if outcome.is_interrupted:
            raise KeyboardInterrupt
        if not is_noted:
            # Every further message would leave a doubt.
            yield from (Result(one, None, "marks cannot be kept") for one in posts[number + 1 :])
            return


def _marked(
    register: Register, post: Post, outcome: Outcome, before: Entry | None, now: Callable[[], datetime]
) -> Entry | None:
    at = now()
    # The server's words may hold the address, and a mark may be read by many.
    code = {"code": outcome.code} if outcome.code else {}
    data = {"version": _VERSION, **post.facts, "state": outcome.state.value, "at": at.isoformat(), **code}
    return register.write(post.mark, data, before, at)
