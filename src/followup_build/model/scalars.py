"""The scalar types of records: every value arrives as text, and only its field says what it means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

ID_PATTERN = r"[a-z0-9]+([.-][a-z0-9]+)*"
"""An id, and so a file's stem or a member's key: lower case, digits, dots and hyphens."""

_ID = re.compile(ID_PATTERN + r"\Z")
DATE_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
COUNT_PATTERN = r"(0|[1-9][0-9]{0,5})"
_NUMBER_PATTERN = r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?"

_DATE = re.compile(DATE_PATTERN + r"\Z")
_NUMBER = re.compile(_NUMBER_PATTERN + r"\Z")
_INTEGER = re.compile(COUNT_PATTERN + r"\Z")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~]([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]*)"
_DOMAIN = r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
EMAIL_PATTERN = rf"{_ATOM}(\.{_ATOM})*@{_DOMAIN}"
"""One mail address and nothing beside it: no comment, no quotes, no second one."""

_LOGIN = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,254}"
_URL = r'https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\s<>"]*)?'
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Years outside are taken for a slip of the finger."""


def fault(rule: str, message: str, hint: str = "") -> PydanticCustomError:
    """A fault of one value, for the loader to turn into a finding of that rule at that value's place."""
    return PydanticCustomError("followup", "{message}", {"rule": rule, "message": message, "hint": hint})


def shown(value: object) -> str:
    """A value as it appears in a message: quoted and cut to 40 characters."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value).replace("\n", " ")
    return f"'{text}'" if len(text) <= 40 else f"'{text[:39]}…'"  # noqa: PLR2004 - the promise of the docstring


def _text_of(value: object, wanted: str) -> str:
    if isinstance(value, str):
        return value
    raise fault("wrong-type", f"expected {wanted}, found {shown(value)}")


def parse_date(value: object) -> date:
    """A day that exists, written `YYYY-MM-DD`, between 1900 and 2200."""
    if isinstance(value, date):
        return value
    return _day(_text_of(value, "a date"))


@lru_cache(maxsize=50_000)
def _day(text: str) -> date:
    # A tree names the same few thousand days again and again.
    match = _DATE.match(text)
    if match is None:
        raise fault("not-a-date", f"{shown(text)} is not a date", "write it as YYYY-MM-DD, for example 2026-04-15")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise fault("not-a-date", f"{text} is a day that does not exist", "correct the month or the day") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise fault("not-a-date", f"{text} lies outside the years {FIRST_YEAR} to {LAST_YEAR}", "correct the year")
    return day


def parse_number(value: object) -> Decimal:
    """A decimal number in plain digits, kept exactly as typed."""
    if isinstance(value, Decimal):
        return value
    text = _text_of(value, "a number")
    if _NUMBER.match(text) is None:
        raise fault(
            "not-a-number",
            f"{shown(text)} is not a number",
            "write digits with a point and without a unit, for example 1250.5",
        )
    return Decimal(text)


def parse_count(value: object) -> int:
    """A whole number of things: days, minutes, percent."""
    if isinstance(value, int):
        return value
    text = _text_of(value, "a whole number")
    if _INTEGER.match(text) is None:
        raise fault("not-a-number", f"{shown(text)} is not a whole number", "write digits only, for example 15")
    return int(text)


def parse_truth(value: object) -> bool:
    """`true` or `false`, and no other spelling."""
    if isinstance(value, bool):
        return value
    text = _text_of(value, "true or false")
    if text not in ("true", "false"):
        raise fault("not-true-or-false", f"{shown(text)} is neither true nor false", "write true or false")
    return text == "true"


_PLACEHOLDERS = frozenset(("...", "…"))
"""What stands in files that followup makes, where somebody is to write."""


def parse_text(value: object) -> str:
    """Text that says something: not only blanks, and not what was to be written over."""
    text = _text_of(value, "text")
    if not text or text.isspace():
        raise fault("empty-text", "this text is empty", "write something, or take the line out")
    if text.strip() in _PLACEHOLDERS:
        raise fault(
            "placeholder-text", f"nobody has written this yet: {text.strip()}", "write it, or take the line out"
        )
    return text


def parse_id(value: object) -> str:
    """An id: lower case letters, digits, and single dots or hyphens between them."""
    text = _text_of(value, "an id")
    if _ID.match(text) is None:
        suggestion = slug(text)
        hint = f"write {suggestion}" if suggestion else "use lower case letters, digits, hyphens and dots"
        raise fault("bad-id", f"{shown(text)} is not an id", hint)
    return text


def slug(text: str) -> str:
    """The nearest id to some text, or nothing where no letter or digit is left."""
    plain = "".join(part for part in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(part))
    return re.sub(r"-*\.[.-]*", ".", re.sub(r"[^a-z0-9.]+", "-", plain)).strip(".-")


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """The type of a scalar: how its text is read, and what an editor is told of it."""

    parse: Callable[[object], Any]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)


def written(description: str, *types: str, pattern: str | None = None, **more: Any) -> dict[str, Any]:
    """What an editor is told of a scalar.

    Args:
        description: what is written there; nothing where the type says it.
        types: as what else than text an editor may read it, where it is not quoted.
        pattern: the form of the whole text.
        more: keywords of JSON Schema.
    """
    said = {"description": description} if description else {}
    form = {} if pattern is None else {"pattern": f"^(?:{pattern})$"}
    return {**said, "type": ["string", *types] if types else "string", **form, **more}


def _patterned(pattern: str, rule: str, what: str, hint: str, *types: str, **more: Any) -> Scalar:
    compiled = re.compile(f"(?:{pattern})\\Z")

    def parse(value: object) -> str:
        text = _text_of(value, what)
        if compiled.match(text) is None:
            raise fault(rule, f"{shown(text)} is not {what}", hint)
        return text

    return Scalar(parse, written(f"{what[0].upper()}{what[1:]}: {hint}", *types, pattern=pattern, **more))


@dataclass(frozen=True, slots=True, eq=False)
class Shorthand:
    """That the list or mapping at a place may also be written as one scalar, of this type."""

    annotation: Any


@dataclass(frozen=True, slots=True, eq=False)
class Refers(Scalar):
    """The type of a reference, to one of these kinds of target."""

    kinds: tuple[str, ...] = ()


def _reference(example: str, *kinds: str, parts: tuple[int, ...] = (1,)) -> Refers:
    def parse(value: object) -> str:
        text = _text_of(value, "a reference")
        pieces = text.split("/")
        if len(pieces) not in parts or not all(map(_ID.match, pieces)):
            raise fault("bad-reference", f"{shown(text)} is not a reference", f"write it like {example}")
        return text

    pattern = "|".join("/".join([ID_PATTERN] * count) for count in parts)
    return Refers(
        parse, written(f"A reference to {_one_of(kinds)}", "number", pattern=pattern, examples=[example]), kinds
    )


def _one_of(kinds: tuple[str, ...]) -> str:
    articles = {"organisation": "the", "action": "an", "adjustment": "an"}
    names = [f"{articles.get(kind, 'a')} {kind.replace('-', ' ').replace('kpi', 'KPI')}" for kind in kinds]
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


_DAY = written("A day, YYYY-MM-DD", pattern=DATE_PATTERN, format="date", examples=["2026-06-30"])
_MEMBER = "finance-2026/portal-live"
_MEMBER_KINDS = ("goal", "milestone", "kpi", "resource")

Text = Annotated[str, Scalar(parse_text, written("", "number", "boolean", minLength=1))]
"""Free text, Markdown allowed."""
Label = Annotated[str, Scalar(parse_text, written("", "number", "boolean", minLength=1))]
"""Short text that is no prose: a unit, a perspective. A comment after it cuts off nothing."""
Id = Annotated[str, Scalar(parse_id, written("An id", "number", pattern=ID_PATTERN))]
Date = Annotated[date, Scalar(parse_date, _DAY)]
Number = Annotated[
    Decimal, Scalar(parse_number, written("A number in plain digits", "number", pattern=_NUMBER_PATTERN))
]
Count = Annotated[int, Scalar(parse_count, written("A whole number", "integer", pattern=COUNT_PATTERN, minimum=0))]
Truth = Annotated[bool, Scalar(parse_truth, written("", "boolean", pattern="true|false"))]
_EMAIL_FORM = _patterned(EMAIL_PATTERN, "not-an-address", "a mail address", "write one address, name@example.org")
Email = Annotated[str, _EMAIL_FORM]
Domain = Annotated[str, _patterned(_DOMAIN, "not-an-address", "a mail domain", "write it like example.org")]
Login = Annotated[str, _patterned(_LOGIN, "not-a-login", "a login", "write the platform's login, without @", "number")]
_URL_FORM = _patterned(_URL, "not-a-web-address", "a web address", "start it with https://", format="uri")
Url = Annotated[str, _URL_FORM]
Time = Annotated[str, _patterned(_TIME, "not-a-time", "a time of day", "write it as HH:MM, for example 09:30")]


def check_contact(text: str) -> str:
    """Words that say how somebody is reached; one that stands alone like an address has to be one."""
    if len(text.split()) == 1 and "://" in text:
        _URL_FORM.parse(text)
    elif len(text.split()) == 1 and "@" in text:
        _EMAIL_FORM.parse(text)
    return text


Contact = Annotated[Text, AfterValidator(check_contact)]
"""A web address, a mail address, or a sentence in Markdown that says how somebody is reached."""

PersonRef = Annotated[str, _reference("t.mokoena", "person")]
DepartmentRef = Annotated[str, _reference("finance", "department")]
BodyRef = Annotated[str, _reference("finance", "department", "organisation")]
"""A department, or the organisation as a whole."""
CadenceRef = Annotated[str, _reference("quarterly-review", "cadence")]
PlanRef = Annotated[str, _reference("finance-2026", "plan")]
GoalRef = Annotated[str, _reference("organisation-2026/trusted-payer", "goal", parts=(2,))]
MilestoneRef = Annotated[str, _reference(_MEMBER, "milestone", parts=(2,))]
KpiRef = Annotated[str, _reference("finance-2026/paid-on-time", "kpi", parts=(2,))]
ResourceRef = Annotated[str, _reference("finance-2026/systems", "resource", parts=(2,))]
MemberRef = Annotated[str, _reference(_MEMBER, *_MEMBER_KINDS, parts=(2,))]
SessionRef = Annotated[str, _reference("2026-q1-review", "session")]
ChallengeRef = Annotated[str, _reference("2026-q1-review/finance/supplier-late", "challenge", parts=(3,))]
AdjustmentRef = Annotated[str, _reference("2026-04-15-portal-date", "adjustment")]
AnswerRef = Annotated[str, _reference("2026-04-15-portal-date", "adjustment", "action")]
"""What answers a challenge: an adjustment or an action."""
PracticeRef = Annotated[str, _reference("reconcile-weekly", "practice")]
FeedbackRef = Annotated[str, _reference("2026-04-16-shorter-reports", "feedback")]
OutcomeRef = Annotated[str, _reference("reconcile-weekly", "practice", "action", "adjustment")]
"""What feedback led to."""
SubjectRef = Annotated[str, _reference(_MEMBER, *_MEMBER_KINDS, "plan", "challenge", "training-need", parts=(1, 2, 3))]
"""What an action answers: an item of a plan, a challenge or a training need."""


class Shape(BaseModel):
    """What every piece of a record has in common: no unknown keys, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, populate_by_name=False)


class TopRecord(Shape):
    """What every record may say about itself."""

    confidential: Truth = False
    """Whether the site shows only that this record exists."""
    formerly: tuple[Id, ...] = ()
    """Ids that this record had before."""
