"""Milestones of the whole organisation by department, and what is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from followup_build.model.progress import MilestoneUpdate
from followup_build.status.item import ItemStatus, MilestoneFigures
from followup_build.status.milestone import known_updates
from followup_build.views.cells import Cell, Chip, Prose, Row, Table, day, listed
from followup_build.views.mentions import Mentions
from followup_build.views.standing import sections, standing_chip, standing_reason
from followup_build.views.subject import Subject
from followup_build.views.tables import milestone_table


@dataclass(frozen=True, slots=True)
class MilestonesView:
    """All milestones, a table a department; drafts and what is past at the end."""

    tables: tuple[Table, ...]


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
    named_in: tuple[Cell, ...]


def build_milestones(subject: Subject) -> MilestonesView:
    """All milestones."""
    return MilestonesView(
        tuple(milestone_table(subject, items, name) for name, items in sections(subject, "milestone"))
    )


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
    return MilestonePart(
        key,
        milestone.title,
        standing_chip(subject, item),
        standing_reason(subject, item),
        milestone.major,
        Prose(milestone.summary or ""),
        tuple(facts),
        _updates(subject, progress.milestones.get(key, {}) if progress else {}, milestone.title),
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


def _updates(subject: Subject, updates: Mapping[date, MilestoneUpdate], title: str) -> Table:
    rows = []
    for when, update in reversed(known_updates(updates, subject.snapshot.as_of)):
        forecast = f"reached on {day(update.achieved)}" if update.achieved else day(update.forecast)
        percent = f"{update.percent} %" if update.percent is not None else "–"
        confidence = update.confidence.value if update.confidence else "–"
        rows.append(Row((day(when), forecast, percent, confidence, Prose(update.note or ""))))
    return Table(
        f"Updates on {title}",
        ("Reported", "Forecast", "Done", "Confidence", "Note"),
        tuple(rows),
        "Nothing has been reported yet.",
        numeric=("Done",),
    )
