"""What changed: between sessions in sentences, and week by week each dated fact; the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from followup_build.views.between import Span, find_latest, find_spans
from followup_build.views.cells import Row, Table, dated, day
from followup_build.views.facts import Fact, Measured, iter_facts, iter_measured
from followup_build.views.subject import Subject

WEEKS = 26
OPEN_WEEKS = 4
"""The latest weeks with news stand open; the older ones are folded up."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week with news."""

    anchor: str
    title: str
    summary: str
    table: Table


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What changed since the last session, between those before it, and a table a week."""

    latest: Span | None
    spans: tuple[Span, ...]
    """From each session to the next, the latest first."""
    weeks: tuple[Week, ...]
    earlier: tuple[Week, ...]


def build_changes(subject: Subject) -> ChangesView:
    """The dated facts of half a year."""
    as_of = subject.snapshot.as_of
    first = as_of - timedelta(weeks=WEEKS)
    by_week: dict[date, list[Fact]] = {}
    for fact in iter_facts(subject):
        if first < fact.on <= as_of:
            by_week.setdefault(_monday(fact.on), []).append(fact)
    measured: dict[tuple[date, str | None], list[Measured]] = {}
    for one in iter_measured(subject):
        if first < one.on <= as_of:
            measured.setdefault((_monday(one.on), one.department), []).append(one)
    for (monday, department), values in measured.items():
        by_week.setdefault(monday, []).append(_together(subject, department, values))
    weeks = tuple(_week(monday, facts) for monday, facts in sorted(by_week.items(), reverse=True))
    latest = find_latest(subject)
    spans = tuple(one for one in find_spans(subject) if latest is None or one.anchor != latest.anchor)
    return ChangesView(latest, spans, weeks[:OPEN_WEEKS], weeks[OPEN_WEEKS:])


def _monday(when: date) -> date:
    return when - timedelta(days=when.weekday())


def _together(subject: Subject, department: str | None, values: list[Measured]) -> Fact:
    """A week's measurements of one department in one line."""
    ordered = sorted(values, key=lambda one: (one.on, one.ref))
    word = "value" if len(values) == 1 else "values"
    name = subject.names.department(department)
    return Fact(
        ordered[-1].on, f"{len(values)} {word} measured", (name, *(one.cell for one in ordered)), department or ""
    )


def _week(monday: date, facts: list[Fact]) -> Week:
    facts.sort(key=lambda one: (-one.on.toordinal(), one.what, one.order))
    title = f"Week from {day(monday)}"
    rows = tuple(Row((fact.what, dated(fact.on), fact.about)) for fact in facts)
    return Week(
        f"week-{monday.isoformat()}",
        title,
        f"{title}: {len(rows)} {'change' if len(rows) == 1 else 'changes'}",
        Table(title, ("What", "Date", "About"), rows),
    )
