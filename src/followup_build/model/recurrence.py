"""How a cadence recurs, in the words that people type: `every: 3 months`, `on: third wednesday`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from followup_build.model.scalars import Scalar, fault, shown, written

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_EVERY_PATTERN = r"(?:([1-9][0-9]?) )?(week|month|quarter|year)(s?)"
_EVERY = re.compile(_EVERY_PATTERN + r"\Z")
_ON_PATTERN = rf"last day|last working day|(({'|'.join(ORDINALS)}) )?({'|'.join(WEEKDAYS)})|[1-9]|[12][0-9]|3[01]"
_DAYS = ["tuesday", "second wednesday", "last friday", "31", "last day", "last working day"]


class Unit(StrEnum):
    """The unit in which a cadence counts."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Every:
    """The interval of a cadence: so many weeks, months, quarters or years."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class On:
    """The day within an interval: a weekday, the n-th of one, a day of the month, its last or last working day."""

    weekday: int | None = None
    """0 is Monday."""
    ordinal: int | None = None
    """1 to 5, or -1 for the last; of the weekday, where there is one."""
    day: int | None = None
    """1 to 31; 31 means the last day of a shorter month."""
    last_day: bool = False
    last_working_day: bool = False


def parse_every(value: object) -> Every:
    """`month`, `3 months`, `2 weeks`."""
    match = _EVERY.match(value) if isinstance(value, str) else None
    if match is None:
        raise fault(
            "not-a-recurrence",
            f"{shown(value)} is no interval",
            "write week, month, quarter or year, or for example 3 months",
        )
    return Every(int(match[1] or 1), Unit(match[2]))


def parse_on(value: object) -> On:
    """`tuesday`, `second wednesday`, `last friday`, `31`, `last day` or `last working day`."""
    text = value if isinstance(value, str) else ""
    if text == "last day":
        return On(last_day=True)
    if text == "last working day":
        return On(last_working_day=True)
    if text in WEEKDAYS:
        return On(weekday=WEEKDAYS.index(text))
    if re.match(r"([1-9]|[12][0-9]|3[01])\Z", text):
        return On(day=int(text))
    ordinal, _, weekday = text.partition(" ")
    if ordinal in ORDINALS and weekday in WEEKDAYS:
        return On(weekday=WEEKDAYS.index(weekday), ordinal=ORDINALS[ordinal])
    raise fault(
        "not-a-recurrence",
        f"{shown(value)} names no day",
        "write a weekday, second wednesday, last friday, a day of the month, last day or last working day",
    )


Interval = Annotated[
    Every, Scalar(parse_every, written("An interval", pattern=_EVERY_PATTERN, examples=["month", "3 months"]))
]
DayWithin = Annotated[
    On,
    Scalar(parse_on, written("A day within it", "integer", pattern=_ON_PATTERN, minimum=1, maximum=31, examples=_DAYS)),
]
