"""A measurement of a period that its KPI is not measured in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from followup_build.checks.registry import Subject
from followup_build.diagnostics.finding import Finding, Severity
from followup_build.model.period import EXAMPLE_BY_FREQUENCY, frequency_of
from followup_build.model.vocabulary import Frequency

SEVERITY = Severity.ERROR


def check(subject: Subject) -> Iterator[Finding]:
    """The key of a measurement has the form of its KPI's frequency, present or former."""
    frequencies: dict[str, list[Frequency]] = defaultdict(list)
    for version in subject.versions:
        if version.kind == "kpi":
            frequencies[version.ref].append(version.promise.frequency)
    forms: dict[str, Frequency | None] = {}
    for record in subject.portfolio.progress.values():
        for key, measurements in record.data.kpis.items():
            allowed = frequencies.get(f"{record.id}/{key}")
            for period in measurements if allowed else ():
                if period not in forms:
                    forms[period] = frequency_of(period)
                if allowed and forms[period] not in allowed:
                    wanted = allowed[-1]
                    how = "on single days" if wanted is Frequency.DATED else wanted.value
                    yield Finding(
                        "period-of-wrong-frequency",
                        record.at("kpis", key, period, on_key=True),
                        f"{key} is measured {how}, and {period} is {_words(period)}",
                        f"write it like {EXAMPLE_BY_FREQUENCY[wanted]}",
                    )


_WORDS = {
    Frequency.WEEKLY: "a week",
    Frequency.MONTHLY: "a month",
    Frequency.QUARTERLY: "a quarter",
    Frequency.YEARLY: "a year",
    Frequency.DATED: "a day",
}


def _words(period: str) -> str:
    frequency = frequency_of(period)
    return _WORDS[frequency] if frequency else "no period"
