"""Filters: by what readers may narrow a long table, as the controls above it and the page's address name it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Choice = tuple[str, str]
"""What the address says, which outlives a change of names (`n.dlamini`), and what readers see (`Neo Dlamini`)."""

NOTHING: Choice = ("-", "none")
"""Of a row without an owner, without a session; no id is written like that."""
UNTOLD: Choice = ("", "")
"""Of a row that does not tell: it is there as long as nothing is chosen."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One of several values to choose from, or a switch where there are none."""

    key: str
    """In the page's address: `owner` of `?owner=n.dlamini`."""
    label: str
    choices: tuple[Choice, ...]
    keys: tuple[int, ...]
    """Of each row the number of its choice, counted from 1; 0 where it has none. Side by side they take little room."""


def worded(value: StrEnum | None, word: str = "") -> Choice:
    """The choice of a word of a vocabulary: `in-progress` in addresses, `in progress` to readers."""
    return (value.value.replace("_", "-"), word or value.value.replace("_", " ")) if value else NOTHING


def by_name(choice: Choice) -> tuple[bool, str]:
    """The usual order: by name, and last what has none."""
    return choice == NOTHING, choice[1].casefold()


def by_place(words: Iterable[str]) -> Callable[[Choice], int]:
    """The order of a list."""
    places = {word.replace("_", "-"): place for place, word in enumerate(words)}
    return lambda choice: places.get(choice[0], len(places))


def choose(key: str, label: str, found: Sequence[Choice], order: Callable[[Choice], Any] = by_name) -> Filter:
    """The filter that offers what the rows have, one after the other."""
    choices = tuple(sorted({one for one in found if one != UNTOLD}, key=order))
    numbers = {one: number for number, one in enumerate(choices, 1)}
    return Filter(key, label, choices, tuple(numbers.get(one, 0) for one in found))


def switch(key: str, label: str, found: Iterable[object]) -> Filter:
    """The filter that keeps the rows of which something is true."""
    return Filter(key, label, (), tuple(int(bool(one)) for one in found))
