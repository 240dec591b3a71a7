"""The closed lists of words that records and results use."""

from __future__ import annotations

import inspect
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated

from followup_build.model.scalars import Scalar, fault, shown, written


class SessionKind(StrEnum):
    """What a session is held for."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"
    POST_MILESTONE = "post-milestone"
    AD_HOC = "ad-hoc"


class SessionState(StrEnum):
    """What became of a session, as far as the record says."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Direction(StrEnum):
    """Which way a KPI should go."""

    INCREASE = "increase"
    DECREASE = "decrease"
    RANGE = "range"


class Frequency(StrEnum):
    """How often a KPI is measured."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    DATED = "dated"


class Combine(StrEnum):
    """What makes a KPI's value to date of its measurements."""

    LAST = "last"
    SUM = "sum"
    MEAN = "mean"


class TargetPath(StrEnum):
    """What is expected of a KPI between its targets."""

    LINEAR = "linear"
    STEP = "step"


class Confidence(StrEnum):
    """How sure the owner of a milestone is of the forecast."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class CauseCategory(StrEnum):
    """Where a challenge comes from."""

    PEOPLE = "people"
    PROCESS = "process"
    TECHNOLOGY = "technology"
    SUPPLIERS = "suppliers"
    MARKET = "market"
    FINANCE = "finance"
    GOVERNANCE = "governance"
    OTHER = "other"


class ChallengeSeverity(StrEnum):
    """How much a challenge hurts."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ActionKind(StrEnum):
    """What an action is for."""

    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"
    IMPROVEMENT = "improvement"
    TRAINING = "training"


class ActionState(StrEnum):
    """Where an action stands: the last word of its updates."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    VERIFIED = "verified"
    INEFFECTIVE = "ineffective"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What the review of an adjustment found."""

    EFFECTIVE = "effective"
    PARTLY = "partly"
    INEFFECTIVE = "ineffective"


class Status(StrEnum):
    """The computed state of anything: always a word, never typed by hand but in an assessment."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    ACHIEVED = "achieved"
    MISSED = "missed"
    DROPPED = "dropped"
    NO_DATA = "no_data"


def word(words: type[StrEnum]) -> Scalar:
    """The type of a field that takes one of these words."""
    by_text = {word.value: word for word in words}

    def parse(value: object) -> StrEnum:
        if isinstance(value, str) and value in by_text:
            return by_text[value]
        near = get_close_matches(value.lower(), by_text, n=1) if isinstance(value, str) else []
        choice = f"write one of: {', '.join(by_text)}"
        raise fault(
            "unknown-word",
            f"{shown(value)} is not one of the words for this field",
            f"did you mean {near[0]}? Otherwise {choice}" if near else choice,
        )

    return Scalar(parse, written(inspect.cleandoc(words.__doc__ or "").rstrip("."), enum=list(by_text)))


SessionKindWord = Annotated[SessionKind, word(SessionKind)]
SessionStateWord = Annotated[SessionState, word(SessionState)]
DirectionWord = Annotated[Direction, word(Direction)]
FrequencyWord = Annotated[Frequency, word(Frequency)]
CombineWord = Annotated[Combine, word(Combine)]
TargetPathWord = Annotated[TargetPath, word(TargetPath)]
ConfidenceWord = Annotated[Confidence, word(Confidence)]
CauseCategoryWord = Annotated[CauseCategory, word(CauseCategory)]
ChallengeSeverityWord = Annotated[ChallengeSeverity, word(ChallengeSeverity)]
ActionKindWord = Annotated[ActionKind, word(ActionKind)]
ActionStateWord = Annotated[ActionState, word(ActionState)]
OutcomeWord = Annotated[Outcome, word(Outcome)]
StatusWord = Annotated[Status, word(Status)]
