"""Kept: how the organisation keeps its promises, and whether its adjustments work, in pictures and in words."""

from __future__ import annotations

from collections.abc import Mapping

from followup_build.diagnostics.text_format import counted
from followup_build.portfolio import ORGANISATION
from followup_build.status.commitments import (
    Effect,
    Fate,
    effects,
    effects_by_kind,
    moves_by_quarter,
    promises_by_department,
)
from followup_build.status.insight import quarters_of
from followup_build.status.scope import EVERYTHING, Scope
from followup_build.status.wording import period_text
from followup_build.views.cells import Link
from followup_build.views.charts.bars import MOST_ROWS, BarRow, Series, bar_grid, stacked_bars
from followup_build.views.charts.chart import Chart, Role
from followup_build.views.subject import Subject

FEW = 3
"""With fewer than so many there is nothing to draw."""
_NO_ADJUSTMENT = "No adjustment has been approved yet."
_FATES = (
    Series(Fate.KEPT.value, Role.ACHIEVED),
    Series(Fate.MOVED.value, Role.SERIES_7),
    Series(Fate.LATE.value, Role.AT_RISK),
    Series(Fate.MISSED.value, Role.MISSED),
    Series(Fate.DROPPED.value, Role.DROPPED),
    Series(Fate.OPEN.value, Role.NOT_STARTED),
)
_EFFECTS = (
    Series(Effect.EFFECTIVE.value, Role.ACHIEVED),
    Series(Effect.PARTLY.value, Role.AT_RISK),
    Series(Effect.INEFFECTIVE.value, Role.MISSED),
    Series(Effect.OVERDUE.value, Role.SERIES_4),
    Series(Effect.AHEAD.value, Role.NOT_STARTED),
)

_OUTCOMES = {Effect.EFFECTIVE: "worked", Effect.PARTLY: "worked in part", Effect.INEFFECTIVE: "did not work"}


def effect_lead(subject: Subject, scope: Scope = EVERYTHING) -> str:
    """How many adjustments apply, and how many of them worked."""
    counts = effects(subject.portfolio, subject.snapshot, scope)
    total = sum(counts.values())
    if not total:
        return "No adjustment has been approved or looked at since." if scope.since else _NO_ADJUSTMENT
    told = f"{counted(total, 'adjustment')} approved {'or looked at since' if scope.since else 'so far'}."
    if not any(counts[one] for one in _OUTCOMES):
        told = f"{told} Nobody has looked yet whether any of them worked."
    else:
        told = f"{told} {_looked_at(counts)}"
    late = counts[Effect.OVERDUE]
    return f"{told} {late} should have been looked at by now." if late else told


def _looked_at(counts: Mapping[Effect, int]) -> str:
    """How many of those looked at worked; what none of them did is left out."""
    said = [(counts[effect], word) for effect, word in _OUTCOMES.items() if counts[effect]]
    total = sum(number for number, _ in said)
    if total == 1:
        return f"The one looked at {said[0][1]}."
    *most, last = (f"{number} {word}" for number, word in said)
    return f"Of the {total} looked at, {', '.join(most)}{' and ' if most else ''}{last}."


def effect_chart(subject: Subject) -> Chart | None:
    """Whether adjustments worked, by what they touch; None where there are few."""
    if sum(effects(subject.portfolio, subject.snapshot).values()) < FEW:
        return None
    rows = (
        BarRow(kind.value.capitalize() if kind else "Confidential", tuple(counts.values()))
        for kind, counts in effects_by_kind(subject.portfolio, subject.snapshot).items()
    )
    return stacked_bars("effects", "Did adjustments work? By what they touch", "Touches", _EFFECTS, rows)


def promises_lead(subject: Subject, scope: Scope = EVERYTHING) -> str:
    """Of the promises whose day has come, how many were kept."""
    totals = dict.fromkeys(Fate, 0)
    for counts in promises_by_department(subject.portfolio, subject.ledger, subject.snapshot, scope).values():
        for fate, number in counts.items():
            totals[fate] += number
    decided = sum(number for fate, number in totals.items() if fate not in (Fate.OPEN, Fate.DROPPED))
    if not decided:
        return f"No milestone and no last target has come due {scope.yet}."
    since = " since" if scope.since else ""
    told = (
        f"Milestones and KPIs whose day has come{since}: {decided}. Kept as first promised: {totals[Fate.KEPT]},"
        f" kept after a move: {totals[Fate.MOVED]}, reached late: {totals[Fate.LATE]}, missed: {totals[Fate.MISSED]}."
    )
    return f"{told} Still open: {totals[Fate.OPEN]}, dropped: {totals[Fate.DROPPED]}."


def promises_chart(subject: Subject) -> Chart | None:
    """What became of the promises of each department; None where there are few."""
    found = promises_by_department(subject.portfolio, subject.ledger, subject.snapshot)
    if sum(sum(counts.values()) for counts in found.values()) < FEW:
        return None
    bodies = list(found)
    if len(bodies) > MOST_ROWS:
        bodies.sort(key=lambda body: -found[body][Fate.MISSED])
    rows = (_row(subject, body, tuple(found[body].values())) for body in bodies)
    return stacked_bars("kept", "What became of milestones and KPIs, by department", "Department", _FATES, rows)


def _row(subject: Subject, body: str, values: tuple[int, ...]) -> BarRow:
    name = subject.names.department(body)
    if body == ORGANISATION or not isinstance(name, Link):
        return BarRow("Organisation", values)
    return BarRow(name.text, values, name.path)


def moves_chart(subject: Subject) -> Chart | None:
    """How often promises moved, each quarter; None where they seldom did."""
    calendar = subject.portfolio.calendar
    found = moves_by_quarter(subject.ledger, calendar)
    if sum(sum(counts.values()) for counts in found.values()) < FEW:
        return None
    quarters = quarters_of(found.values(), calendar, subject.snapshot.as_of)
    rows = (
        BarRow(move.value.capitalize(), tuple(counts.get(quarter, 0) for quarter in quarters))
        for move, counts in found.items()
    )
    columns = tuple(period_text(quarter) for quarter in quarters)
    return bar_grid("moves-by-quarter", "What moved, each fiscal quarter", "What", columns, rows)
