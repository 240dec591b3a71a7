"""Filters: by what readers may narrow a long table, as the controls above it and the page's address name it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Choice = tuple[str, str]
"""What the address says, which outlives a change of names (`n.dlamini`), and what readers see (`Neo Dlamini`)."""

NOTHING = "-"
"""In an address: the rows that have no owner, no session; no id is written like that."""
UNTOLD: Choice = ("", "")
"""Of a row that does not tell: it is there as long as nothing is chosen."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One of several values to choose from, or a switch."""

    key: str
    """In the page's address: `owner` of `?owner=n.dlamini`."""
    label: str
    choices: tuple[Choice, ...] = ()
    is_switch: bool = False


def switched(on: object) -> Choice:
    """What a row has of a switch."""
    return ("1" if on else "", "")


def slug(word: str) -> str:
    """A word as an address has it: `in-progress`."""
    return word.replace("_", "-").replace(" ", "-")


def by_name(choice: Choice) -> tuple[bool, str]:
    """The usual order of choices: by name, and last what has none."""
    return choice[0] == NOTHING, choice[1].casefold()


def by_place(words: Iterable[str]) -> Callable[[Choice], int]:
    """The order of a vocabulary."""
    places = {slug(word): place for place, word in enumerate(words)}
    return lambda choice: places.get(choice[0], len(places))


def choose(key: str, label: str, found: Iterable[Choice], order: Callable[[Choice], object] = by_name) -> Filter:
    """The filter that offers what the rows have."""
    return Filter(key, label, tuple(sorted({one for one in found if one[0]}, key=order)))  # type: ignore[arg-type]


def keys_of(filters: Iterable[Filter], marks: Iterable[tuple[Choice, ...]]) -> Iterator[tuple[int, ...]]:
    """What each row has of each filter: the number of its choice counted from 1, which takes less room than its id."""
    places = [{"1": 1} if one.is_switch else {name: at for at, (name, _) in enumerate(one.choices, 1)} for one in filters]
    for marked in marks:
        yield tuple(place.get(name, 0) for place, (name, _) in zip(places, marked, strict=True))
