"""Milestones of the whole organisation by department, and what is known of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from followup_build.model.period import Period
from followup_build.model.progress import MilestoneUpdate
from followup_build.model.vocabulary import Status
from followup_build.status.item import ItemStatus, MilestoneFigures
from followup_build.status.milestone import known_updates
from followup_build.status.wording import count_text
from followup_build.views.cells import Cell, Chip, Line, Prose, Row, Table, dated, day, listed, short_day, text_of
from followup_build.views.charts.chart import Chart
from followup_build.views.charts.timeline import MOST_ROWS, Axis, TimelineRow, timeline_chart
from followup_build.views.home import Count
from followup_build.views.mentions import Mentions
from followup_build.views.milestone_charts import cut, dates_table, figures_of, own_slip, timeline_row
from followup_build.views.standing import by_standing, standing_chip, standing_reason
from followup_build.views.subject import Subject
from followup_build.views.tables import milestone_table

SOON = 90
"""How many days ahead the page looks at its top: about a quarter, from one review to the next."""
_OPEN = (Status.OFF_TRACK, Status.AT_RISK, Status.NOT_STARTED, Status.ON_TRACK)


@dataclass(frozen=True, slots=True)
class MilestoneSection:
    """The milestones of a department whose plans count."""

    title: str
    counts: tuple[Count, ...]
    timelines: tuple[Chart, ...]
    hidden: str
    """That some are confidential, and so not drawn; empty where none is."""
    table: Table


@dataclass(frozen=True, slots=True)
class MilestonesView:
    """All milestones: what is late, what is due soon, then a department each; drafts and what is past at the end."""

    late: Chart | None
    soon: Chart | None
    sections: tuple[MilestoneSection, ...]
    others: tuple[Table, ...]
    """Of drafts and of plans that have ended."""


@dataclass(frozen=True, slots=True)
class MilestonePart:
    """One milestone of a plan, with all that was reported about it."""

    anchor: str
    title: str
    chip: Chip
    why: Cell
    is_major: bool
    summary: Prose
    facts: tuple[tuple[str, Cell], ...]
    updates: Table
    slip: Chart | None
    """How its forecasts moved, where they did."""
    named_in: tuple[Cell, ...]


def build_milestones(subject: Subject) -> MilestonesView:
    """All milestones."""
    current, drafts, over = by_standing(subject, subject.items("milestone"))
    told = tuple(item for item in current if not item.confidential and item.status in _OPEN)
    late = sorted((item for item in told if _days_late(item) > 0), key=lambda item: (-_days_late(item), item.ref))
    last = subject.snapshot.as_of + timedelta(days=SOON)
    soon = sorted(
        (item for item in told if _days_late(item) <= 0 and figures_of(item).due <= last),
        key=lambda item: (figures_of(item).due, item.ref),
    )
    return MilestonesView(
        _overview(subject, late, "all_late", "Late, or forecast to be late", "latest"),
        _overview(subject, soon, "all_soon", f"Due in the next {SOON} days", "first"),
        tuple(
            _section(subject, body, tuple(items)) for body, items in groupby(current, key=lambda item: item.department)
        ),
        tuple(
            milestone_table(subject, items, name)
            for name, items in (("Drafts: not approved yet", drafts), ("Ended plans", over))
            if items
        ),
    )


def _days_late(item: ItemStatus) -> int:
    return figures_of(item).days_late or 0


def _overview(subject: Subject, items: Sequence[ItemStatus], anchor: str, title: str, which: str) -> Chart | None:
    """What matters now, of all departments; where that is much, the first of it."""
    if not items:
        return None
    shown = items[:MOST_ROWS]
    note = f"The {len(shown)} {which} of {len(items)}; the others stand below." if len(items) > len(shown) else ""
    rows = [_waiting(subject, timeline_row(subject, item, _department(subject, item))) for item in shown]
    axis = Axis(subject.portfolio.calendar, subject.snapshot.as_of)
    return timeline_chart(anchor, title, rows, axis, dates_table(subject, shown, title), note)


def _department(subject: Subject, item: ItemStatus) -> str:
    return text_of(subject.names.department(item.department))


def _waiting(subject: Subject, row: TimelineRow) -> TimelineRow:
    """A row without what it no longer waits for."""
    found = ((one, subject.snapshot.find("milestone", one.ref)) for one in row.needs)
    return replace(row, needs=tuple(one for one, item in found if item is not None and item.status in _OPEN))


def _section(subject: Subject, body: str | None, items: tuple[ItemStatus, ...]) -> MilestoneSection:
    title = text_of(subject.names.department(body))
    told = tuple(item for item in items if not item.confidential)
    hidden = len(items) - len(told)
    plans = sorted({item.ref.partition("/")[0] for item in told})
    axis = Axis(subject.portfolio.calendar, subject.snapshot.as_of, _period(subject, plans))
    timelines = tuple(
        timeline_chart(
            f"timeline_{body}_{number}",
            f"Milestones of {heading}",
            [timeline_row(subject, item, _place(subject, item, plans)) for item in piece],
            axis,
        )
        for number, (heading, piece) in enumerate(cut(title, told), start=1)
    )
    counts = Counter(replace(standing_chip(subject, item), is_stale=False) for item in _worst_first(items))
    return MilestoneSection(
        title,
        tuple(Count(one, number) for one, number in counts.items()),
        timelines,
        f"{count_text(hidden, 'confidential milestone').capitalize()} not drawn." if hidden else "",
        milestone_table(subject, items, title),
    )


def _worst_first(items: Iterable[ItemStatus]) -> list[ItemStatus]:
    order = (*_OPEN, Status.ACHIEVED, Status.DROPPED)
    return sorted(items, key=lambda item: order.index(item.status) if item.status in order else len(order))


def _period(subject: Subject, plans: Sequence[str]) -> Period | None:
    """The period of the only plan; several would lie on one another."""
    if len(plans) != 1:
        return None
    period = subject.ledger.plans[plans[0]].current.period
    return Period(period.start, period.end)


def _place(subject: Subject, item: ItemStatus, plans: Sequence[str]) -> str:
    return text_of(subject.names.link(item.ref.partition("/")[0], "plan")) if len(plans) > 1 else ""


def milestone_part(subject: Subject, item: ItemStatus, mentions: Mentions) -> MilestonePart:
    """A milestone as its plan's page tells it; the plan itself is not confidential, its progress may be."""
    names = subject.names
    plan_id, _, key = item.ref.partition("/")
    milestone = subject.ledger.plans[plan_id].current.milestones[key]
    facts: list[tuple[str, Cell]] = [("Owner", names.person(milestone.owner))]
    if milestone.goal:
        facts.append(("Goal", names.link(f"{plan_id}/{milestone.goal}", "goal")))
    if milestone.depends_on:
        facts.append(("Depends on", listed(names.links(milestone.depends_on, "milestone"))))
    facts.extend(_days(subject, item))
    progress = subject.facts_of(item)
    updates = known_updates(progress.milestones.get(key, {}) if progress else {}, subject.snapshot.as_of)
    if updates:
        facts.append(("Last report", _report(*updates[-1])))
    return MilestonePart(
        key,
        milestone.title,
        standing_chip(subject, item),
        standing_reason(subject, item),
        milestone.major,
        Prose(milestone.summary or ""),
        tuple(facts),
        _updates(updates, milestone.title),
        own_slip(subject, item),
        () if item.confidential else mentions.get(item.ref, ()),
    )


def _days(subject: Subject, item: ItemStatus) -> list[tuple[str, Cell]]:
    figures = item.figures
    if not isinstance(figures, MilestoneFigures):
        return []
    found: list[tuple[str, Cell]] = [("First promised", day(figures.due_original)), ("Now", day(figures.due))]
    if subject.facts_of(item) is None:
        return found
    if figures.achieved is not None:
        return [*found, ("Reached", day(figures.achieved))]
    if figures.forecast is not None:
        found.append(("Forecast", day(figures.forecast)))
    if figures.percent is not None:
        found.append(("Done", f"{figures.percent} %"))
    if figures.confidence is not None:
        found.append(("Confidence", figures.confidence.value))
    return found


def _report(when: date, update: MilestoneUpdate) -> Cell:
    return Line((f"{day(when)}: ", Prose(update.note))) if update.note else day(when)


def _updates(updates: tuple[tuple[date, MilestoneUpdate], ...], title: str) -> Table:
    rows = []
    for when, update in reversed(updates):
        forecast = f"reached {short_day(update.achieved)}" if update.achieved else short_day(update.forecast)
        percent = f"{update.percent} %" if update.percent is not None else "–"
        confidence = update.confidence.value if update.confidence else "–"
        rows.append(Row((dated(when), forecast, percent, confidence, Prose(update.note or ""))))
    return Table(
        f"Updates on {title}",
        ("Reported", "Forecast", "Done", "Confidence", "Note"),
        tuple(rows),
        "Nothing has been reported yet.",
        numeric=("Done",),
    )
