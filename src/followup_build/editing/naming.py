"""Titles and ids for records that commands make, when nobody gives them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from followup_build.editing.adjusting import Promise, Wanted, noun, unit_of
from followup_build.model.scalars import slug
from followup_build.portfolio import Portfolio
from followup_build.status.wording import day_text

_LONGEST_SLUG = 50
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""Letters that are no other letter with a mark."""
_PARTICLES = frozenset(
    [
        "al",
        "ap",
        "bin",
        "da",
        "dal",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "el",
        "la",
        "le",
        "ten",
        "ter",
        "van",
        "von",
        "zu",
    ]
)
"""Words with which a last name begins, as in `p.vanwyk`."""


def title_of(portfolio: Portfolio, promise: Promise | None, wanted: Wanted, taker: Promise | None = None) -> str:
    """A sentence that says what an adjustment does, for its title."""
    if wanted.add is not None:
        return f"Add the {noun(wanted.add)} {_text(wanted.fields.get('title')) or wanted.ref}"
    name = _name(promise, wanted.ref)
    if wanted.drop_because is not None:
        return f"Drop {name}"
    if wanted.transfer_to is not None:
        unit = unit_of(promise) if promise else ""
        return f"Transfer {wanted.amount}{unit} from {name} to {_name(taker, wanted.transfer_to)}"
    if wanted.targets:
        at, value = next(iter(wanted.targets.items()))
        when = _day(at)
        return f"Remove the target of {name} for {when}" if value is None else f"{name}: {value} by {when}"
    field, value = next(iter(wanted.fields.items()))
    if field == "due" and isinstance(value, str):
        return f"Move {name} to {_day(value)}"
    if field == "owner" and isinstance(value, str):
        person = portfolio.people.get(value)
        return f"{(person.name if person else None) or value} answers for {name}"
    if field == "title" and isinstance(value, str):
        return f"Call {name} {value}"
    if field == "amount" and isinstance(value, str):
        return f"{name}: {value}{unit_of(promise) if promise else ''}"
    return f"Change the {field.replace('_', ' ')} of {name}"


def _name(promise: Promise | None, ref: str) -> str:
    return str(promise.data.title) if promise is not None else ref


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _day(text: str) -> str:
    try:
        return day_text(date.fromisoformat(text))
    except ValueError:
        return text


def subject_of(wanted: Wanted) -> str:
    """What an adjustment is about, in a few words for its id: `portal-live-date`."""
    key = wanted.ref.rpartition("/")[2]
    if wanted.add is not None or wanted.drop_because is not None:
        return f"{'add' if wanted.add is not None else 'drop'}-{key}"
    if wanted.transfer_to is not None:
        return f"{key}-transfer"
    field = "target" if wanted.targets else next(iter(wanted.fields), "change")
    return f"{key}-{'date' if field == 'due' else field}"


def id_of(day: date, words: str) -> str:
    """An id for a record of a day: the day and some words, in the letters that ids have and not too long."""
    return f"{day}-{_short(slug(words).replace('.', '-') or 'record')}"


def _short(words: str) -> str:
    if len(words) <= _LONGEST_SLUG:
        return words
    cut, _, _ = words[: _LONGEST_SLUG + 1].rpartition("-")
    return (cut or words[:_LONGEST_SLUG]).strip("-")


def department_id(name: str) -> str:
    """The id of a department by its name, `human-resources`; nothing where no letter or digit of an id is in it."""
    return _short(slug(name.lower().translate(_LETTERS)).replace(".", "-"))


def person_id(name: str) -> str:
    """The id of a person by the name, `t.mokoena`; nothing where no letter or digit of an id is in it."""
    words = [word for one in name.lower().translate(_LETTERS).split() if (word := slug(one).replace(".", "-"))]
    if len(words) < 2:  # noqa: PLR2004 - a first name and a last name
        return _short("".join(words))
    last = next((at for at, word in enumerate(words) if at and word in _PARTICLES), len(words) - 1)
    return f"{words[0][0]}.{_short(''.join(words[last:]))}"


def free_id(portfolio: Portfolio, wish: str, folder: Path) -> str:
    """The id itself, or with the first number behind it that no adjustment, no action and no file has."""
    for number in count(1):
        one = wish if number == 1 else f"{wish}-{number}"
        if not is_taken(portfolio, one) and not os.path.lexists(folder / f"{one}.yml"):
            return one
    raise AssertionError  # pragma: no cover - numbers do not end


def is_taken(portfolio: Portfolio, record_id: str) -> bool:
    """Whether an adjustment or an action has that id; the two share their names."""
    records: tuple[Mapping[str, Any], ...] = (portfolio.adjustments, portfolio.actions)
    misread = (Path(one.path).stem for one in portfolio.loaded.left_out if not one.route)
    return any(record_id in one for one in records) or record_id in misread
