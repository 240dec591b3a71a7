"""What every page is built from, and the tables that several pages share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from followup_build.diagnostics.finding import Finding
from followup_build.ledger.books import Ledger, Timeline
from followup_build.portfolio import Portfolio
from followup_build.status.item import ActionFigures, AdjustmentFigures, ItemStatus, KpiFigures, MilestoneFigures
from followup_build.status.promise import evaluate_promises
from followup_build.status.snapshot import Snapshot
from followup_build.status.wording import number_text
from followup_build.views.cells import Cell, Row, Table, chip_of, day, moved_day
from followup_build.views.names import Names


@dataclass(frozen=True)
class Subject:
    """What pages are built from: linked records, what is promised, where it stands, and what is wrong."""

    portfolio: Portfolio
    ledger: Ledger
    snapshot: Snapshot
    findings: tuple[Finding, ...]
    _promises: dict[date, Mapping[tuple[str, str], ItemStatus]] = field(default_factory=dict, repr=False)

    @cached_property
    def _timeline(self) -> Timeline:
        return Timeline(self.portfolio)

    @cached_property
    def names(self) -> Names:
        """What things are called, and where they stand."""
        return Names(self.portfolio, self.ledger)

    def promises_on(self, day: date) -> Mapping[tuple[str, str], ItemStatus]:
        """Every KPI and milestone as of an earlier day, by kind and ref."""
        found = self._promises.get(day)
        if found is None:
            earlier = self._timeline.ledger_on(day)
            found = {(item.kind, item.ref): item for item in evaluate_promises(self.portfolio, earlier, day)}
            self._promises[day] = found
        return found

    def items(self, kind: str, department: str | None = None, owner: str | None = None) -> tuple[ItemStatus, ...]:
        """The items of a kind, of one department or one person where asked."""
        return self.snapshot.of_kind(kind, department, owner)


def kpi_table(subject: Subject, items: Iterable[ItemStatus], caption: str = "KPIs") -> Table:
    """KPIs with value, target and status."""
    names, found = subject.names, []
    for item in items:
        figures = item.figures
        plan = subject.ledger.plans[item.ref.partition("/")[0]].current
        kpi = plan.kpis[item.ref.partition("/")[2]]
        if not isinstance(figures, KpiFigures):
            continue
        value = number_text(figures.value, kpi.unit) if figures.value is not None else "–"
        target = (
            f"{number_text(figures.target, kpi.unit)} by {day(figures.target_at)}"
            if figures.target is not None
            else "–"
        )
        if kpi.range is not None:
            target = range_text(kpi.range.low, kpi.range.high, kpi.unit)
        if item.confidential:
            value = target = "–"
        found.append(
            Row((names.item(item), chip_of(item), value, target, names.person(item.owner), names.reasons(item)))
        )
    return Table(caption, ("KPI", "Status", "Value", "Target", "Owner", "Why"), tuple(found), "No KPIs.")


def range_text(low: object, high: object, unit: str | None) -> str:
    """The range in which a KPI should stay."""
    ends = " to ".join(str(end) for end in (low, high) if end is not None)
    prefix = "at most " if low is None else "at least " if high is None else ""
    return f"{prefix}{ends} {unit or ''}".strip()


def milestone_table(subject: Subject, items: Iterable[ItemStatus], caption: str = "Milestones") -> Table:
    """Milestones with original and current date, forecast and status."""
    names, found = subject.names, []
    for item in items:
        figures = item.figures
        if not isinstance(figures, MilestoneFigures):
            continue
        end = f"reached {day(figures.achieved)}" if figures.achieved else day(figures.forecast)
        due: Cell = moved_day(figures.due_original, figures.due)
        found.append(Row((names.item(item), chip_of(item), due, end, names.person(item.owner), names.reasons(item))))
    return Table(caption, ("Milestone", "Status", "Due", "Forecast", "Owner", "Why"), tuple(found), "No milestones.")


def action_table(subject: Subject, items: Iterable[ItemStatus], caption: str = "Actions") -> Table:
    """Actions with dates, state and owner."""
    names, found = subject.names, []
    for item in items:
        figures = item.figures
        if not isinstance(figures, ActionFigures):
            continue
        due = moved_day(figures.due_original, figures.due)
        found.append(
            Row(
                (
                    names.item(item),
                    chip_of(item),
                    due,
                    names.person(item.owner),
                    names.department(item.department),
                    names.reasons(item),
                )
            )
        )
    return Table(caption, ("Action", "Status", "Due", "Owner", "Department", "Why"), tuple(found), "No actions.")


def adjustment_table(subject: Subject, items: Iterable[ItemStatus], caption: str = "Adjustments") -> Table:
    """Adjustments with their state."""
    names, found = subject.names, []
    for item in items:
        if not isinstance(item.figures, AdjustmentFigures):
            continue
        state = item.figures.state.value
        found.append(
            Row(
                (
                    names.item(item),
                    chip_of(item),
                    state,
                    names.department(item.department),
                    names.person(item.owner),
                    names.reasons(item),
                )
            )
        )
    return Table(
        caption, ("Adjustment", "Status", "State", "Department", "Owner", "Why"), tuple(found), "No adjustments."
    )
