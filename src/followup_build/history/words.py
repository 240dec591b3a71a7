"""Values and fields of promises in words, for sentences that people read in a pull request."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from followup_build.history.side import Side
from followup_build.model.organisation import Thresholds
from followup_build.model.plan import Baseline, PlanPeriod, Range
from followup_build.status.wording import count_text, day_text, number_text, percent_text, period_text

_FIELDS = {
    "combine": "way to make the value to date",
    "path": "path between targets",
    "depends_on": "dependencies",
    "supersedes": "plan that it follows",
    "frequency": "frequency of measuring",
    "due": "due date",
    "supports": "goals that it supports",
    "follow_up": "follow-up date",
    "for": "subjects",
    "for_": "subjects",
    "expects": "effect hoped for",
    "changes": "list of changes",
    "minutes": "length in minutes",
    "github": "login",
    "every": "interval",
    "on": "day",
    "from": "first day",
    "from_": "first day",
    "until": "last day",
}
_PLURAL = frozenset(("depends_on", "supports", "thresholds", "for", "for_", "attendees", "apologies", "departments"))
_REFERENCES = frozenset(
    ("depends_on", "supports", "supersedes", "session", "challenge", "adjustment", "milestone", "for", "for_")
)
"""Fields that name other records, which readers know by their titles."""
NOTHING = "nothing"
_OF_LIST = {"attendees": "by", "apologies": "by", "departments": "department"}
"""Lists of people and of departments."""
TARGET = "target "
_ORDINALS = {1: "first", 2: "second", 3: "third"}


def field_words(name: str) -> str:
    """A field in the middle of a sentence: `due date`, `target for Q2 2026`."""
    if name.startswith(TARGET):
        return f"target for {period_text(name.removeprefix(TARGET))}"
    return _FIELDS.get(name) or name.replace("_", " ").strip()


def value_words(side: Side, name: str, value: Any, unit: str | None = None) -> str:
    """What a field holds, as a state of the records says it: days in words, numbers with units, people by name."""
    if name == "departments" and value == ():
        return "all departments"
    if value is None or value in ((), "", {}):
        return NOTHING
    if name in ("owner", "head", "chair", "by"):
        return side.person(value)
    if name == "department":
        return side.department(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return number_text(value, unit)
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, tuple):
        inner = name if name in _REFERENCES else _OF_LIST.get(name, "")
        return ", ".join(value_words(side, inner, one) for one in value)
    if name in _REFERENCES and isinstance(value, str):
        return side.title(value)
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    return _shape_words(value, unit)


def _shape_words(value: Any, unit: str | None) -> str:
    if isinstance(value, Range):
        ends = [
            f"{word} {number_text(end, unit)}"
            for word, end in (("at least", value.low), ("at most", value.high))
            if end is not None
        ]
        tolerance = f", tolerance {number_text(value.tolerance, unit)}" if value.tolerance else ""
        return f"{' and '.join(ends)}{tolerance}"
    if isinstance(value, Baseline):
        return f"{number_text(value.value, unit)} on {day_text(value.date)}"
    if isinstance(value, Thresholds):
        return f"green at {percent_text(value.green)} and amber at {percent_text(value.amber)}"
    if isinstance(value, PlanPeriod):
        return f"{day_text(value.start)} until {day_text(value.end)}"
    if isinstance(value, BaseModel):
        dumped = value.model_dump(by_alias=True, exclude_none=True)
        return ", ".join(f"{key.replace('_', ' ')} {one}" for key, one in dumped.items())
    return str(value)


def changed_words(base: Side, head: Side, name: str, before: Any, after: Any, unit: str | None = None) -> str:
    """A field that changed, after the name of what it belongs to: `the unit goes from % to percent`."""
    words, is_plural = field_words(name), name in _PLURAL
    old, new = value_words(base, name, before, unit), value_words(head, name, after, unit)
    if old == NOTHING:
        return f"{'new' if is_plural else 'a new'} {words}, {new}"
    if new == NOTHING:
        return f"the {words} {'go away, they were' if is_plural else 'goes away, it was'} {old}"
    return f"the {words} {'go' if is_plural else 'goes'} from {old} to {new}"


def days_words(before: date, after: date) -> str:
    """How far a day moved: `46 days later`, `one day earlier`."""
    days = (after - before).days
    return f"{count_text(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def ordinal(number: int) -> str:
    """`first`, `second`, `third`, `4th`, `21st`."""
    if number in _ORDINALS:
        return _ORDINALS[number]
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")  # noqa: PLR2004 - teens
    return f"{number}{ending}"


def sentence(text: str) -> str:
    """Text with one full stop at its end."""
    return f"{text.rstrip('. ')}."
