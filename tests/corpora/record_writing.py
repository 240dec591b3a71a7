"""Writes records as YAML: words and figures plain, free text always in double quotes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

Record = Mapping[str, Any]

ID_LENGTH = 60
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./-]*")


class Word(str):
    """An id, a reference, a period or a word of the formats: it is written without quotes."""

    __slots__ = ()


class Line(dict[str, Any]):
    """A mapping that is written on one line."""


def slug(text: str) -> str:
    """The id that some text makes: its words as far as 60 characters reach."""
    joined = re.sub("['\N{RIGHT SINGLE QUOTATION MARK}]", "", text)
    plain = unicodedata.normalize("NFKD", joined).encode("ascii", "ignore").decode()
    made = ""
    for word in re.findall(r"[a-z0-9]+", plain.lower()):
        longer = f"{made}-{word}" if made else word[:ID_LENGTH]
        if len(longer) > ID_LENGTH:
            break
        made = longer
    return made


def one_line(text: str) -> str:
    """Text without the line breaks and repeated blanks of the spreadsheet it came from."""
    return " ".join(text.split())


def given(**fields: Any) -> dict[str, Any]:
    """The fields that have a value, in this order: what the source lacks is no field of the record."""
    return {name: value for name, value in fields.items() if value is not None and value not in ([], {})}


def yaml(record: Record) -> str:
    """A record as the text of a YAML file."""
    return "".join(f"{line}\n" for line in _block(record, ""))


def markdown(front_matter: Record, body: str) -> str:
    """A record whose file is Markdown below its front matter."""
    return f"---\n{yaml(front_matter)}---\n{body}\n"


def _block(record: Record, indent: str) -> Iterator[str]:
    for key, value in record.items():
        if isinstance(value, Line) or not isinstance(value, Mapping):
            yield f"{indent}{_plain(key)}: {_flow(value)}"
        else:
            yield f"{indent}{_plain(key)}:"
            yield from _block(value, indent + "  ")


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_plain(key)}: {_flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(entry) for entry in value) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Word):
        return _plain(value)
    if isinstance(value, str):
        # JSON's escapes are a part of those of YAML's double quotes.
        return json.dumps(value, ensure_ascii=False)
    message = f"{value!r} has no form in a record"
    raise TypeError(message)


def _plain(word: str) -> str:
    if _WORD.fullmatch(word) is None:
        message = f"{word!r} cannot stand without quotes"
        raise ValueError(message)
    return word


def _number(value: Decimal) -> str:
    text = format(value, "f")
    if _NUMBER.fullmatch(text) is None:
        message = f"{text} is no number of the records"
        raise ValueError(message)
    return text
