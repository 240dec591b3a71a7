"""`progress/*.yml`: the facts about a plan."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from followup_build.model.period import PeriodKey
from followup_build.model.scalars import Date, Id, Number, Scalar, Shape, Text, TopRecord, fault, parse_count
from followup_build.model.vocabulary import ConfidenceWord

_WHOLE = 100


def _parse_percent(value: object) -> int:
    percent = parse_count(value)
    if percent > _WHOLE:
        raise fault("not-a-number", f"{percent} is more than 100 percent", "write 0 to 100")
    return percent


Percent = Annotated[
    int,
    Scalar(
        _parse_percent, {"type": ["integer", "string"], "minimum": 0, "maximum": 100, "description": "Percent done"}
    ),
]


class Restated(Shape):
    """That a measurement was corrected: from which value, and why."""

    noun: ClassVar[str] = "restatement"
    from_: Number = Field(alias="from")
    because: Text


class Withdrawn(Shape):
    """That a measurement should never have stood there."""

    noun: ClassVar[str] = "withdrawal"
    because: Text


def _spell_out_measurement(value: object) -> object:
    return {"value": value} if isinstance(value, str) else value


class Measurement(Shape):
    """The value of a KPI in one period."""

    noun: ClassVar[str] = "measurement"
    value: Number | None = None
    note: Text | None = None
    restated: Restated | None = None
    withdrawn: Withdrawn | None = None


MeasurementOrValue = Annotated[Measurement, BeforeValidator(_spell_out_measurement)]


class MilestoneUpdate(Shape):
    """What was known of a milestone on a day."""

    noun: ClassVar[str] = "update"
    forecast: Date | None = None
    percent: Percent | None = None
    confidence: ConfidenceWord | None = None
    achieved: Date | None = None
    note: Text | None = None


class Progress(TopRecord):
    """The measurements and updates of one plan, by member and then by period or day."""

    noun: ClassVar[str] = "progress"
    kpis: dict[Id, dict[PeriodKey, MeasurementOrValue]] = {}
    milestones: dict[Id, dict[Date, MilestoneUpdate]] = {}
