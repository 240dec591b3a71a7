"""`progress/*.yml`: the facts about a plan."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from followup_build.model.period import PeriodKey
from followup_build.model.scalars import (
    Date,
    Id,
    Number,
    Scalar,
    Shape,
    Shorthand,
    Text,
    TopRecord,
    fault,
    parse_count,
    written,
)
from followup_build.model.vocabulary import ConfidenceWord

_WHOLE = 100


def _parse_percent(value: object) -> int:
    percent = parse_count(value)
    if percent > _WHOLE:
        raise fault("not-a-number", f"{percent} is more than 100 percent", "write 0 to 100")
    return percent


Percent = Annotated[
    int,
    Scalar(_parse_percent, written("0 to 100", "integer", pattern="[1-9]?[0-9]|100", minimum=0, maximum=100)),
]


class Restated(Shape):
    """That a measurement was corrected: from which value, and why."""

    noun: ClassVar[str] = "restatement"
    from_: Number = Field(alias="from")
    """The value before the correction."""
    because: Text
    """Why it was corrected."""


class Withdrawn(Shape):
    """That a measurement should never have stood there."""

    noun: ClassVar[str] = "withdrawal"
    because: Text
    """Why it should not stand there."""


def _spell_out_measurement(value: object) -> object:
    return {"value": value} if isinstance(value, str) else value


class Measurement(Shape):
    """The value of a KPI in one period."""

    noun: ClassVar[str] = "measurement"
    value: Number | None = None
    """The value, in the KPI's unit."""
    note: Text | None = None
    """What lies behind it; Markdown."""
    restated: Restated | None = None
    """That it was corrected."""
    withdrawn: Withdrawn | None = None
    """That it does not count."""


MeasurementOrValue = Annotated[Measurement, BeforeValidator(_spell_out_measurement), Shorthand(Number)]


class MilestoneUpdate(Shape):
    """What was known of a milestone on a day."""

    noun: ClassVar[str] = "update"
    forecast: Date | None = None
    """The day on which it will be reached, as things stand."""
    percent: Percent | None = None
    """How much of it is done."""
    confidence: ConfidenceWord | None = None
    """How sure the owner is of the forecast."""
    achieved: Date | None = None
    """The day on which it was reached."""
    note: Text | None = None
    """What happened; Markdown."""


class Progress(TopRecord):
    """The measurements and updates of one plan, by member and then by period or day."""

    noun: ClassVar[str] = "progress"
    kpis: dict[Id, dict[PeriodKey, MeasurementOrValue]] = {}
    """The measurements, by the KPI's key and then by period or day."""
    milestones: dict[Id, dict[Date, MilestoneUpdate]] = {}
    """The updates, by the milestone's key and then by day."""
